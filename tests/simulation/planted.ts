import type { Fault } from './fault.ts';

/**
 * Bugs planted on purpose, each with what must catch it: an invariant that is found broken, or that the
 * town never comes to rest. A simulation that misses one proves nothing. They live in the console's files
 * in memory and at the simulated district's door; the engine, the rules and the decider are the real ones.
 */
export const PLANTED = {
  // The console.
  'ack-before-write': ['I-01'],
  'renumber-forgets': ['I-01'],
  'renumber-with-new-ids': ['I-01'],
  // I-08: what lies in a hole of the watermark is never sent.
  'decision-before-number': ['unsettled'],
  'reopen-ignored': ['I-03'],
  // I-01: a district put back to before a fork lacks what was said before it.
  'earlier-left-behind': ['I-01'],
  'fork-ignored': ['unsettled'],
  'overlay-pruned-when-decided': ['I-05'],
  'overlay-written-back': ['I-06'],
  'records-skipped': ['I-06'],
  'no-reset-on-epoch': ['I-06', 'I-09'],
  'have-taken-for-delivered': ['I-08'],
  'cursor-before-page': ['I-09'],
  'page-in-two-writes': ['I-09'],
  'lost-feed-row': ['I-09'],
  'leave-ignored': ['I-18'],
  // Whoever lets a case go lets go of what he said on it, too.
  'evict-undecided': ['I-01'],
  // What is decided after its case has left never comes in the own feed.
  'overlay-until-seen': ['I-07', 'unsettled'],
  'repair-forgets-pending': ['I-01'],
  // Of rows that a disk spoiled: nothing is compared, or what is mended takes what waits with it.
  'checksum-adopted': ['I-06', 'I-09'],
  'mending-forgets-pending': ['I-01'],
  'own-kept-after-restart': ['I-05'],
  'unknown-kind-dropped': ['I-06', 'I-09'],
  'incarnation-reused': ['unsettled'],
  'credits-leak': ['unsettled'],
  'poke-without-pull': ['unsettled'],
  // I-03: what became of a deferred act never arrives.
  'second-word-ignored': ['unsettled'],
  // Nor of one that was left behind when its console was numbered anew.
  'deferred-left-behind': ['unsettled'],
  // A street's station: what it says that it keeps, it has; it lets nothing go that is not decided; what it
  // tells of others is nobody's own.
  'station-keeps-later': ['station'],
  'station-drops': ['station'],
  'foreign-counted-own': ['I-05'],
  // The district.
  'order-turned': ['I-02'],
  'chain-break-accepted': ['I-02'],
  'ack-before-decision': ['I-03'],
  'resend-answered-anew': ['I-03'],
  'case-row-lost': ['I-04'],
  // Of an act on two cases one hears.
  'half-merged': ['I-04'],
  'epoch-kept': ['I-03', 'I-06', 'I-09'],
  'page-cut': ['I-09'],
  'enter-not-told': ['I-09'],
  'leave-not-told': ['I-18'],
  'late-fact-refused': ['I-11'],
  'closed-fact-refused': ['I-11'],
  'clock-gates': ['I-11'],
  'restore-makes-strangers': ['I-11'],
  'proposal-lost-on-move': ['I-11'],
  'fork-accepted': ['I-01'],
  'clock-trusted': ['I-17'],
  'clock-wins': ['I-17'],
  'feed-of-another': ['I-18'],
  // A first filling whose rows are older than the number from which its console goes on.
  'snapshot-older-than-its-number': ['I-09', 'I-18'],
  'number-never-follows': ['I-14'],
  'lease-reused-after-restore': ['I-14'],
  'numbers-leased-twice': ['I-14'],
  // A store keeps no act twice, whatever its district forgot.
  'no-dedup': ['bug'],
  // The decider's own claims break or its store says no: it keeps the act apart and reports it.
  'number-of-another': ['bug'],
  'noop-keeps-version': ['bug'],
  'author-not-told': ['I-23'],
  'author-told-again': ['I-23'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Planted = keyof typeof PLANTED;
export const PLANTED_NAMES = Object.keys(PLANTED) as readonly Planted[];

/** Some bugs show only when a disk was put back, or a district restored. */
export function faultFor(planted: Planted | null): Fault | null {
  if (planted === null) return null;
  if (planted === 'earlier-left-behind') return 'both';
  if (planted === 'deferred-left-behind') return 'turned';
  if (NEEDS_FORK.includes(planted)) return 'fork';
  return NEEDS_RESTORE.includes(planted) ? 'restore' : null;
}

/** Some only where cases leave one street for another. */
export function needsMoves(planted: Planted | null): boolean {
  return planted !== null && NEEDS_MOVES.includes(planted);
}

/** Some only where a street has a station. */
export function needsStation(planted: Planted | undefined): boolean {
  return planted !== undefined && NEEDS_STATION.includes(planted);
}

/** Some only where a console is filled by a snapshot. */
export function needsFilling(planted: Planted | undefined): boolean {
  return planted === 'snapshot-older-than-its-number';
}

const NEEDS_STATION: readonly Planted[] = [
  'station-keeps-later',
  'station-drops',
  'foreign-counted-own',
];

const NEEDS_MOVES: readonly Planted[] = ['leave-not-told', 'leave-ignored'];

/** Some only where rows go bad by themselves. */
export function needsSpoiledRows(planted: Planted | undefined): boolean {
  return planted === 'checksum-adopted' || planted === 'mending-forgets-pending';
}

const NEEDS_FORK: readonly Planted[] = [
  'renumber-forgets',
  'renumber-with-new-ids',
  'fork-ignored',
  'fork-accepted',
  'incarnation-reused',
];
const NEEDS_RESTORE: readonly Planted[] = [
  'reopen-ignored',
  'no-reset-on-epoch',
  'epoch-kept',
  'restore-makes-strangers',
  'second-word-ignored',
  'lease-reused-after-restore',
];
