import type { InjectionKey } from 'vue';
import type { Tone } from './tones.ts';

export type TonePlayer = {
  /** Plays until stopped, or once. Returns the stop. */
  readonly play: (tone: Tone, volume: number) => () => void;
  /** False while the browser waits for a key or click before it lets the page sound. */
  readonly isAllowed: () => boolean;
  readonly dispose: () => void;
};

/** Another player than WebAudio's, for tests. */
export const TONE_PLAYER: InjectionKey<TonePlayer> = Symbol('tonePlayer');

/** A machine without sound: nothing plays, and that is said. */
const SILENT: TonePlayer = {
  play: () => () => undefined,
  isAllowed: () => false,
  dispose: () => undefined,
};

/** WebAudio, made on first use: no files, so nothing to fetch and nothing to be missing. */
export function createTonePlayer(): TonePlayer {
  if (typeof AudioContext === 'undefined') return SILENT;
  let context: AudioContext | null = null;
  const timers = new Set<ReturnType<typeof setInterval>>();

  const contextNow = (): AudioContext => {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    return context;
  };
  const strike = (tone: Tone, volume: number): void => {
    const audio = contextNow();
    for (const stroke of tone.strokes) {
      const start = audio.currentTime + 0.02 + stroke.at;
      const oscillator = audio.createOscillator();
      const gain = audio.createGain();
      oscillator.frequency.value = stroke.hertz;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(stroke.gain * volume, start + 0.01);
      gain.gain.setValueAtTime(stroke.gain * volume, start + stroke.length - 0.02);
      gain.gain.linearRampToValueAtTime(0, start + stroke.length);
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(start);
      oscillator.stop(start + stroke.length);
    }
  };
  return {
    play(tone, volume) {
      strike(tone, volume);
      if (tone.everySeconds === null) return () => undefined;
      const timer = setInterval(() => strike(tone, volume), tone.everySeconds * 1_000);
      timers.add(timer);
      return () => {
        clearInterval(timer);
        timers.delete(timer);
      };
    },
    isAllowed: () => context === null || context.state === 'running',
    dispose() {
      for (const timer of timers) clearInterval(timer);
      timers.clear();
      void context?.close();
    },
  };
}
