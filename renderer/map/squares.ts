/** Wider than any plane in squares, so that two coordinates make one whole number. */
const ROW = 2 ** 26;

export type Squares<T> = {
  readonly put: (x: number, y: number, one: T) => void;
  /** The first that is meant, of what stands in the square of this place and in the eight around it. */
  readonly find: (x: number, y: number, isMeant: (one: T) => boolean) => T | null;
  /** Whatever stands in the squares exactly so many away from that of this place. */
  readonly inRing: (at: readonly [x: number, y: number], ring: number) => Iterable<T>;
};

/** Things of a plane by squares of one width: what is no farther away than that width stands in nine of them. */
export function createSquares<T>(width: number): Squares<T> {
  const squares = new Map<number, T[]>();
  const indexOf = (v: number): number => Math.floor(v / width);
  return {
    put(x, y, one) {
      const key = indexOf(x) * ROW + indexOf(y);
      const square = squares.get(key);
      if (square === undefined) squares.set(key, [one]);
      else square.push(one);
    },
    find(x, y, isMeant) {
      const [column, row] = [indexOf(x), indexOf(y)];
      for (let i = column - 1; i <= column + 1; i += 1) {
        for (let j = row - 1; j <= row + 1; j += 1) {
          for (const one of squares.get(i * ROW + j) ?? []) if (isMeant(one)) return one;
        }
      }
      return null;
    },
    *inRing([x, y], ring) {
      for (const key of ringKeys(indexOf(x), indexOf(y), ring)) yield* squares.get(key) ?? [];
    },
  };
}

function* ringKeys(column: number, row: number, ring: number): Generator<number> {
  for (let i = -ring; i <= ring; i += 1) {
    const step = Math.abs(i) === ring || ring === 0 ? 1 : 2 * ring;
    for (let j = -ring; j <= ring; j += step) yield (column + i) * ROW + row + j;
  }
}
