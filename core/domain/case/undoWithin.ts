import { MINUTE_MS } from '../../kernel/time.ts';
import type { OpKind } from '../operation/args.ts';

/** The kinds that can be taken back, and how many ms their authors may. */
export const UNDO_WITHIN: Readonly<Partial<Record<OpKind, number>>> = {
  'case.link': MINUTE_MS,
  'case.merge': MINUTE_MS,
  'case.tag': MINUTE_MS,
  'case.dispatch': MINUTE_MS,
  'conflict.resolve': 30 * MINUTE_MS,
};
