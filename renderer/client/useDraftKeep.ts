import { useClient } from './useClient.ts';

/**
 * One half-typed thing under a key, kept on disk by the host. Nothing is read back but what was kept under
 * the same key; a host that cannot keep it leaves the words on the screen, where they were.
 */
export function useDraftKeep(key: string) {
  const client = useClient();
  return {
    load: async (): Promise<unknown> => {
      const reply = await client.do('draft.list', {});
      if (!reply.ok) return null;
      return reply.value.drafts.find((draft) => draft.key === key)?.body ?? null;
    },
    save: async (body: unknown): Promise<boolean> =>
      (await client.do('draft.save', { key, body })).ok,
    drop: async (): Promise<boolean> => (await client.do('draft.drop', { key })).ok,
  };
}
