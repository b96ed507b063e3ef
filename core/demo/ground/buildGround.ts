import { assert, must } from '../../kernel/assert.ts';
import { createRng } from '../../kernel/rng.ts';
import type {
  Ground,
  GroundBaseGrid,
  GroundCell,
  GroundCommunity,
  GroundDutyGrid,
} from '../../domain/area/ground.ts';
import { verifyGround } from '../../domain/area/verifyGround.ts';
import type { ProfileSources } from '../profileSources.ts';
import { cellGraph, groupGraph } from './cellGraph.ts';
import type { AreaGraph } from './cellGraph.ts';
import { clippedVoronoi } from './clippedVoronoi.ts';
import { dutyGroups, groupCells, readingOrder } from './grouping.ts';
import type { Groups } from './grouping.ts';
import { relaxedSites } from './relaxedSites.ts';

/** The same bytes on every machine for one seed: cells first, then groups of cells. */
export function buildGround(sources: ProfileSources, seed: number): Ground {
  const { profile, outline, divisions } = sources;
  const rng = createRng(seed).fork('ground');
  const sites = relaxedSites(
    outline.ring,
    { count: profile.cells, rounds: profile.relaxRounds },
    rng,
  );
  const { corners, rings } = clippedVoronoi(sites, outline.ring);
  const graph = cellGraph(corners, rings);
  const groups = groupCells(graph, {
    points: divisions.streets.map((s) => streetOf(sources, s.name).point),
    realCommunities: divisions.streets.map((s) => s.communities.length),
    communities: profile.communities,
    baseGrids: profile.baseGrids,
  });
  const ground: Ground = {
    kind: 'shaotai-ground',
    version: 1,
    profile: profile.profile,
    isSchematic: true,
    districtName: profile.districtName.zh,
    districtCode: profile.districtCode,
    corners: corners.flat(),
    streets: divisions.streets.map((s) => ({
      code: s.code,
      name: s.name,
      nameEn: streetOf(sources, s.name).en,
    })),
    ...nameGroups(sources, { graph, rings, groups }),
  };
  const faults = verifyGround(ground);
  assert(faults.length === 0, `generated ground is faulty: ${JSON.stringify(faults.slice(0, 3))}`);
  return ground;
}

function streetOf(sources: ProfileSources, name: string) {
  return must(
    sources.profile.streets.find((s) => s.name === name),
    `profile.json names no point for ${name}`,
  );
}

type Shapes = {
  readonly graph: AreaGraph;
  readonly rings: readonly (readonly number[])[];
  readonly groups: Groups;
};
type NamedGroups = Pick<Ground, 'communities' | 'baseGrids' | 'dutyGrids' | 'cells'>;

function nameGroups(sources: ProfileSources, shapes: Shapes): NamedGroups {
  const communities: GroundCommunity[] = [];
  const baseGrids: GroundBaseGrid[] = [];
  const dutyGrids: GroundDutyGrid[] = [];
  const cells: GroundCell[] = [];
  const sampleName = sampleNames(sources);
  shapes.groups.communities.forEach((list, street) => {
    const names = must(sources.divisions.streets[street], 'street').communities;
    let lastCode = Number(must(names[names.length - 1], 'community').code);
    const firstGrid = baseGrids.length;
    const gridCells: (readonly number[])[] = [];
    list.forEach((members, c) => {
      const real = names[c];
      if (real === undefined) lastCode += 1;
      const code = real?.code ?? String(lastCode);
      const community = communities.length;
      const name = real?.name ?? sampleName();
      communities.push({ code, name, street, isSample: real === undefined });
      const gridOfCell = new Map<number, number>();
      must(shapes.groups.baseGrids[street]?.[c], 'grids').forEach((grid, g) => {
        for (const cell of grid) gridOfCell.set(cell, baseGrids.length);
        gridCells.push(grid);
        baseGrids.push({ code: `G${code}${String(g + 1).padStart(2, '0')}`, community });
      });
      readingOrder(shapes.graph, members).forEach((cell, i) => {
        const baseGrid = must(gridOfCell.get(cell), 'every cell has a grid');
        const ring = must(shapes.rings[cell], 'ring');
        cells.push({ code: `${code}${String(i + 1).padStart(3, '0')}`, baseGrid, ring });
      });
    });
    dutyGrids.push(...dutyGridsOf(sources, { shapes, street, firstGrid, gridCells }));
  });
  return { communities, baseGrids, dutyGrids, cells };
}

function dutyGridsOf(
  sources: ProfileSources,
  of: {
    readonly shapes: Shapes;
    readonly street: number;
    readonly firstGrid: number;
    readonly gridCells: readonly (readonly number[])[];
  },
): GroundDutyGrid[] {
  const graph = groupGraph(of.shapes.graph, of.gridCells);
  const nodes = of.gridCells.map((_, g) => g);
  const streetCode = must(sources.divisions.streets[of.street], 'street').code;
  return dutyGroups(graph, nodes).map((grids, i) => ({
    code: `D${streetCode}${String(i + 1).padStart(2, '0')}`,
    street: of.street,
    baseGrids: grids.map((g) => g + of.firstGrid).sort((a, b) => a - b),
  }));
}

function sampleNames(sources: ProfileSources): () => string {
  const { sampleCommunityDigits, sampleCommunityName } = sources.profile;
  let n = 0;
  return () => {
    const digit = must(sampleCommunityDigits[n], 'a digit for each sample community');
    n += 1;
    return sampleCommunityName.replace('{n}', digit);
  };
}
