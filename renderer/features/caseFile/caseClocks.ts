import type { CaseClock, CaseDoc, ClockName } from '#core/domain/case/caseDoc.ts';

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
  readonly ended: { readonly tookMs: number; readonly isLate: boolean } | null;
};

const ORDER: readonly ClockName[] = ['dispatch', 'sign', 'firstContact', 'handle', 'total'];

/**
 * Three clocks to show, in the order in which they run: those running first, then the latest that ended,
 * so that what burns is always among them.
 */
export function clockCells(doc: Pick<CaseDoc, 'clocks'>, most = 3): readonly ClockCell[] {
  const all = ORDER.flatMap((name) => {
    const clock = doc.clocks[name];
    return clock === undefined ? [] : [cellOf(name, clock)];
  });
  const chosen = [
    ...all.filter((cell) => cell.running !== null),
    ...all.filter((cell) => cell.running === null).reverse(),
  ].slice(0, most);
  return all.filter((cell) => chosen.includes(cell));
}

function cellOf(name: ClockName, clock: CaseClock): ClockCell {
  const ended = clock.endedAt;
  return {
    name,
    limitText: clock.limitText,
    isUnpublished: clock.unpublished === true,
    running:
      ended === undefined
        ? { startedAt: clock.startedAt, dueAt: clock.dueAt, pausedSince: null }
        : null,
    ended:
      ended === undefined ? null : { tookMs: ended - clock.startedAt, isLate: ended > clock.dueAt },
  };
}
