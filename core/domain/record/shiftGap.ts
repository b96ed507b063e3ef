import { HOUR_MS } from '../../kernel/time.ts';

/** Whoever comes back to his seat later than this begins another shift: in his figures, and in what he is shown. */
export const SHIFT_GAP_MS = 4 * HOUR_MS;
