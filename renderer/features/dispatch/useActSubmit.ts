import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import type { Submission } from './actArgs.ts';
import { receiptText } from './receiptText.ts';
import { counterActs, isUndoable } from './actUndo.ts';

export type ActSubmit = {
  /** Null when it was recorded; else the sentence that says why not. */
  readonly submit: (act: Submission, once: string, doneText?: string) => Promise<string | null>;
  readonly refuse: (kind: CaseActKind, why: string) => void;
};

/** Sends an act, says what came of it, and offers to take it back where a counter-act exists. */
export function useActSubmit(doc: () => CaseDoc | null): ActSubmit {
  const client = useClient();
  const sync = useSyncStore();
  const toasts = useToastStore();
  const { scopeName } = useScopeName();
  const m = useMessages();
  const nameOf = (kind: string): string => m.value.dispatch.acts[kind as CaseActKind];

  const takeBack = async (act: Submission & { readonly opId: string }): Promise<void> => {
    // The document now, not the one at the time: a unit may have signed since.
    const now = doc();
    const counter =
      now === null || now.caseId !== act.caseId
        ? []
        : counterActs(act, now, m.value.dispatch.undoReason);
    let failed: string | null = counter.length === 0 ? m.value.dispatch.notNow : null;
    for (const each of counter) {
      const reply = await client.do('op.submit', { ...each, caseId: act.caseId });
      if (!reply.ok) failed = errorText(m.value, reply.error);
    }
    toasts.show(
      failed === null
        ? { kind: 'done', text: m.value.dispatch.undone(nameOf(act.kind)) }
        : { kind: 'refused', text: m.value.errors.cannot(m.value.common.undo, failed) },
    );
  };

  return {
    async submit(act, once, doneText) {
      const reply = await client.do('op.submit', { ...act, once });
      if (!reply.ok) return errorText(m.value, reply.error);
      const { opId, becomes } = reply.value;
      const text = receiptText(reply.value, m.value, {
        act: nameOf(act.kind),
        holder: scopeName(reply.value.holder ?? doc()?.holder ?? null),
        isOnline: sync.sync?.line === 'online',
        ...(doneText === undefined ? {} : { doneText }),
      });
      const undo = {
        label: m.value.common.undo,
        chord: 'Ctrl+Z',
        run: () => void takeBack({ ...act, opId }),
      };
      toasts.show({
        kind: becomes === 'applied' || becomes === 'request' ? 'done' : 'notice',
        text,
        ...(isUndoable(act.kind) && becomes === 'applied' ? { undoable: true, act: undo } : {}),
      });
      return null;
    },
    refuse: (kind, why) =>
      void toasts.show({ kind: 'refused', text: m.value.errors.cannot(nameOf(kind), why) }),
  };
}
