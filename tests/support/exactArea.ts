/**
 * Which area holds a point, computed another way than the program does: no index, each edge's crossing as a
 * fraction of big integers. Slow and exact; for measuring only.
 */
export type Ring = readonly (readonly [number, number])[];
export type Area = { readonly name: string; readonly rings: readonly Ring[] };

type Boxed = Area & { readonly box: readonly [number, number, number, number] };

export function exactFinder(areas: readonly Area[]): (x: number, y: number) => number {
  const boxed = areas.map((area): Boxed => ({ ...area, box: boxOf(area) }));
  return (x, y) =>
    boxed.findIndex(({ rings, box: [west, south, east, north] }) => {
      if (x < west || x > east || y < south || y > north) return false;
      let crossings = 0;
      for (const ring of rings) crossings += crossingsRightOf(ring, x, y);
      return crossings % 2 === 1;
    });
}

function boxOf({ rings }: Area): [number, number, number, number] {
  const all = rings.flat();
  let box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of all) {
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return box;
}

/** Edges that span y (lower end included, upper not) and cross it strictly right of x. */
function crossingsRightOf(ring: Ring, x: number, y: number): number {
  let count = 0;
  ring.forEach((from, i) => {
    const to = ring[(i + 1) % ring.length] ?? from;
    const [low, high] = from[1] <= to[1] ? [from, to] : [to, from];
    if (!(low[1] <= y && y < high[1])) return;
    // x at y = lowX + (y - lowY) (highX - lowX) / (highY - lowY), compared as a fraction.
    const rise = exact(high[1]) - exact(low[1]);
    const run = exact(high[0]) - exact(low[0]);
    const above = exact(y) - exact(low[1]);
    if (exact(low[0]) * rise + above * run > exact(x) * rise) count += 1;
  });
  return count;
}

const view = new DataView(new ArrayBuffer(8));

/** A double as an integer multiple of the smallest one there is: nothing is rounded. */
export function exact(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}
