import type { Brand } from '../../kernel/brand.ts';
import type { CellCode, StreetCode } from '../operation/identity.ts';

/** 12 digits, begins with the street's 9. */
export type CommunityCode = Brand<string, 'CommunityCode'>;
/** `G` + community + 2 digits. */
export type BaseGridCode = Brand<string, 'BaseGridCode'>;
/** `D` + street + 2 digits. */
export type DutyGridCode = Brand<string, 'DutyGridCode'>;

export type GroundStreet = {
  readonly code: StreetCode;
  readonly name: string;
  readonly nameEn: string;
};

export type GroundCommunity = {
  readonly code: CommunityCode;
  readonly name: string;
  /** Index into `streets`. */
  readonly street: number;
  /** An invented name that fills up the number, not one from the published list. */
  readonly isSample: boolean;
};

export type GroundBaseGrid = {
  readonly code: BaseGridCode;
  /** Index into `communities`. */
  readonly community: number;
};

/** A free grouping of base grids of one street, for patrols. */
export type GroundDutyGrid = {
  readonly code: DutyGridCode;
  readonly street: number;
  /** Indices into `baseGrids`. */
  readonly baseGrids: readonly number[];
};

export type GroundCell = {
  readonly code: CellCode;
  /** Index into `baseGrids`. */
  readonly baseGrid: number;
  /** Corner indices, anticlockwise, first not repeated. */
  readonly ring: readonly number[];
};

/**
 * The district's ground as one document. Cells are the only shapes; base grids, communities, streets and
 * the district are unions of cells, so no level can gap or overlap. Corners are shared: neighbours name
 * the same corner index. `verifyGround` checks this in integers whenever a ground is loaded.
 */
export type Ground = {
  readonly kind: 'shaotai-ground';
  readonly version: 1;
  readonly profile: string;
  /** Shapes are generated: every map that draws them says so. */
  readonly isSchematic: boolean;
  readonly districtName: string;
  readonly districtCode: string;
  /** lonE6, latE6, lonE6, latE6, … WGS84 integers of 1e-6 degree. */
  readonly corners: readonly number[];
  readonly streets: readonly GroundStreet[];
  readonly communities: readonly GroundCommunity[];
  readonly baseGrids: readonly GroundBaseGrid[];
  readonly dutyGrids: readonly GroundDutyGrid[];
  readonly cells: readonly GroundCell[];
};
