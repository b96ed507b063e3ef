import { describe, expect, it } from 'vitest';
import { exactFinder } from '#tests/support/exactArea.ts';
import type { Ground } from './ground.ts';
import { buildAreaIndex } from './locate.ts';
import { distanceMetres, metresPerMicroDegree } from './measure.ts';
import { buildPolygonIndex, isInside } from './polygonIndex.ts';
import { levelRings } from './rings.ts';

/** Three by two square cells of 1000 units; the left column is street A, the rest street B. */
const ground: Ground = {
  kind: 'shaotai-ground',
  version: 1,
  profile: 'test',
  isSchematic: true,
  districtName: 'Test',
  districtCode: '999901',
  corners: [0, 1, 2].flatMap((row) => [0, 1, 2, 3].flatMap((col) => [col * 1000, row * 1000])),
  streets: [
    { code: '999901001', name: 'A', nameEn: 'A' },
    { code: '999901002', name: 'B', nameEn: 'B' },
  ],
  communities: [
    { code: '999901001001', name: 'A1', street: 0, isSample: false },
    { code: '999901002001', name: 'B1', street: 1, isSample: false },
  ],
  baseGrids: [
    { code: 'G99990100100101', community: 0 },
    { code: 'G99990100200101', community: 1 },
  ],
  dutyGrids: [],
  cells: [0, 1, 2, 3, 4, 5].map((i) => {
    const corner = (i % 3) + 4 * Math.floor(i / 3);
    return {
      code: `99990100${i % 3 === 0 ? 1 : 2}00100${i}`,
      baseGrid: i % 3 === 0 ? 0 : 1,
      ring: [corner, corner + 1, corner + 5, corner + 4],
    };
  }),
};

describe('a point in a cell', () => {
  const areas = buildAreaIndex(ground);
  it('belongs to exactly one cell, also on shared borders and corners', () => {
    for (let x = 0; x < 3000; x += 500) {
      for (let y = 0; y < 2000; y += 500) {
        const hits = ground.cells.filter((cell) =>
          isInside(
            [
              cell.ring.flatMap((i) => [
                ground.corners[2 * i] ?? 0,
                ground.corners[2 * i + 1] ?? 0,
              ]),
            ],
            x,
            y,
          ),
        );
        expect(hits, `${x},${y}`).toHaveLength(1);
        expect(areas.locate({ lonE6: x, latE6: y })?.cell).toBe(hits[0]?.code);
      }
    }
  });
  it('knows its base grid, community and street', () => {
    expect(areas.locate({ lonE6: 2500, latE6: 1500 })).toMatchObject({
      cellIndex: 5,
      baseGrid: 'G99990100200101',
      community: '999901002001',
      street: '999901002',
      streetIndex: 1,
    });
    expect(areas.cellByCode(ground.cells[0]?.code ?? '')?.streetIndex).toBe(0);
  });
  it('outside the district there is none', () => {
    expect(areas.locate({ lonE6: -1, latE6: 500 })).toBeNull();
    expect(areas.locate({ lonE6: 3000, latE6: 500 })).toBeNull();
    expect(areas.locate({ lonE6: 500, latE6: 99_000 })).toBeNull();
    expect(areas.cellByCode('nothing')).toBeNull();
  });
  it('neighbours share an edge, not only a corner', () => {
    expect([...areas.neighboursOf(1)].sort()).toEqual([0, 2, 4]);
    expect([...areas.neighboursOf(0)].sort()).toEqual([1, 3]);
  });
});

describe('shapes of a level', () => {
  it('are unions of cells without their inner edges', () => {
    const [a, b] = levelRings(ground, 'street');
    expect(a).toEqual([[0, 1, 5, 9, 8, 4]]);
    expect(b?.[0]).toHaveLength(8);
    expect(levelRings(ground, 'district')[0]?.[0]).toHaveLength(10);
  });
  it('a ring around another group has a hole, clockwise', () => {
    const ringed: Ground = {
      ...ground,
      corners: [0, 1, 2, 3].flatMap((r) => [0, 1, 2, 3].flatMap((c) => [c * 10, r * 10])),
      cells: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => {
        const c = (i % 3) + 4 * Math.floor(i / 3);
        return { code: `c${i}`, baseGrid: i === 4 ? 1 : 0, ring: [c, c + 1, c + 5, c + 4] };
      }),
    };
    const [around, inner] = levelRings(ringed, 'street');
    expect(around).toHaveLength(2);
    expect(around?.map((ring) => ring.length).sort((x, y) => x - y)).toEqual([4, 12]);
    expect(inner).toHaveLength(1);
  });
});

describe('any set of areas', () => {
  it('the first area in order wins, holes do not count', () => {
    const square = (x: number, size: number) => [
      x,
      x,
      x + size,
      x,
      x + size,
      x + size,
      x,
      x + size,
    ];
    const index = buildPolygonIndex([[square(0, 100), square(40, 20)], [square(0, 60)]]);
    expect(index.find(10, 10)).toBe(0);
    expect(index.find(50, 50)).toBe(1);
    expect(index.find(60, 60)).toBe(0);
    expect(index.find(100, 10)).toBe(-1);
    expect(buildPolygonIndex([]).find(0, 0)).toBe(-1);
  });
});

describe('points that doubles cannot place', () => {
  it('are placed as if nothing were rounded', () => {
    const areas = [
      {
        name: 'low',
        rings: [
          [
            [0.1, 0.1],
            [0.7, 0.3],
            [0.7, 0.1],
          ],
        ],
      },
      {
        name: 'high',
        rings: [
          [
            [0.1, 0.1],
            [0.7, 0.3],
            [0.1, 0.3],
          ],
        ],
      },
    ] as const;
    const index = buildPolygonIndex(areas.map((a) => a.rings.map((ring) => ring.flat())));
    const exactly = exactFinder(areas);
    for (let i = 1; i < 600; i += 1) {
      const x = 0.1 + i / 1000;
      const y = 0.1 + (x - 0.1) / 3;
      expect(index.find(x, y), `${x},${y}`).toBe(exactly(x, y));
    }
  });
});

describe('lengths', () => {
  it('a degree at 39.9 north has its WGS84 length', () => {
    const scale = metresPerMicroDegree(39_900_000);
    expect(scale.lon * 1e6).toBeCloseTo(85_518, -1);
    expect(scale.lat * 1e6).toBeCloseTo(111_034, -1);
    expect(metresPerMicroDegree(0).lon * 1e6).toBeCloseTo(111_319.5, 0);
  });
  it('the distance between two gates is right to the metre', () => {
    const a = { lonE6: 116_400_000, latE6: 39_900_000 };
    expect(distanceMetres(a, { lonE6: 116_410_000, latE6: 39_900_000 })).toBeCloseTo(855.2, 0);
    expect(distanceMetres(a, { lonE6: 116_400_000, latE6: 39_910_000 })).toBeCloseTo(1110.3, 0);
  });
});
