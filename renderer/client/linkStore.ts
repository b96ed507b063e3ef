import { defineStore } from 'pinia';
import { onScopeDispose, ref } from 'vue';
import { useClient } from './useClient.ts';

/** Whether the page reaches its own host. The line to the district stands in the sync store. */
export const useLinkStore = defineStore('link', () => {
  const client = useClient();
  const state = ref(client.state());
  onScopeDispose(
    client.onState((next) => {
      state.value = next;
    }),
  );
  return { state };
});
