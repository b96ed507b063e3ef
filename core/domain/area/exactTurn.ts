type Point = readonly [number, number];

const view = new DataView(new ArrayBuffer(8));

/**
 * Sign of the turn a → b → p, without rounding: for the few points so near an edge that doubles cannot tell.
 * Integers of 1e-6 degree never come here; areas of other halls, given in decimal degrees, do.
 */
export function exactTurn(a: Point, b: Point, p: Point): number {
  const [ax, ay] = [whole(a[0]), whole(a[1])];
  const left = (whole(b[0]) - ax) * (whole(p[1]) - ay);
  const right = (whole(b[1]) - ay) * (whole(p[0]) - ax);
  if (left === right) return 0;
  return left > right ? 1 : -1;
}

/** A double as a multiple of the smallest double. */
function whole(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 0n ? size : -size;
}
