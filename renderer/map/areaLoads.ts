import { buildAreaShapes, type AreaLevel, type AreaShapes } from './areaShapes.ts';
import type { MapScene } from './mapScene.ts';
import type { MapSource } from './mapSource.ts';
import type { MapSurface } from './mapSurface.ts';

export type AreaLoads = { readonly want: (level: AreaLevel) => void; readonly stop: () => void };

const AGAIN_MS = 5_000;

/** Shapes are asked for once a level, when first wanted; what failed is asked again until it comes. */
export function createAreaLoads(parts: {
  readonly scene: MapScene;
  readonly surface: MapSurface;
  readonly source: MapSource;
  readonly onStreets: (streets: AreaShapes) => void;
}): AreaLoads {
  const { scene, surface } = parts;
  const asked = new Set<AreaLevel>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let isStopped = false;
  const load = async (level: AreaLevel): Promise<void> => {
    const areas = await parts.source.areas(level);
    if (isStopped) return;
    if (areas === null) {
      timers.add(setTimeout(() => void load(level), AGAIN_MS));
      return;
    }
    const shapes = buildAreaShapes(areas);
    scene.shapes.set(level, shapes);
    scene.refresh();
    if (level === 'street') {
      scene.cases.setAnchors(shapes);
      parts.onStreets(shapes);
    }
    surface.redraw();
  };
  return {
    want(level) {
      if (asked.has(level)) return;
      asked.add(level);
      void load(level);
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
