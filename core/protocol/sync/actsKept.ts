import { DAY_MS } from '../../kernel/time.ts';

/**
 * So long a console keeps acts that the district holds safely: one that is put back from a backup is brought them
 * again, and doubts for as long whether it has lost anything (sync.md 4.7).
 */
export const ACTS_KEPT_MS = 35 * DAY_MS;
