import { must } from '../../kernel/assert.ts';
import type { Lattice } from './plane.ts';

/** Corners by their integers: the same place is the same corner, whoever names it. */
export class CornerTable {
  readonly #index = new Map<string, number>();
  readonly #points: Lattice[] = [];

  get points(): readonly Lattice[] {
    return this.#points;
  }

  indexOf(p: Lattice): number {
    const key = `${p[0]},${p[1]}`;
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const index = this.#points.length;
    this.#points.push(p);
    this.#index.set(key, index);
    return index;
  }

  at(index: number): Lattice {
    return must(this.#points[index], 'corner index');
  }
}

/** Directed edges with the area on their left, traced into closed rings. */
export class EdgeSet {
  readonly #next = new Map<number, number[]>();

  /** Adds an edge; an edge that meets its own reverse vanishes with it. */
  add(from: number, to: number): void {
    if (from === to) return;
    const reverse = this.#next.get(to);
    const at = reverse?.indexOf(from) ?? -1;
    if (reverse !== undefined && at >= 0) {
      reverse.splice(at, 1);
      if (reverse.length === 0) this.#next.delete(to);
      return;
    }
    const list = this.#next.get(from);
    if (list === undefined) this.#next.set(from, [to]);
    else list.push(to);
  }

  rings(): number[][] {
    const open = new Map([...this.#next].map(([from, to]) => [from, [...to]]));
    const rings: number[][] = [];
    for (const start of this.#next.keys()) {
      while ((open.get(start)?.length ?? 0) > 0) {
        const ring: number[] = [];
        let at = start;
        do {
          ring.push(at);
          at = must(open.get(at)?.pop(), 'an edge set must close');
        } while (at !== start);
        rings.push(...splitAtRepeats(ring));
      }
    }
    return rings;
  }
}

/** A walk that passes a corner twice is several rings that touch there. */
function splitAtRepeats(walk: readonly number[]): number[][] {
  const rings: number[][] = [];
  const path: number[] = [];
  const positionOf = new Map<number, number>();
  for (const corner of walk) {
    const before = positionOf.get(corner);
    if (before !== undefined) {
      const loop = path.splice(before);
      for (const c of loop) positionOf.delete(c);
      rings.push(loop);
    }
    positionOf.set(corner, path.length);
    path.push(corner);
  }
  rings.push(path);
  return rings;
}
