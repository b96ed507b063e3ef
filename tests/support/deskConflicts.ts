import type { ConflictRow } from '#core/protocol/console/rows.ts';

const MINUTE = 60_000;

/** Conflicts that wait at a desk. */
export function conflicts(now: number): ConflictRow[] {
  const row = (at: number, over: Partial<ConflictRow>): ConflictRow => ({
    conflictId: `k${at}`,
    caseId: `case-${at}`,
    caseNo: `DZM261121-${String(at).padStart(4, '0')}`,
    caseTitle: '清水苑 3 号楼外墙保温板欲坠',
    urgency: at === 9 ? 'critical' : 'ordinary',
    rule: 2,
    options: ['first_leads', 'second_leads', 'first_only', 'second_only'],
    default: 'first_leads',
    owner: 'district',
    raisedAt: now - 20 * MINUTE,
    decideBy: now + (at * 10 + 5) * MINUTE,
    state: 'open',
    chosen: null,
    resolvedAt: null,
    pending: false,
    sides: [
      {
        op: 'DZM-2:000417',
        kind: 'case.dispatch',
        by: 'p12',
        byName: '派遣员 12',
        scope: 'street:110101009',
        saidAt: now - 67 * MINUTE,
        correctedAt: now - 67 * MINUTE - 2_000,
        errMs: 2_000,
        what: { lead: 'u1', units: 'u1', condition: null },
        followed: [
          { kind: 'assign.sign', at: now - 66 * MINUTE },
          { kind: 'assign.respond', at: now - 60 * MINUTE },
          { kind: 'case.attach', at: now - 48 * MINUTE },
        ],
      },
      {
        op: 'district:1204903',
        kind: 'case.dispatch',
        by: 'p2',
        byName: '派遣员 02',
        scope: 'district',
        saidAt: now - 55 * MINUTE,
        correctedAt: now - 55 * MINUTE,
        errMs: 100,
        what: { lead: 'u2', units: 'u2', condition: null },
        followed: [
          { kind: 'assign.sign', at: now - 53 * MINUTE },
          { kind: 'assign.respond', at: now - 50 * MINUTE },
        ],
      },
    ],
    ...over,
  });
  return [
    row(9, {}),
    row(12, { rule: 3, options: ['open', 'closed'], default: 'open' }),
    row(14, { rule: 7, options: ['first', 'second'], default: 'first' }),
    row(20, { rule: 2 }),
  ];
}

/** What was settled today: one of them can still be taken back, one no more. */
export function settledToday(now: number): ConflictRow[] {
  const [one] = conflicts(now);
  if (one === undefined) return [];
  const settled = (at: number, minutesAgo: number): ConflictRow => ({
    ...one,
    conflictId: `s${at}`,
    caseId: `case-${at}`,
    caseNo: `DZM261121-${String(at).padStart(4, '0')}`,
    state: 'resolved',
    chosen: one.default,
    resolvedAt: now - minutesAgo * MINUTE,
    resolvedByName: '派遣员 02',
  });
  return [{ ...settled(31, 4), undo: { opId: 'o31', until: now + 26 * MINUTE } }, settled(33, 90)];
}
