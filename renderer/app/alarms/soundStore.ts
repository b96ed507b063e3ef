import { defineStore } from 'pinia';
import { computed, onScopeDispose, ref } from 'vue';
import { MINUTE_MS } from '#core/kernel/time.ts';
import { useSettingsStore } from '#renderer/client/settingsStore.ts';
import { createTonePlayer } from './tonePlayer.ts';
import { TONES, type ToneName } from './tones.ts';

const MUTE_MS = 10 * MINUTE_MS;
/** A headset is at the ear. */
const HEADSET_SHARE = 0.4;

/** The one module that makes a sound. Mute is a state that is seen and that ends. */
export const useSoundStore = defineStore('sound', () => {
  const settings = useSettingsStore();
  const player = createTonePlayer();
  const mutedUntil = ref<number | null>(null);
  const isFlashing = ref(false);
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
    if (isMuted()) for (const tone of [...stops.keys()]) stop(tone);
  };
  return { mutedUntil, isSilent, isFlashing, isMuted, start, stop, test, toggleMute };
});
