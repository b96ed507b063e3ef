// What to do when the host process ends. Pure: a crash is met with a restart, ever slower, so that a
// host that cannot start does not burn the machine; after a healthy minute the count begins anew.

export type HostEnd = {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Restarts in a row before this end. */
  readonly restarts: number;
  readonly isQuitting: boolean;
  readonly exitCode: number;
};

export type AfterEnd =
  | { readonly act: 'stay-down' }
  /** Another program has the data folder and keeps it: trying on would only make two of us wait. */
  | { readonly act: 'folder-busy' }
  /** A newer program has written the data: no further try of this one changes that. */
  | { readonly act: 'data-newer' }
  | {
      readonly act: 'restart';
      readonly delayMs: number;
      readonly restarts: number;
      /** A person must be told now: it does not come up by itself. */
      readonly isHopeless: boolean;
    };

const HEALTHY_MS = 60_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;
const EXIT_FOLDER_BUSY = 75;
const EXIT_DATA_NEWER = 76;
/** The host of a program that was killed a moment ago may need this many tries to be gone (4 s). */
const BUSY_TRIES = 4;
/** So many ends in a row are no accident: about eight seconds of trying. */
const HOPELESS_AFTER = 5;

export function afterHostEnd(end: HostEnd): AfterEnd {
  if (end.isQuitting) return { act: 'stay-down' };
  if (end.exitCode === EXIT_DATA_NEWER) return { act: 'data-newer' };
  const restarts = end.endedAtMs - end.startedAtMs >= HEALTHY_MS ? 0 : end.restarts;
  if (end.exitCode === EXIT_FOLDER_BUSY && restarts >= BUSY_TRIES) return { act: 'folder-busy' };
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** restarts, LONGEST_DELAY_MS);
  const isHopeless = restarts + 1 === HOPELESS_AFTER;
  return { act: 'restart', delayMs, restarts: restarts + 1, isHopeless };
}
