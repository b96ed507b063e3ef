import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import type { IntakeForm } from './intakeForm.ts';

/** What is said of an act that the host has acknowledged. */
export function useReceiptWords() {
  const sync = useSyncStore();
  const toasts = useToastStore();
  const m = useMessages();

  return {
    /** What the district has not yet got is said, never passed over. */
    told: (text: string, later: boolean): string => {
      if (later) return `${text} · ${m.value.common.later}`;
      return sync.sync?.line === 'online' ? text : `${text} · ${m.value.common.onlyHere}`;
    },
    /** The number told while typing was another's in the end: whoever told it must know. */
    tellNumber: (form: IntakeForm, caseNo: string | null): void => {
      if (form.toldNo === null || caseNo === null || form.toldNo === caseNo) return;
      const text = m.value.intake.form.numberChanged(form.toldNo, caseNo);
      toasts.show({ kind: 'notice', text, seconds: 30 });
    },
  };
}
