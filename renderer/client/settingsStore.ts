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

/** Settings of this data folder. Shown values are the host's: a change is shown once it is kept. */
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
    const next = { ...settings.value, ...part };
    const reply = await client.do('settings.set', next);
    if (reply.ok) settings.value = next;
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
