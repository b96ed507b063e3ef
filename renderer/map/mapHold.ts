import type { Box } from './areaShapes.ts';
import type { MapScene } from './mapScene.ts';
import type { MapSurface } from './mapSurface.ts';

export type MapHold = {
  readonly isHeld: () => boolean;
  readonly take: () => void;
  readonly release: () => void;
  readonly refit: () => void;
  /** What is fitted: the whole district, or the street of this console. */
  readonly homeBox: () => Box | undefined;
};

/** A hand on the map stops every movement by itself until home is asked for again. */
export function createMapHold(
  surface: MapSurface,
  scene: MapScene,
  { home = null }: { readonly home?: string | null },
): MapHold {
  let isHeld = false;
  const homeBox = (): Box | undefined => {
    const streets = scene.shapes.get('street');
    const own = home === null ? -1 : (streets?.codes.indexOf(home) ?? -1);
    return streets?.boxes[own] ?? streets?.box;
  };
  const refit = (): void => {
    const box = homeBox();
    const size = surface.map.getSize();
    if (isHeld || box === undefined || size === undefined || size[0] === 0) return;
    surface.fitBox(box, false);
  };
  const take = (): void => {
    isHeld = true;
  };
  surface.map.on('change:size', refit);
  surface.map.on('pointerdrag', take);
  surface.map.getViewport()?.addEventListener('wheel', take, { passive: true });
  return {
    isHeld: () => isHeld,
    take,
    release() {
      isHeld = false;
    },
    refit,
    homeBox,
  };
}
