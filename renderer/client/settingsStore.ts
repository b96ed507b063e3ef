import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { Settings } from '#core/protocol/console/calls.ts';
import { useLinkStore } from './linkStore.ts';
import { useClient } from './useClient.ts';

const DEFAULTS: Settings = {
  language: 'zh-CN',
  theme: 'dark',
  density: 'normal',
  textSize: 100,
  soundMode: 'hall',
  volume: 60,
};

/**
 * Settings of this data folder. A change is shown at once, so that the next one steps on from it, and is
 * taken back when the host could not keep it.
 */
export const useSettingsStore = defineStore('settings', () => {
  const client = useClient();
  const link = useLinkStore();
  const settings = shallowRef<Settings>(DEFAULTS);
  const isLoaded = ref(false);

  const load = async (): Promise<void> => {
    const reply = await client.do('settings.get', {});
    if (!reply.ok) return;
    settings.value = reply.value;
    isLoaded.value = true;
  };
  const change = async (part: Partial<Settings>): Promise<boolean> => {
    const before = settings.value;
    const next = { ...before, ...part };
    settings.value = next;
    const reply = await client.do('settings.set', next);
    if (!reply.ok && settings.value === next) settings.value = before;
    return reply.ok;
  };
  watch(
    () => link.state,
    (state) => {
      if (state === 'open') void load();
    },
    { immediate: true },
  );
  return { settings, isLoaded, change };
});
