import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cellAreaM2 } from '../../domain/area/measure.ts';
import { levelRings } from '../../domain/area/rings.ts';
import { verifyGround } from '../../domain/area/verifyGround.ts';
import { readProfileSources } from '../readProfileSources.ts';
import { buildGround } from './buildGround.ts';

const profiles = fileURLToPath(new URL('../../../profiles', import.meta.url));
const sources = readProfileSources(profiles, 'dongcheng');
const ground = buildGround(sources, 20260101);

describe('the generated ground', () => {
  it('[R2-01][R3-01] has the numbers of the district: 2322 cells, 592 base grids, 177 communities, 17 streets', () => {
    expect(ground.cells).toHaveLength(2322);
    expect(ground.baseGrids).toHaveLength(592);
    expect(ground.communities).toHaveLength(177);
    expect(ground.communities.filter((c) => c.isSample)).toHaveLength(8);
    expect(ground.streets).toHaveLength(17);
  });

  it('gaps and overlaps nowhere, on every level', () => {
    expect(verifyGround(ground)).toEqual([]);
    for (const level of ['district', 'street', 'community', 'baseGrid'] as const) {
      expect(levelRings(ground, level).filter((rings) => rings.length !== 1)).toEqual([]);
    }
  });

  it('covers about 41.8 square kilometres', () => {
    const area = ground.cells.reduce((sum, _, i) => sum + cellAreaM2(ground, i), 0);
    expect(area / 1e6).toBeGreaterThan(41.7);
    expect(area / 1e6).toBeLessThan(41.9);
  });

  it('is the same bytes on every machine for one seed', () => {
    const sha = createHash('sha256').update(JSON.stringify(ground)).digest('hex');
    expect(sha).toBe('a4359d6ead764b4b3d33683a680e536543dd8157285a3f9cffef24cb40167324');
  });

  it('another seed moves the cells and keeps the topology', () => {
    const other = buildGround(sources, 7);
    expect(other.corners).not.toEqual(ground.corners);
    expect(verifyGround(other)).toEqual([]);
  });

  it('nests codes: cells and base grids begin with their community, communities with their street', () => {
    for (const cell of ground.cells) {
      const grid = ground.baseGrids[cell.baseGrid];
      const community = ground.communities[grid?.community ?? -1];
      expect(grid?.code.slice(1, 13)).toBe(community?.code);
      expect(cell.code.slice(0, 12)).toBe(community?.code);
      expect(community?.code.slice(0, 9)).toBe(ground.streets[community?.street ?? -1]?.code);
    }
    expect(ground.cells[0]?.code).toHaveLength(15);
  });

  it('gives every duty grid 2 to 8 base grids of one street and every base grid one duty grid', () => {
    const seen = ground.dutyGrids.flatMap((d) => d.baseGrids);
    expect([...seen].sort((a, b) => a - b)).toEqual(ground.baseGrids.map((_, i) => i));
    for (const duty of ground.dutyGrids) {
      expect(duty.baseGrids.length).toBeGreaterThanOrEqual(2);
      expect(duty.baseGrids.length).toBeLessThanOrEqual(8);
      for (const grid of duty.baseGrids) {
        const community = ground.baseGrids[grid]?.community ?? -1;
        expect(ground.communities[community]?.street).toBe(duty.street);
      }
    }
  });

  it('reports what is broken', () => {
    const border = new Set(levelRings(ground, 'district')[0]?.[0]);
    const inner = ground.cells.findIndex((cell) => !cell.ring.some((c) => border.has(c)));
    const holed = { ...ground, cells: ground.cells.filter((_, i) => i !== inner) };
    expect(verifyGround(holed).map((f) => f.code)).toContain('ground/border-not-one-ring');
    const doubled = { ...ground, cells: [...ground.cells, { ...ground.cells[0], code: 'x' }] };
    expect(verifyGround(doubled as typeof ground).map((f) => f.code)).toContain(
      'ground/edge-twice',
    );
    const first = ground.cells[0];
    if (first === undefined) throw new Error('no cell');
    const turned = { ...first, ring: [...first.ring].reverse() };
    expect(
      verifyGround({ ...ground, cells: [turned, ...ground.cells.slice(1)] }).map((f) => f.code),
    ).toContain('ground/cell-not-anticlockwise');
  });
});
