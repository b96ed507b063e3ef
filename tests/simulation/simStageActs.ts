import { EAST } from '#core/domain/case/caseBuilders.ts';
import type { Assignment, CaseDoc, Stage } from '#core/domain/case/caseDoc.ts';
import type { Whistle } from '#core/domain/case/whistleDoc.ts';
import { openWhistle, unitsOf, unmarkedUnits, whistledUnits } from '#core/domain/case/whistles.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import type { SimAct } from './simActs.ts';

type Make = () => SimAct;
type Step = (rng: Rng, doc: CaseDoc, now: number) => readonly Make[];

/**
 * What brings a case on from where it stands. People who act by dice alone hardly ever come to the end of one: of its
 * last steps, and of marks after a whistle, too few were drawn to meet anything.
 */
export function stageActs(rng: Rng, doc: CaseDoc, now: number): readonly Make[] {
  const called = whistled(rng, doc, now);
  // An open whistle is what everybody is about.
  if (called.length > 0 && rng.next() < 0.7) return called;
  const acts = [...(STEPS[doc.stage] ?? notYet)(rng, doc, now)];
  const [proposal] = Object.keys(doc.proposals ?? {});
  const conflict = Object.values(doc.conflicts ?? {}).find((one) => one.state === 'open');
  if (conflict !== undefined) {
    acts.push(() => ({ kind: 'conflict.refer', args: { conflict: conflict.id, reason: 'x' } }));
  }
  if (proposal !== undefined && rng.next() < 0.2) {
    acts.push(() => ({ kind: 'proposal.decline', args: { proposal, reason: 'x' } }));
  }
  return acts;
}

const notYet: Step = () => [];

function addCaller(): SimAct {
  const caller = {
    numberHmac: '0'.repeat(64),
    numberSealed: 's',
    tail: '0001',
    kind: 'person',
    confidential: false,
  };
  return { kind: 'caller.add', args: { caller } };
}

const reported: Step = (rng) => [
  ...(rng.next() < 0.2 ? [addCaller] : []),
  () => ({ kind: 'case.file', args: { condition: 'c-deep', standardVersion: '1' } }),
];

const toDispatch: Step = (rng, { holder }) => {
  const unit = pick(rng, holder === EAST ? ['e-roads', 'e-green', 'e-crew'] : ['w-roads']);
  const named = holder === 'district' ? 'd-water' : unit;
  const args = { units: [{ unit: named, lead: true }], condition: null, limitNote: '', note: '' };
  return [() => ({ kind: 'case.dispatch', args: { ...args, advice: null } })];
};

const withUnits: Step = (rng, doc, now) => {
  const all = Object.values(doc.assignments ?? {});
  return all.length === 0 ? [] : assigned(rng, pick(rng, all), now);
};

function assigned(rng: Rng, { id: assignment, unit: onBehalf }: Assignment, now: number): Make[] {
  const point = null;
  const until = now + 30 * DAY_MS;
  const done = (): SimAct => ({
    kind: 'assign.done',
    args: {
      assignment,
      result: 'x',
      measures: '',
      basis: '',
      solved: rng.next() < 0.8,
      metCaller: null,
      photosAfter: [],
    },
    onBehalf,
  });
  return [
    done,
    done,
    done,
    () => ({ kind: 'assign.sign', args: { assignment, at: now }, onBehalf }),
    () => ({
      kind: 'assign.respond',
      args: {
        assignment,
        step: pick(rng, ['contacted', 'left', 'arrived']),
        at: now,
        person: 'x',
        point,
      },
      onBehalf,
    }),
    () => ({ kind: 'assign.progress', args: { assignment, text: 'x', photos: [] }, onBehalf }),
    () => ({ kind: 'assign.waive', args: { assignment, reason: 'x' } }),
    () => ({ kind: 'assign.recall', args: { assignment, reason: 'x' } }),
    () => ({ kind: 'ask.extension', args: { reason: 'x' }, onBehalf }),
    () => ({
      kind: 'ask.suspension',
      args: { plan: 'x', until, nextCheck: now + 7 * DAY_MS },
      onBehalf,
    }),
  ];
}

const handled: Step = (rng) => [
  () => ({ kind: 'verify.order', args: { inspector: 'inspector@district' } }),
  () => ({
    kind: 'verify.report',
    args: { pass: rng.next() < 0.8, note: '', photos: [], point: null },
  }),
  () => ({ kind: 'case.close', args: { items: [], closeKind: 'sub_dispatched', publicText: 'x' } }),
];

const overAgain: readonly Make[] = [
  () => ({ kind: 'case.reopen', args: { reason: 'x' } }),
  () => ({ kind: 'case.archive', args: { type: 'normal' } }),
];

const closed: Step = (rng, _, now) => [
  ...(rng.next() < 0.3 ? overAgain : []),
  () => ({
    kind: 'callback.try',
    args: {
      attempt: pick(rng, [1, 1, 1, 2]),
      at: now,
      reached: true,
      solved: rng.next() < 0.6,
      satisfied: 3,
      reason: '',
    },
  }),
];

const STEPS: Readonly<Partial<Record<Stage, Step>>> = {
  reported,
  to_dispatch: toDispatch,
  dispatched: withUnits,
  handling: withUnits,
  handled,
  to_close: handled,
  closed,
};

function whistled(rng: Rng, doc: CaseDoc, now: number): readonly Make[] {
  const open = openWhistle(doc);
  const units = whistledUnits(doc);
  if (units.length === 0) return [];
  const mark = (): number => 1 + rng.int(5);
  const lacking = unmarkedUnits(doc);
  const marked = pick(rng, lacking.length > 0 ? lacking : units);
  const marks: Make[] = [
    () => ({
      kind: 'whistle.score',
      args: {
        unit: marked,
        efficiency: mark(),
        cooperation: mark(),
        skill: mark(),
        ownership: mark(),
        comment: '',
      },
    }),
    () => ({ kind: 'whistle.scoreResponse', args: { unit: marked, degree: mark() } }),
  ];
  if (open === null) return marks;
  return open.filing === 'pending' ? [filed(units)] : answered(rng, open, now);
}

function filed(units: readonly string[]): Make {
  return () => ({ kind: 'whistle.file', args: { accept: true, units, reason: '' } });
}

/** Of the units from which something lacks; when nothing does, it is held against what was asked. */
function answered(rng: Rng, whistle: Whistle, now: number): readonly Make[] {
  const check: Make = () => ({
    kind: 'whistle.check',
    args: { pass: rng.next() < 0.8, reason: '' },
  });
  const late = unitsOf(whistle).filter(({ resultAt }) => resultAt === undefined);
  if (late.length === 0) return [check];
  const { unit } = pick(rng, late);
  return [
    () => ({
      kind: 'whistle.respond',
      args: { unit, person: 'x', at: now, point: null },
      onBehalf: unit,
    }),
    () => ({ kind: 'whistle.result', args: { unit, text: 'x', files: [] }, onBehalf: unit }),
    () => ({ kind: 'whistle.result', args: { unit, text: 'x', files: [] }, onBehalf: unit }),
  ];
}
