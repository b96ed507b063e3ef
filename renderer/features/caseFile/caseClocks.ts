import type { CaseClock, CaseDoc, ClockName } from '#core/domain/case/caseDoc.ts';
import { isClockDone } from '#core/domain/case/clockDone.ts';

export type ClockCell = {
  readonly name: ClockName;
  readonly limitText: string;
  readonly isUnpublished: boolean;
  /** Running, or null when it has ended or not begun. */
  readonly running: {
    readonly startedAt: number;
    readonly dueAt: number;
    readonly pausedSince: number | null;
  } | null;
  readonly ended: {
    readonly tookMs: number;
    readonly isLate: boolean;
    /** What the clock waited for was done; else something else ended it. */
    readonly isDone: boolean;
  } | null;
};

type Clocked = Pick<CaseDoc, 'clocks' | 'firstContactAt' | 'assignments' | 'round' | 'whistles'>;

const ORDER: readonly ClockName[] = [
  'dispatch',
  'whistleRespond',
  'whistleFinish',
  'sign',
  'firstContact',
  'handle',
  'total',
];

/**
 * Three clocks to show, in the order in which they run: of those running the ones that run out first, then the
 * latest that ended, so that what burns is always among them.
 */
export function clockCells(doc: Clocked, now: number, most = 3): readonly ClockCell[] {
  const all = ORDER.flatMap((name) => {
    const clock = doc.clocks[name];
    return clock === undefined ? [] : [cellOf(doc, now, { name, clock })];
  });
  const chosen = [
    ...all
      .filter((cell) => cell.running !== null)
      .sort((a, b) => (a.running?.dueAt ?? 0) - (b.running?.dueAt ?? 0)),
    ...all.filter((cell) => cell.running === null).reverse(),
  ].slice(0, most);
  return all.filter((cell) => chosen.includes(cell));
}

function cellOf(
  doc: Clocked,
  now: number,
  { name, clock }: { readonly name: ClockName; readonly clock: CaseClock },
): ClockCell {
  const ended = clock.endedAt;
  return {
    name,
    limitText: clock.limitText,
    isUnpublished: clock.unpublished === true,
    running:
      ended === undefined
        ? { startedAt: clock.startedAt, dueAt: clock.dueAt, pausedSince: pausedSince(clock, now) }
        : null,
    ended:
      ended === undefined
        ? null
        : {
            tookMs: ended - clock.startedAt,
            isLate: ended > clock.dueAt,
            isDone: isClockDone(doc, name),
          },
  };
}

/** While a suspension lasts the clock stands still; what is left is left when it ends. */
function pausedSince({ paused = [] }: CaseClock, now: number): number | null {
  return paused.find(({ from, to }) => from <= now && now < to)?.from ?? null;
}
