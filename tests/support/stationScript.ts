import type { QueueView } from '#core/protocol/console/queue.ts';
import type { SyncView } from '#core/protocol/console/views.ts';

const MINUTE = 60_000;

export type StationState = 'open' | 'gone';

/** The line's page of a street that has a station: all of it goes on over it, or it is gone, too. */
export function stationAt(now: number, state: StationState): NonNullable<SyncView['station']> {
  const isOpen = state === 'open';
  const since = now - (isOpen ? 540 : 12) * MINUTE;
  const acts = { refusedWith: null, handed: 63, brought: isOpen ? 412 : 0, others: isOpen ? 3 : 0 };
  return { address: 'wss://10.6.1.20:7710', isOpen, isUp: false, since, ...acts };
}

/** What colleagues did over it. */
export function toldByStation(now: number): QueueView['rows'] {
  const said = [
    ['case.create', '赵宇', '路灯不亮，夜间行人看不清台阶'],
    ['case.dispatch', '赵宇', '路灯不亮，夜间行人看不清台阶'],
    ['assign.respond', '孙静', '污水井盖缺失，行人险跌'],
  ] as const;
  return said.map(([kind, byName, caseTitle], i) => ({
    opId: `told-${i}`,
    kind,
    caseId: `case-${i}`,
    caseNo: `DZM261121-${String(401 + i).padStart(4, '0')}`,
    caseTitle,
    byName,
    at: now - (i + 2) * MINUTE,
    rseq: 40 - i,
    incarnation: 1,
    state: 'street',
    outcome: null,
    rule: null,
    reason: null,
    decidedAt: null,
  }));
}
