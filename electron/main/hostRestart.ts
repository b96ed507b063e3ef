// What to do when the host process ends. Pure: a crash is met with a restart, ever slower, so that a
// host that cannot start does not burn the machine; after a healthy minute the count begins anew.

export type HostEnd = {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Restarts in a row before this end. */
  readonly restarts: number;
  readonly isQuitting: boolean;
};

export type AfterEnd =
  | { readonly act: 'stay-down' }
  | { readonly act: 'restart'; readonly delayMs: number; readonly restarts: number };

const HEALTHY_MS = 60_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

export function afterHostEnd(end: HostEnd): AfterEnd {
  if (end.isQuitting) return { act: 'stay-down' };
  const restarts = end.endedAtMs - end.startedAtMs >= HEALTHY_MS ? 0 : end.restarts;
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** restarts, LONGEST_DELAY_MS);
  return { act: 'restart', delayMs, restarts: restarts + 1 };
}
