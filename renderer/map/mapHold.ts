import type { MapScene } from './mapScene.ts';
import type { MapSurface } from './mapSurface.ts';

export type MapHold = {
  readonly isHeld: () => boolean;
  readonly take: () => void;
  readonly release: () => void;
  readonly refit: () => void;
};

/** A hand on the map stops every movement by itself until the whole district is asked for again. */
export function createMapHold(surface: MapSurface, scene: MapScene): MapHold {
  let isHeld = false;
  const refit = (): void => {
    const box = scene.shapes.get('street')?.box;
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
  };
}
