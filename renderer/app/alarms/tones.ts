/** One stroke of a tone: start and length in seconds, pitch in hertz, loudness 0 to 1. */
export type Stroke = {
  readonly at: number;
  readonly length: number;
  readonly hertz: number;
  readonly gain: number;
};

export type Tone = {
  readonly strokes: readonly Stroke[];
  /** Repeats after this many seconds, or null for once. */
  readonly everySeconds: number | null;
};

/**
 * Ring and A1 differ in rhythm, not only in pitch: a ring is one long warble, A1 is three short pulses,
 * A2 is one chime that dies away.
 */
export const TONES = {
  ring: {
    everySeconds: 3,
    strokes: Array.from({ length: 10 }, (_, i) => ({
      at: i * 0.1,
      length: 0.1,
      hertz: i % 2 === 0 ? 480 : 620,
      gain: 0.5,
    })),
  },
  a1: {
    everySeconds: 4,
    strokes: [0, 0.25, 0.5].map((at) => ({ at, length: 0.15, hertz: 940, gain: 0.8 })),
  },
  a2: {
    everySeconds: null,
    strokes: [
      { at: 0, length: 0.5, hertz: 660, gain: 0.5 },
      { at: 0.12, length: 0.6, hertz: 880, gain: 0.4 },
    ],
  },
} as const satisfies Readonly<Record<string, Tone>>;
export type ToneName = keyof typeof TONES;
