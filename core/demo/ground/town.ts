import type { Lattice } from './plane.ts';
import type { RoadClass } from './roadNet.ts';

/** What stands on the generated ground. Everything here is invented and drawn as a sketch. */
export type Town = {
  readonly roads: readonly Road[];
  readonly greens: readonly TownArea[];
  readonly waters: readonly TownArea[];
  readonly buildings: readonly Building[];
  readonly estates: readonly TownPlace[];
  readonly points: readonly TownPoint[];
  readonly junctions: readonly TownPlace[];
};

export type Road = {
  /** `R001`, by class and length. */
  readonly id: string;
  /** Null for alleys. */
  readonly name: string | null;
  readonly roadClass: RoadClass;
  readonly path: readonly Lattice[];
  readonly nodes: readonly number[];
  readonly lengthM: number;
  /** Index of the street that most of it touches. */
  readonly street: number;
};

export type TownArea = { readonly name: string; readonly ring: readonly Lattice[] };
export type Building = { readonly ring: readonly Lattice[]; readonly cell: number };
export type TownPlace = { readonly name: string; readonly at: Lattice };
export type TownPoint = TownPlace & {
  readonly category: string;
  /** 1 shows first, 3 only near by. */
  readonly rank: 1 | 2 | 3;
};
