import { must } from '../../kernel/assert.ts';
import type { Plane } from './plane.ts';

/** Is a place free of roads and water? Segments in square buckets; lengths in plane units. */
export class SegmentIndex {
  readonly #buckets = new Map<string, { a: Plane; b: Plane; halfWidth: number }[]>();
  readonly #side: number;

  constructor(side: number) {
    this.#side = side;
  }

  addPath(path: readonly Plane[], halfWidth: number): void {
    for (let i = 0; i + 1 < path.length; i += 1) {
      const a = must(path[i], 'path');
      const b = must(path[i + 1], 'path');
      const segment = { a, b, halfWidth };
      const [x0, x1] = this.#span(
        Math.min(a[0], b[0]) - halfWidth,
        Math.max(a[0], b[0]) + halfWidth,
      );
      const [y0, y1] = this.#span(
        Math.min(a[1], b[1]) - halfWidth,
        Math.max(a[1], b[1]) + halfWidth,
      );
      for (let x = x0; x <= x1; x += 1) {
        for (let y = y0; y <= y1; y += 1) {
          const key = `${x},${y}`;
          const list = this.#buckets.get(key);
          if (list === undefined) this.#buckets.set(key, [segment]);
          else list.push(segment);
        }
      }
    }
  }

  isCovered(p: Plane): boolean {
    const key = `${Math.floor(p[0] / this.#side)},${Math.floor(p[1] / this.#side)}`;
    for (const { a, b, halfWidth } of this.#buckets.get(key) ?? []) {
      if (squaredDistance(p, a, b) < halfWidth * halfWidth) return true;
    }
    return false;
  }

  #span(low: number, high: number): [number, number] {
    return [Math.floor(low / this.#side), Math.floor(high / this.#side)];
  }
}

function squaredDistance(p: Plane, a: Plane, b: Plane): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2;
  const t = Math.min(1, Math.max(0, along));
  const x = a[0] + dx * t - p[0];
  const y = a[1] + dy * t - p[1];
  return x * x + y * y;
}
