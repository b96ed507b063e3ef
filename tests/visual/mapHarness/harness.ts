import { createMap, type MapHandle, type MapOptions } from '#renderer/map/createMap.ts';
import { ALL_LAYERS } from '#renderer/map/mapState.ts';
import type { MapSource } from '#renderer/map/mapSource.ts';
import type { RawArea } from '#renderer/map/areaShapes.ts';
import type { Picked, MapSight } from '#renderer/map/mapScene.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';

declare global {
  interface Window {
    harness: {
      open: (options: Partial<MapOptions>) => void;
      map: () => MapHandle;
      picks: Picked[];
      points: { lonE6: number; latE6: number; cell: string | null }[];
      sight: MapSight | null;
      base: string;
      layers: typeof ALL_LAYERS;
      frames: (run: () => void, count: number) => Promise<number[]>;
      cases: (count: number, seed: number) => Promise<MarkerTuple[]>;
    };
  }
}

const source: MapSource = {
  areas: async (level) => (await (await fetch(`/areas/${level}`)).json()) as RawArea[],
  bytes: async (offset, length) => {
    const range = `bytes=${offset}-${offset + length - 1}`;
    const reply = await fetch('/base', { headers: { range } });
    return reply.ok ? reply.arrayBuffer() : null;
  },
};

let handle: MapHandle | null = null;
window.harness = {
  picks: [],
  points: [],
  sight: null,
  base: '',
  layers: ALL_LAYERS,
  open(options) {
    const target = document.querySelector<HTMLElement>('#map');
    if (target === null) throw new Error('no #map');
    handle = createMap(target, {
      source,
      isInteractive: true,
      onSelect: (picked) => window.harness.picks.push(picked),
      onPoint: (point, cell) => window.harness.points.push({ ...point, cell }),
      onSight: (sight) => (window.harness.sight = sight),
      onBase: (state) => (window.harness.base = state),
      ...options,
    });
  },
  map() {
    if (handle === null) throw new Error('not open');
    return handle;
  },
  async frames(run, count) {
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) {
      run();
      times.push(await new Promise<number>((done) => requestAnimationFrame(done)));
    }
    return times.slice(1).map((at, i) => at - (times[i] ?? at));
  },
  cases: async (count, seed) =>
    (await (await fetch(`/cases/${count}/${seed}`)).json()) as MarkerTuple[],
};
