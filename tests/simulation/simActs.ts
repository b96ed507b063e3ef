import { townReference, EAST, WEST } from '#core/domain/case/caseBuilders.ts';
import type { Assignment, CaseDoc } from '#core/domain/case/caseDoc.ts';
import { openWhistle, whistledUnits } from '#core/domain/case/whistles.ts';
import type { OpKind } from '#core/domain/operation/args.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import { creation } from '#tests/support/smallDistrict.ts';
import { deskActs } from './simDeskActs.ts';

export type SimAct = {
  readonly kind: OpKind;
  readonly args: unknown;
  readonly onBehalf?: string;
  /** Whose hand it must be. */
  readonly actor?: string;
};

/** Of the acts on a case. */
const DESK_SHARE = 0.25;
const UNITS = ['e-roads', 'e-green', 'e-water', 'e-crew', 'w-roads', 'd-water'];

/** What a person sees beside the case itself. */
export type SimSight = {
  readonly now: number;
  /** Cases that his console knows of. */
  readonly ids: readonly string[];
  /** What was done on the case at this console, and can be taken back. */
  readonly done?: readonly AnyOperation[];
};

/** What a person might do, drawn by dice; the console's own rules say whether it may. */
export function drawAct(rng: Rng, doc: CaseDoc | null, sight: SimSight): SimAct {
  const { now, ids, done = [] } = sight;
  if (doc === null) return { kind: 'case.create', args: newCase(rng) };
  if (rng.next() < DESK_SHARE) return pick(rng, deskActs(rng, doc, now))();
  const one = drawAssignment(rng, doc);
  const acts: (() => SimAct)[] = [
    ...planned(rng, doc),
    ...annotations(rng, doc, now),
    ...whistles(rng, doc, now),
  ];
  const others = ids.filter((id) => id !== doc.caseId);
  if (others.length > 0) acts.push(...aboutTwo(rng, pick(rng, others)));
  if (done.length > 0) acts.push(() => takenBack(rng, done));
  if (one !== null) acts.push(...unitActs(rng, one, now), ...unitActs(rng, one, now));
  return pick(rng, acts)();
}

/** Mostly by its author, mostly the last one. */
function takenBack(rng: Rng, done: readonly AnyOperation[]): SimAct {
  const last = done.at(-1);
  const one = rng.next() < 0.7 && last !== undefined ? last : pick(rng, done);
  const act = { kind: 'undo', args: { op: one.opId } } as const;
  return rng.next() < 0.8 ? { ...act, actor: one.actor } : act;
}

function newCase(rng: Rng): unknown {
  const street = pick(rng, ['110101001', '110101002', null]);
  return creation({
    matter: pick(rng, ['m-pothole', 'm-tree']),
    condition: null,
    next: pick(rng, ['queue', 'queue', 'file']),
    place: { ...creation().place, street },
    urgency: pick(rng, ['ordinary', 'urgent', 'critical']),
  });
}

function drawAssignment(rng: Rng, doc: CaseDoc): Assignment | null {
  const all = Object.values(doc.assignments ?? {});
  return all.length === 0 ? null : pick(rng, all);
}

function planned(rng: Rng, doc: CaseDoc): (() => SimAct)[] {
  const ask = Object.values(doc.asks ?? {})[0];
  const conflict = Object.values(doc.conflicts ?? {}).find((one) => one.state === 'open');
  const unit = (): string => pick(rng, UNITS);
  const acts: (() => SimAct)[] = [
    () => ({ kind: 'case.file', args: { condition: 'c-deep', standardVersion: '1' } }),
    () => ({
      kind: 'case.dispatch',
      args: {
        units: [{ unit: unit(), lead: true }],
        condition: null,
        limitNote: '',
        note: '',
        advice: null,
      },
    }),
    () => sendAway(doc),
    () => ({ kind: 'case.refuse', args: { reason: 'other', text: 'x' } }),
    () => ({
      kind: 'verify.report',
      args: { pass: rng.next() < 0.7, note: '', photos: [], point: null },
    }),
    () => ({
      kind: 'case.close',
      args: { items: [], closeKind: 'sub_dispatched', publicText: 'x' },
    }),
    () => ({ kind: 'assign.add', args: { unit: unit(), reason: 'x' } }),
  ];
  if (ask !== undefined) {
    acts.push(() => ({
      kind: 'judge',
      args: { ask: ask.id, grant: rng.next() < 0.5, reason: 'x', newUnit: null },
    }));
  }
  if (conflict !== undefined) {
    const args = { conflict: conflict.id, option: pick(rng, conflict.options), note: '' };
    acts.push(() => ({ kind: 'conflict.resolve', args }));
  }
  return acts;
}

