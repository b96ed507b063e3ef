import { must } from '../../kernel/assert.ts';
import type { CellCode, StreetCode } from '../operation/identity.ts';
import type { BaseGridCode, CommunityCode, Ground } from './ground.ts';
import type { Wgs84Point } from './point.ts';
import { buildPolygonIndex } from './polygonIndex.ts';

/** A cell and the groups it belongs to: codes for storing, indices for looking up names and shapes. */
export type CellRef = {
  readonly cell: CellCode;
  readonly baseGrid: BaseGridCode;
  readonly community: CommunityCode;
  readonly street: StreetCode;
  readonly cellIndex: number;
  readonly baseGridIndex: number;
  readonly communityIndex: number;
  readonly streetIndex: number;
};

export type AreaIndex = {
  readonly ground: Ground;
  /** The cell that holds a point, or null outside the district. Over a million points a second. */
  readonly locate: (point: Wgs84Point) => CellRef | null;
  readonly cellByCode: (code: CellCode) => CellRef | null;
  /** Cells that share an edge with this one. */
  readonly neighboursOf: (cellIndex: number) => readonly number[];
};

/** Build once per ground and keep: about 10 ms for 2,322 cells. */
export function buildAreaIndex(ground: Ground): AreaIndex {
  const refs = ground.cells.map((_, index) => refOf(ground, index));
  const byCode = new Map(refs.map((ref) => [ref.cell, ref]));
  const index = buildPolygonIndex(
    ground.cells.map((cell) => [
      cell.ring.flatMap((i) => [ground.corners[2 * i] ?? 0, ground.corners[2 * i + 1] ?? 0]),
    ]),
  );
  const neighbours = neighbourLists(ground);
  return {
    ground,
    locate: (point) => refs[index.find(point.lonE6, point.latE6)] ?? null,
    cellByCode: (code) => byCode.get(code) ?? null,
    neighboursOf: (cell) => neighbours[cell] ?? [],
  };
}

function refOf(ground: Ground, cellIndex: number): CellRef {
  const cell = must(ground.cells[cellIndex], 'cell');
  const baseGrid = must(ground.baseGrids[cell.baseGrid], 'base grid');
  const community = must(ground.communities[baseGrid.community], 'community');
  const street = must(ground.streets[community.street], 'street');
  return {
    cell: cell.code,
    baseGrid: baseGrid.code,
    community: community.code,
    street: street.code,
    cellIndex,
    baseGridIndex: cell.baseGrid,
    communityIndex: baseGrid.community,
    streetIndex: community.street,
  };
}

function neighbourLists(ground: Ground): number[][] {
  const stride = ground.corners.length / 2;
  const ownerOf = new Map<number, number>();
  const eachEdge = (visit: (from: number, to: number, cell: number) => void): void => {
    ground.cells.forEach((cell, index) => {
      cell.ring.forEach((p, i) => visit(p, cell.ring[(i + 1) % cell.ring.length] ?? p, index));
    });
  };
  eachEdge((p, q, cell) => ownerOf.set(p * stride + q, cell));
  const lists: number[][] = ground.cells.map(() => []);
  eachEdge((p, q, cell) => {
    const other = ownerOf.get(q * stride + p);
    const list = lists[cell];
    if (other !== undefined && list?.includes(other) === false) list.push(other);
  });
  return lists;
}
