import type { EditableField } from '#core/domain/operation/args.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { ActContext, FormValues } from './actFields.ts';
import { currentValue } from './actForms.ts';
import { ofItem } from './whistleForms.ts';

type Form = { readonly kind: CaseActKind; readonly context: Pick<ActContext, 'doc' | 'whistles'> };

/**
 * What a form holds after one field was changed. A correction begins with what stands there now: another field
 * chosen brings its own words, unless something was typed that stands nowhere yet.
 */
export function changed(before: FormValues, part: FormValues, form: Form | null): FormValues {
  const values = { ...before, ...part };
  if (form?.kind === 'whistle.open' && part.whistleItem !== undefined) {
    return ofItem(form.context, values);
  }
  if (form?.kind !== 'case.edit' || part.field === undefined) return values;
  const presentOf = (field: unknown): string => currentValue(form.context, field as EditableField);
  const isTyped = values.to !== '' && values.to !== presentOf(before.field);
  return isTyped ? values : { ...values, to: presentOf(values.field) };
}
