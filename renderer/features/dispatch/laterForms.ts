import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { MatterRow } from '#core/protocol/console/rows.ts';
import { limitText } from '#renderer/i18n/limitText.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { Filled, Values } from './actArgs.ts';
import { type ActContext, choice, type Field, lines, type Option, text } from './actFields.ts';

/** Acts beside the daily round: what puts the record in order, and what is asked of another. */
type LaterKind = Extract<CaseActKind, 'case.reclassify' | 'case.reopen'>;

/** A reason as long as its schema lets it be. */
const REASON_MOST = 1_000;

export const laterForms: Readonly<Record<LaterKind, (c: ActContext) => readonly Field[]>> = {
  'case.reclassify': (c) => [
    text('matter', { control: 'matter' }),
    ...conditionWanted(c),
    text('reason'),
  ],
  'case.reopen': () => [lines('reason', { max: REASON_MOST })],
};

export const laterBuilders: {
  readonly [K in LaterKind]: (f: Filled, v: Values) => ArgsOf[K];
} = {
  'case.reclassify': (f, v) => {
    const condition = v.text('condition');
    const fits = f.picks.matter?.conditions.some((each) => each.id === condition) ?? false;
    return {
      matter: f.picks.matter?.matter ?? '',
      condition: fits ? condition : null,
      dictVersion: f.context.doc.dictVersion,
      reason: v.text('reason'),
    };
  },
  'case.reopen': (_, v) => ({ reason: v.text('reason') }),
};

export function conditionsOf(c: ActContext, matter: MatterRow | null): readonly Option[] {
  const known = matter?.conditions ?? [];
  return known.map((each) => ({
    value: each.id,
    label: `${each.text} → ${limitText(each.limitText, c.m)}`,
  }));
}

/** Filing chooses it; a case that was filed before needs one of its new matter. */
function conditionWanted(c: ActContext): readonly Field[] {
  const options = conditionsOf(c, c.chosen ?? null);
  if (c.doc.stage === 'reported' || options.length === 0) return [];
  return [choice('condition', options)];
}
