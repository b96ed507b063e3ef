import { defineStore } from 'pinia';
import { computed, inject, onScopeDispose, ref } from 'vue';
import { MINUTE_MS } from '#core/kernel/time.ts';
import { useSettingsStore } from '#renderer/client/settingsStore.ts';
import { createTonePlayer, TONE_PLAYER } from './tonePlayer.ts';
import { TONES, type ToneName } from './tones.ts';

const MUTE_MS = 10 * MINUTE_MS;
/** A headset is at the ear. */
const HEADSET_SHARE = 0.4;

/** The one module that makes a sound. Mute is a state that is seen and that ends. */
export const useSoundStore = defineStore('sound', () => {
  const settings = useSettingsStore();
  const player = inject(TONE_PLAYER, createTonePlayer, true);
  const mutedUntil = ref<number | null>(null);
  const isFlashing = ref(false);
  /** Something should sound and the body does not let it: it waits for a key or a click. */
  const isBlocked = ref(false);
  const stops = new Map<ToneName, () => void>();
  onScopeDispose(() => player.dispose());

  const isSilent = computed(() => settings.settings.soundMode === 'silent');
  const isMuted = (): boolean => mutedUntil.value !== null && mutedUntil.value > Date.now();
  const volume = (): number =>
    (settings.settings.volume / 100) *
    (settings.settings.soundMode === 'headset' ? HEADSET_SHARE : 1);

  const stop = (tone: ToneName): void => {
    stops.get(tone)?.();
    stops.delete(tone);
  };
  const stopAll = (): void => {
    for (const tone of [...stops.keys()]) stop(tone);
  };
  const look = (isWanted: boolean): void => {
    isBlocked.value = isWanted && !isSilent.value && !isMuted() && !player.isAllowed();
  };
  const start = (tone: ToneName): void => {
    if (stops.has(tone) || isMuted() || isSilent.value) return;
    stops.set(tone, player.play(TONES[tone], volume()));
    if (TONES[tone].everySeconds === null) stops.delete(tone);
  };
  /** The test of the settings: sounds once whatever the mode, so that the volume can be judged. */
  const test = (tone: ToneName): void => {
    player.play({ ...TONES[tone], everySeconds: null }, volume());
  };
  const toggleMute = (): void => {
    mutedUntil.value = isMuted() ? null : Date.now() + MUTE_MS;
    if (isMuted()) stopAll();
  };
  return {
    mutedUntil,
    isSilent,
    isFlashing,
    isBlocked,
    isMuted,
    look,
    start,
    stop,
    stopAll,
    test,
    toggleMute,
  };
});