/** To the other street. */
export function sendAway({ holder }: CaseDoc): SimAct {
  return { kind: 'case.send', args: { to: holder === EAST ? WEST : EAST, note: '' } };
}

function annotations(rng: Rng, doc: CaseDoc, now: number): (() => SimAct)[] {
  const word = (): string => `w${rng.int(100)}`;
  const tag = pick(rng, ['a', 'b', 'c']);
  const has = doc.tags?.[tag] === true;
  return [
    () => ({ kind: 'case.note', args: { text: word(), public: false } }),
    () => ({ kind: 'case.edit', args: { field: 'title', from: doc.title, to: word() } }),
    () => ({ kind: 'case.tag', args: { add: has ? [] : [tag], remove: has ? [tag] : [] } }),
    () => ({ kind: 'case.urge', args: { to: doc.holder, text: word() } }),
    () => ({
      kind: 'case.urgency',
      args: { level: pick(rng, ['ordinary', 'urgent', 'critical']), reason: word() },
    }),
    () => ({
      kind: 'callback.try',
      args: {
        attempt: pick(rng, [1, 2, 3]),
        at: now,
        reached: true,
        solved: rng.next() < 0.6,
        satisfied: 3,
        reason: '',
      },
    }),
  ];
}

function aboutTwo(rng: Rng, other: string): (() => SimAct)[] {
  const as = (): string => pick(rng, ['repeat', 'many', 'related']);
  return [
    () => ({ kind: 'case.merge', args: { into: other } }),
    () => ({ kind: 'case.link', args: { other, as: as(), score: null, reasons: [] } }),
  ];
}

/** 吹哨: two of the acts to begin one, and more of what follows while one is open. */
function whistles(rng: Rng, doc: CaseDoc, now: number): (() => SimAct)[] {
  const open = openWhistle(doc);
  const units = whistledUnits(doc);
  const unit = units.length === 0 ? pick(rng, UNITS) : pick(rng, units);
  const mark = (): number => 1 + rng.int(5);
  const blow = (): SimAct => {
    const item = pick(rng, ['w-burst', 'w-ruin']);
    const called = [...new Set([pick(rng, UNITS), pick(rng, UNITS)])];
    return {
      kind: 'whistle.open',
      args: {
        item,
        dictVersion: 'v1',
        standards: ['tried', 'beyond the street'],
        units: called,
        kind: 'emergency',
      },
    };
  };
  const score = (): SimAct => ({
    kind: 'whistle.score',
    args: {
      unit,
      efficiency: mark(),
      cooperation: mark(),
      skill: mark(),
      ownership: mark(),
      comment: '',
    },
  });
  if (open === null) {
    const degree = (): SimAct => ({
      kind: 'whistle.scoreResponse',
      args: { unit, degree: mark() },
    });
    return units.length === 0 ? [blow] : [blow, score, degree];
  }
  const accept = rng.next() < 0.8;
  return [
    blow,
    () => ({ kind: 'whistle.file', args: { accept, units: accept ? units : [], reason: '' } }),
    () => ({
      kind: 'whistle.respond',
      args: { unit, person: 'x', at: now, point: null },
      onBehalf: unit,
    }),
    () => ({ kind: 'whistle.result', args: { unit, text: 'x', files: [] }, onBehalf: unit }),
    () => ({ kind: 'whistle.check', args: { pass: rng.next() < 0.7, reason: '' } }),
  ];
}

function unitActs(rng: Rng, one: Assignment, now: number): (() => SimAct)[] {
  const assignment = one.id;
  const onBehalf = one.unit;
  const act =
    (kind: OpKind, args: unknown): (() => SimAct) =>
    () => ({ kind, args, onBehalf });
  return [
    act('assign.sign', { assignment, at: now }),
    act('assign.respond', {
      assignment,
      step: pick(rng, ['contacted', 'left', 'arrived']),
      at: now,
      person: 'x',
      point: null,
    }),
    act('assign.done', {
      assignment,
      result: 'x',
      measures: '',
      basis: '',
      solved: rng.next() < 0.8,
      metCaller: null,
      photosAfter: [],
    }),
    act('ask.return', {
      assignment,
      reasonCode: 'not_competent',
      text: 'x',
      proposedUnit: null,
      proof: [],
    }),
    () => ({ kind: 'assign.recall', args: { assignment, reason: 'x' } }),
  ];
}

/** Exclusive units that an act names: their version goes along as a base. */
export function exclusiveUnits(act: SimAct): readonly string[] {
  const args = act.args as {
    readonly units?: readonly { readonly unit: string }[];
    readonly unit?: string;
  };
  const named = [
    ...(args.units ?? []).map((one) => one.unit),
    ...(args.unit === undefined ? [] : [args.unit]),
  ];
  return named.filter((unit) => townReference.unit(unit)?.exclusive === true);
}
