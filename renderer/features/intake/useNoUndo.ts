import { useRouterStore } from '#renderer/app/routerStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';

/** What puts a case right that should not have gone out as it did; of these, what this person may. */
const INSTEAD = [
  'case.refuse',
  'case.edit',
  'case.reclassify',
  'case.locate',
  'ask.void',
  'case.void',
  'case.note',
] as const;
type Instead = (typeof INSTEAD)[number];

type Sent = {
  readonly what: 'case' | 'note';
  readonly caseId: string;
  readonly caseNo: string | null;
};

/**
 * A fact that is told cannot be taken back (docs/adr/0033 names what can): Ctrl+Z says so, and what this
 * person can do instead, as his host answers for the case as it is now.
 */
export function useNoUndo(): (sent: Sent) => () => void {
  const client = useClient();
  const router = useRouterStore();
  const toasts = useToastStore();
  const m = useMessages();
  return ({ what, caseId, caseNo }) =>
    () =>
      askInstead(client, caseId, (acts) => {
        const words = m.value.intake.form;
        const names = acts.map((kind) => m.value.dispatch.acts[kind]);
        const way =
          names.length === 0
            ? words.noUndo.nothing
            : words.noUndo.instead(names.join(words.listMark));
        toasts.show({
          kind: 'refused',
          text: `${words.noUndo[what](caseNo ?? words.noNumber)} · ${way}`,
          seconds: 30,
          act: { label: words.see, run: () => router.go('case', caseId) },
        });
      });
}

/** Asks once what is possible on this case. */
function askInstead(
  client: ConsoleClient,
  caseId: string,
  then: (acts: readonly Instead[]) => void,
): void {
  let isAnswered = false;
  const stop = client.watch('caseFile', { caseId }, (frame) => {
    if (isAnswered || frame.kind === 'delta') return;
    isAnswered = true;
    queueMicrotask(() => stop());
    const acts = frame.kind === 'snapshot' ? frame.value.acts : [];
    then(INSTEAD.filter((kind) => acts.some((act) => act.kind === kind && act.allowed)));
  });
}
