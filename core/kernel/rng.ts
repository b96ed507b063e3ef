/**
 * Seeded dice (sfc32, seeded through splitmix32): the same numbers on every machine. Not for secrets.
 * The pure core never throws dice by itself; whoever needs some is handed an Rng.
 */
export type Rng = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform integer in [0, below). */
  readonly int: (below: number) => number;
  /** An independent stream named by a label, so that adding a draw in one place moves no other. */
  readonly fork: (label: string) => Rng;
};

export function createRng(seed: number | string): Rng {
  const text = String(seed);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  const mix = (): number => {
    hash = (hash + 0x9e3779b9) >>> 0;
    let z = hash;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad) >>> 0;
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97) >>> 0;
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = mix();
  let b = mix();
  let c = mix();
  let d = 1;
  const raw = (): number => {
    const sum = (a + b + d) >>> 0;
    d = (d + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  };
  for (let i = 0; i < 12; i += 1) raw();
  const next = (): number => raw() / 4294967296;
  return {
    next,
    int: (below) => Math.floor(next() * below),
    fork: (label) => createRng(`${text}/${label}`),
  };
}

export function pick<T>(rng: Rng, items: readonly T[]): T {
  const item = items[rng.int(items.length)];
  if (item === undefined) throw new RangeError('pick from an empty list');
  return item;
}
