import { EAST, WEST } from '#core/domain/case/caseBuilders.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import type { SimAct } from './simActs.ts';

type Make = () => SimAct;

/** What only some cases see in a shift: things asked of others, watched over, put in order, ended in other ways. */
export function deskActs(rng: Rng, doc: CaseDoc, now: number): readonly Make[] {
  return [...asked(rng, doc, now), ...ended(rng), ...watched(rng, now), ...recorded(rng, doc, now)];
}

function asked(rng: Rng, { holder }: CaseDoc, now: number): readonly Make[] {
  const other = holder === EAST ? WEST : EAST;
  const onBehalf = pick(rng, ['e-roads', 'e-green', 'w-roads']);
  return [
    () => ({
      kind: 'ask.send',
      args: { to: pick(rng, ['district', other]), tried: 'x', why: 'x' },
    }),
    () => ({ kind: 'case.take', args: { why: pick(rng, ['several_streets', 'emergency']) } }),
    () => ({
      kind: 'ask.units',
      args: { units: ['d-water', 'w-roads'], lead: pick(rng, ['d-water', 'w-roads']), why: 'x' },
    }),
    () => ({ kind: 'ask.extension', args: { reason: 'x' }, onBehalf }),
    () => ({
      kind: 'ask.suspension',
      args: { plan: 'x', until: now + 30 * DAY_MS, nextCheck: now + 7 * DAY_MS },
      onBehalf,
    }),
    () => ({ kind: 'ask.void', args: { reason: 'x' } }),
    () => ({ kind: 'ask.forcedClose', args: { ledger: 'ordinary', reason: 'x' } }),
  ];
}

function ended(rng: Rng): readonly Make[] {
  const type = pick(rng, ['normal', 'late', 'error', 'special'] as const);
  return [
    () => ({ kind: 'case.answer', args: { text: 'x', basis: 'x', knowledgeId: null } }),
    () => ({ kind: 'case.reopen', args: { reason: 'x' } }),
    () => ({ kind: 'case.void', args: { reason: 'x' } }),
    () => ({ kind: 'case.forceClose', args: { ledger: 'many_transfers', reason: 'x' } }),
    () => ({ kind: 'case.archive', args: { type } }),
  ];
}

function watched(rng: Rng, now: number): readonly Make[] {
  const kind = pick(rng, ['timeout', 'leader', 'important'] as const);
  return [
    () => ({ kind: 'case.supervise', args: { kind, until: now + DAY_MS, text: 'x' } }),
    () => ({ kind: 'supervise.end', args: { result: 'x' } }),
    () => ({ kind: 'verify.order', args: { inspector: 'inspector@district' } }),
  ];
}

function recorded(rng: Rng, doc: CaseDoc, now: number): readonly Make[] {
  const assignment = Object.values(doc.assignments ?? {}).at(0);
  const conflict = Object.values(doc.conflicts ?? {}).find((one) => one.state === 'open');
  const acts: Make[] = [
    () => ({
      kind: 'case.reclassify',
      args: {
        matter: pick(rng, ['m-pothole', 'm-kerb', 'm-kerb-stone', 'm-tree']),
        condition: null,
        dictVersion: '1',
        reason: 'x',
      },
    }),
    () => ({
      kind: 'case.locate',
      args: {
        point: { lonE6: 116_400_000 + rng.int(9), latE6: 39_900_000 },
        text: `at ${rng.int(9)}`,
        by: pick(rng, ['caller', 'map', 'on_site']),
        cell: null,
        street: pick(rng, ['110101001', '110101002']),
        confidence: 1,
      },
    }),
    () => ({
      kind: 'case.attach',
      args: {
        sha256: String(rng.int(9)).repeat(64),
        name: 'p.jpg',
        bytes: 1,
        use: 'after',
        takenAt: now,
        point: null,
      },
    }),
    () => ({
      kind: 'contact.first',
      args: { at: now, person: 'x', how: 'phone', result: 'x', whyNot: null },
    }),
    () => ({ kind: 'reply.citizen', args: { to: 'caller', how: 'phone', text: 'x', at: now } }),
  ];
  if (assignment !== undefined) {
    const { id, unit } = assignment;
    acts.push(
      () => ({ kind: 'assign.waive', args: { assignment: id, reason: 'x' } }),
      () => ({
        kind: 'assign.progress',
        args: { assignment: id, text: 'x', photos: [] },
        onBehalf: unit,
      }),
    );
  }
  if (conflict !== undefined) {
    acts.push(() => ({ kind: 'conflict.refer', args: { conflict: conflict.id, reason: 'x' } }));
  }
  return acts;
}
