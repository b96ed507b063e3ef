import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import type { TimelineRow } from '#core/protocol/console/rows.ts';
import type { TimelineNames, TimelineText } from './timelineText.ts';

/**
 * The sentence of a step. Arguments were checked against their kind's schema before they were stored; a
 * kind of a newer program has no sentence, its name says what it is.
 */
export function sentenceOf(
  row: Pick<TimelineRow, 'kind' | 'args'>,
  text: TimelineText,
  names: TimelineNames,
): string {
  if (!(row.kind in text)) return '';
  const words = text[row.kind as OpKind] as (args: ArgsOf[OpKind], n: TimelineNames) => string;
  return words(row.args as ArgsOf[OpKind], names);
}
