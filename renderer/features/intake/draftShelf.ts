import { shallowReactive, watch } from 'vue';
import type { ConsoleClient } from '#renderer/client/consoleClient.ts';
import { draftOf, formOfDraft } from './draftForm.ts';
import { createDraftKeeper } from './draftKeeper.ts';
import { isEmpty, type IntakeForm } from './intakeForm.ts';

const PREFIX = 'intake:';

/** Forms on disk: each is written within a second of a change, and is there again after a crash. */
export function createDraftShelf(client: ConsoleClient) {
  const savedAt = shallowReactive(new Map<string, number>());
  /** Forms with words that are not on disk yet. */
  const unsaved = shallowReactive(new Set<string>());
  const closers = new Map<string, () => void>();

  const keep = (key: string, current: () => IntakeForm | undefined): void => {
    let changes = 0;
    const keeper = createDraftKeeper<IntakeForm>({
      save: async (form) => {
        const before = changes;
        const reply = await client.do('draft.save', { key: PREFIX + key, body: draftOf(form) });
        if (reply.ok && closers.has(key)) savedAt.set(key, reply.value.savedAt);
        if (reply.ok && changes === before) unsaved.delete(key);
        return reply.ok;
      },
      now: () => performance.now(),
      schedule: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    const stop = watch(
      current,
      (form) => {
        if (form === undefined || isEmpty(form)) return;
        changes += 1;
        unsaved.add(key);
        keeper.changed({ ...form });
      },
      { deep: true },
    );
    closers.set(key, () => {
      stop();
      keeper.close();
    });
  };
  /** No longer watched here; what is on disk stays. */
  const leave = (key: string): void => {
    closers.get(key)?.();
    closers.delete(key);
    savedAt.delete(key);
    unsaved.delete(key);
  };
  const drop = (key: string): void => {
    leave(key);
    void client.do('draft.drop', { key: PREFIX + key });
  };
  const load = async (): Promise<readonly IntakeForm[]> => {
    const reply = await client.do('draft.list', {});
    if (!reply.ok) return [];
    return reply.value.drafts.flatMap((draft) => {
      if (!draft.key.startsWith(PREFIX)) return [];
      const form = formOfDraft(draft.key.slice(PREFIX.length), draft.body);
      if (form !== null) savedAt.set(form.key, draft.savedAt);
      return form === null ? [] : [form];
    });
  };
  return { savedAt, unsaved, keep, leave, drop, load };
}
