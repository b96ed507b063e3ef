import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import { useSessionStore } from './sessionStore.ts';
import { useClient } from './useClient.ts';

export type RefNames = CallOutput<'ref.names'>;

/** Names that screens word by code: streets, channels, lines, intake centres, ready answers. */
export const useNamesStore = defineStore('names', () => {
  const client = useClient();
  const session = useSessionStore();
  const names = shallowRef<RefNames | null>(null);
  const load = async (): Promise<void> => {
    const reply = await client.do('ref.names', {});
    if (reply.ok) names.value = reply.value;
  };
  watch(
    () => [session.session?.state, session.session?.profile],
    ([state]) => {
      if (state !== undefined && state !== 'setup') void load();
    },
    { immediate: true },
  );
  const streetByCode = computed(
    () => new Map((names.value?.streets ?? []).map((street) => [street.code, street])),
  );
  const channelByCode = computed(
    () => new Map((names.value?.channels ?? []).map((channel) => [channel.code, channel])),
  );
  return { names, streetByCode, channelByCode, load };
});
