/** What a wall page knows of its own health; times are of the same clock. */
export type PageHealth = {
  readonly now: number;
  readonly startedAt: number;
  /** Last run of the page's timer: a long gap means that the page hung. */
  readonly lastTickAt: number;
  /** Last painted frame, null while the page is hidden. */
  readonly lastFrameAt: number | null;
  readonly link: 'connecting' | 'open' | 'closed' | 'refused';
  readonly lastDataAt: number | null;
  /** Errors that nobody caught, in the last ten minutes. */
  readonly errors: number;
};

export type ReloadReason = 'hung' | 'frozen' | 'deaf' | 'outdated' | 'errors';

const HUNG_MS = 30_000;
const FROZEN_MS = 60_000;
const DEAF_MS = 90_000;
const ERRORS_MOST = 20;
/** A page that was just loaded is left alone, so that a fault cannot make it load in a circle. */
const GRACE_MS = 120_000;

/**
 * Whether the page should load itself anew. A link that is down is no reason: the client goes on trying and the
 * last picture stays. Deaf is an open link that says nothing; outdated, a server of another protocol.
 */
export function reloadReason(health: PageHealth): ReloadReason | null {
  const { now } = health;
  if (now - health.startedAt < GRACE_MS) return null;
  if (now - health.lastTickAt > HUNG_MS) return 'hung';
  if (health.lastFrameAt !== null && now - health.lastFrameAt > FROZEN_MS) return 'frozen';
  if (health.link === 'refused') return 'outdated';
  if (health.link === 'open' && now - (health.lastDataAt ?? health.startedAt) > DEAF_MS)
    return 'deaf';
  return health.errors > ERRORS_MOST ? 'errors' : null;
}
