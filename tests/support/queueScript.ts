import type { QueueParams, QueueView } from '#core/protocol/console/queue.ts';

const MINUTE = 60_000;

type Row = QueueView['rows'][number];
type Became = Pick<Row, 'kind' | 'state' | 'outcome' | 'rule' | 'reason'>;

const BECAME: readonly Became[] = [
  { kind: 'case.note', state: 'pending', outcome: null, rule: null, reason: null },
  { kind: 'case.dispatch', state: 'pending', outcome: null, rule: null, reason: null },
  { kind: 'case.edit', state: 'conflict', outcome: 'conflict', rule: 7, reason: null },
  { kind: 'case.close', state: 'superseded', outcome: 'superseded', rule: 3, reason: null },
  {
    kind: 'assign.recall',
    state: 'refused',
    outcome: 'refused-recorded',
    rule: null,
    reason: 'grant/revoked',
  },
  {
    kind: 'case.dispatch',
    state: 'decided',
    outcome: 'adjusted',
    rule: null,
    reason: 'case/not-held',
  },
];

const NONE_TOLD = { most: 320, told: [] };

/** The acts of a console as data: two wait, one of each other kind, the rest done as asked; or none at all. */
export function queueScript(
  now: number,
  { state, from, count = 100 }: QueueParams,
  { most, told }: { readonly most: number; readonly told: readonly Row[] } = NONE_TOLD,
): QueueView {
  const all = Array.from({ length: most }, (_, i): Row => {
    const became = BECAME[i] ?? {
      kind: 'case.create',
      state: 'decided',
      outcome: 'applied',
      rule: null,
      reason: null,
    };
    const at = now - i * 7 * MINUTE;
    return {
      opId: `op-${i}`,
      ...became,
      caseId: `case-${i}`,
      caseNo: `DZM261121-${String(most - i).padStart(4, '0')}`,
      caseTitle: '污水井盖缺失，行人险跌',
      byName: '周敏',
      at,
      rseq: most - i,
      incarnation: 1,
      decidedAt: became.outcome === null ? null : at + 900,
    };
  });
  const none = { pending: 0, decided: 0, superseded: 0, conflict: 0, refused: 0, deferred: 0 };
  const counts = { ...none, street: told.length };
  for (const row of all) counts[row.state] += 1;
  const own = all.filter((row) => state === 'all' || row.state === state);
  const listed = state === 'street' ? told : own;
  const rows = [...listed.slice(from, from + count)];
  return { total: listed.length, from, counts, rows, asOf: now };
}
