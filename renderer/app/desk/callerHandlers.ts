import type { Result } from '#core/kernel/result.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import { useCallerStore } from '#renderer/client/callerStore.ts';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { type Printed, usePrintStore } from '#renderer/features/printing/printStore.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import type { ActionHandler } from '../actions/action.ts';

type Ports = { readonly file: () => CaseFile | null; readonly isShown: () => boolean };

/** What tells who a caller is, on the screen and on paper: noted by the host before, or refused with words. */
export function callerHandlers(
  screen: 'board' | 'case',
  { file, isShown }: Ports,
): Readonly<Record<string, ActionHandler>> {
  const m = useMessages();
  const toasts = useToastStore();
  const print = usePrintStore();
  const callers = useCallerStore();
  const told = (done: Result<null, WireError>): void => {
    if (!done.ok) toasts.show({ kind: 'refused', text: errorText(m.value, done.error) });
  };
  const printed = (what: Printed) => async (): Promise<void> => {
    const doc = caseDocOf(file());
    if (doc !== null) told(await print.print(what, doc.caseId));
  };
  const look = async (): Promise<void> => {
    const doc = caseDocOf(file());
    if (doc === null) return;
    if (callers.of(doc.caseId) === null) told(await callers.open(doc.caseId));
    else callers.close();
  };
  return {
    [`${screen}.printSheet`]: { run: printed('sheet'), when: isShown },
    [`${screen}.printSlip`]: { run: printed('slip'), when: isShown },
    [`${screen}.caller`]: { run: look, when: () => file()?.callerSight === 'open' },
  };
}
