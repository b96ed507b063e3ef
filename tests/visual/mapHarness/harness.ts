import { createMap, type MapHandle, type MapOptions } from '#renderer/map/createMap.ts';
import { ALL_LAYERS } from '#renderer/map/mapState.ts';
import type { Picked, MapSight } from '#renderer/map/mapScene.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';

import { harnessSource, panFrames, zoomFrames } from './panFrames.ts';

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
      /** Milliseconds between the frames of a pan in a circle, `count` of them. */
      pan: (count: number) => Promise<number[]>;
      zoom: (count: number, middle: number) => Promise<number[]>;
      cases: (count: number, seed: number) => Promise<MarkerTuple[]>;
    };
  }
}

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
      source: harnessSource,
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
  pan: (count) => panFrames(count, (dx, dy) => window.harness.map().stepBy(dx, dy)),
  zoom: (count, middle) => zoomFrames(count, middle, (zoom) => window.harness.map().zoomTo(zoom)),
  cases: async (count, seed) =>
    (await (await fetch(`/cases/${count}/${seed}`)).json()) as MarkerTuple[],
};
