import { newForm, type IntakeForm } from './intakeForm.ts';

/** A form as it is written to disk: its plain values under a version. */
export function draftOf(form: IntakeForm): unknown {
  return { v: 1, form: { ...form } };
}

/**
 * A draft from disk as a form. Values of another type than expected are left at their defaults, so that
 * a draft of an older program opens as far as it can be understood. Null when it is none of ours.
 */
export function formOfDraft(key: string, body: unknown): IntakeForm | null {
  if (!isRecord(body) || body['v'] !== 1 || !isRecord(body['form'])) return null;
  const kept = body['form'];
  const { once, startedAt } = kept;
  if (typeof once !== 'string' || typeof startedAt !== 'number') return null;
  const form: Record<string, unknown> = { ...newForm(key, once, startedAt) };
  for (const [name, fallback] of Object.entries(form)) {
    const value = kept[name];
    if (name === 'key' || value === undefined) continue;
    if (fallback === null || typeof value === typeof fallback) form[name] = value;
  }
  return form as IntakeForm;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
