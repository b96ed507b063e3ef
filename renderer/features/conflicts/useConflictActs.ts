import { ref } from 'vue';
import type { ConflictRow } from '#core/protocol/console/rows.ts';
import { useClient } from '#renderer/client/useClient.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import { useToastStore } from '#renderer/ui/toastStore.ts';
import { optionName } from './conflictWords.ts';

/** Resolving and referring. One conflict is sent once however often its key is pressed. */
export function useConflictActs() {
  const client = useClient();
  const toasts = useToastStore();
  const m = useMessages();
  const sent = ref<ReadonlySet<string>>(new Set());

  const submit = async (
    row: ConflictRow,
    kind: 'conflict.resolve' | 'conflict.refer',
    args: unknown,
  ): Promise<boolean> => {
    if (sent.value.has(row.conflictId)) return false;
    sent.value = new Set([...sent.value, row.conflictId]);
    const reply = await client.do('op.submit', { kind, caseId: row.caseId, args });
    if (reply.ok) return true;
    sent.value = new Set([...sent.value].filter((id) => id !== row.conflictId));
    toasts.show({
      kind: 'refused',
      text: m.value.errors.cannot(m.value.operations.names[kind], errorText(m.value, reply.error)),
    });
    return false;
  };

  const resolve = async (row: ConflictRow, option: string, note: string): Promise<boolean> => {
    const args = { conflict: row.conflictId, option, note };
    const done = await submit(row, 'conflict.resolve', args);
    if (done) {
      toasts.show({ kind: 'done', text: m.value.conflicts.done(optionName(row, option, m.value)) });
    }
    return done;
  };

  /** The default is in force again and the conflict stands where it stood. */
  const undo = async (row: ConflictRow): Promise<void> => {
    if (row.undo === undefined) return;
    const args = { op: row.undo.opId };
    const reply = await client.do('op.submit', { kind: 'undo', caseId: row.caseId, args });
    if (reply.ok) sent.value = new Set([...sent.value].filter((id) => id !== row.conflictId));
    toasts.show(
      reply.ok
        ? { kind: 'done', text: m.value.conflicts.undone(row.caseNo ?? row.caseTitle) }
        : {
            kind: 'refused',
            text: m.value.errors.cannot(m.value.common.undo, errorText(m.value, reply.error)),
          },
    );
  };

  return {
    sent,
    resolve,
    undo,
    acceptAll: async (rows: readonly ConflictRow[]): Promise<void> => {
      let count = 0;
      for (const row of rows) {
        const args = { conflict: row.conflictId, option: row.default, note: '' };
        if (await submit(row, 'conflict.resolve', args)) count += 1;
      }
      if (count > 0) toasts.show({ kind: 'done', text: m.value.conflicts.doneAll(count) });
    },
    refer: async (row: ConflictRow, reason: string): Promise<boolean> => {
      const done = await submit(row, 'conflict.refer', { conflict: row.conflictId, reason });
      if (done) toasts.show({ kind: 'done', text: m.value.conflicts.referred });
      return done;
    },
  };
}
