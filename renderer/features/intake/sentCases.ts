import { ref, watch, type Ref } from 'vue';
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { IntakeForm } from './intakeForm.ts';

/** What was sent while its caller is still on the line, and what he adds to it. */
export type SentCase = {
  /** That of the form it was: it keeps its tab. */
  readonly key: string;
  readonly form: IntakeForm;
  readonly caseId: string;
  readonly caseNo: string | null;
  /** What was done, as the receipt said it. */
  readonly words: string;
  note: string;
  /** Notes already added; part of each one's token, so that a repeat stays one act. */
  notes: number;
};

const HELD = new Set(['claimed', 'answered', 'held']);
export const isHeld = (call: CallRow): boolean => HELD.has(call.state);

/** Sent cases stay in view until their caller has hung up; longer while a note is half written. */
export function createSentCases(
  rows: Readonly<Ref<readonly CallRow[]>>,
  onGone: (key: string) => void,
) {
  const cases = ref<SentCase[]>([]);
  const isOn = (callId: string | null): boolean =>
    rows.value.some((call) => call.callId === callId && isHeld(call));
  const drop = (key: string): void => {
    cases.value = cases.value.filter((each) => each.key !== key);
    onGone(key);
  };
  watch(rows, () => {
    for (const each of cases.value) {
      if (!isOn(each.form.callId) && each.note.trim() === '') drop(each.key);
    }
  });
  return {
    cases,
    drop,
    /** Only of a call in hand: without one there is nobody to wait for. */
    keep: (sent: Omit<SentCase, 'key' | 'note' | 'notes'>): void => {
      if (!isOn(sent.form.callId)) return;
      const form = { ...sent.form };
      cases.value.push({ ...sent, form, key: form.key, note: '', notes: 0 });
    },
    /** Its note is added: the next one is another act, if there is still somebody to add one. */
    noted: (key: string): void => {
      const sent = cases.value.find((each) => each.key === key);
      if (sent === undefined) return;
      sent.note = '';
      sent.notes += 1;
      if (!isOn(sent.form.callId)) drop(key);
    },
    of: (key: string | null): SentCase | null =>
      cases.value.find((each) => each.key === key) ?? null,
    ofCall: (callId: string): SentCase | null =>
      cases.value.findLast((each) => each.form.callId === callId) ?? null,
  };
}
