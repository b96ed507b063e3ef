import type { CellCode, StreetCode } from '../operation/identity.ts';

export type PlaceKind =
  'street' | 'community' | 'estate' | 'road' | 'junction' | 'green' | 'point' | 'houseNumber';

export type GazetteerPlace = {
  readonly id: string;
  readonly name: string;
  /** Pinyin initials, lower case. */
  readonly initials: string;
  readonly kind: PlaceKind;
  /** For points: shop, school, toilet, … */
  readonly category: string | null;
  /** lonE6, latE6 of WGS84. */
  readonly point: readonly [number, number];
  /** Null when the point lies in no cell. */
  readonly cell: CellCode | null;
  readonly street: StreetCode | null;
};

/** A road with its numbering: odd numbers on the left of the path, even on the right. */
export type GazetteerRoad = {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly roadClass: 1 | 2 | 3;
  readonly lengthM: number;
  /** Metres between two numbers of one side. */
  readonly spacingM: number;
  /** Highest number. */
  readonly lastNumber: number;
  /** lonE6, latE6, … WGS84. */
  readonly path: readonly number[];
  readonly street: StreetCode;
};

/** Everything that a caller may name as a place, as one document. */
export type Gazetteer = {
  readonly kind: 'shaotai-gazetteer';
  readonly version: 1;
  readonly profile: string;
  readonly isSchematic: boolean;
  readonly places: readonly GazetteerPlace[];
  readonly roads: readonly GazetteerRoad[];
};
