import { buildAreaShapes, type AreaLevel } from './areaShapes.ts';
import type { MapScene } from './mapScene.ts';
import type { MapSource } from './mapSource.ts';
import type { MapSurface } from './mapSurface.ts';

export type AreaLoads = { readonly want: (level: AreaLevel) => void; readonly stop: () => void };

/** Shapes are asked for once a level, when first wanted; a failure is asked again on the next wish. */
export function createAreaLoads(parts: {
  readonly scene: MapScene;
  readonly surface: MapSurface;
  readonly source: MapSource;
  readonly onStreets: () => void;
}): AreaLoads {
  const { scene, surface } = parts;
  const asked = new Set<AreaLevel>();
  let isStopped = false;
  const load = async (level: AreaLevel): Promise<void> => {
    const areas = await parts.source.areas(level);
    if (isStopped) return;
    if (areas === null) {
      asked.delete(level);
      return;
    }
    const shapes = buildAreaShapes(areas);
    scene.shapes.set(level, shapes);
    scene.refresh();
    if (level === 'street') {
      scene.cases.setAnchors(shapes);
      parts.onStreets();
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
    },
  };
}
