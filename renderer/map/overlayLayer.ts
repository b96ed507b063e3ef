import Layer from 'ol/layer/Layer.js';
import type { FrameState } from 'ol/Map.js';
import ViewHint from 'ol/ViewHint.js';
import type { Frame } from './pickMark.ts';

export type OverlayView = {
  readonly frame: Frame;
  readonly pixelRatio: number;
  /** A hand or an animation is at work: what costs much may wait. */
  readonly isMoving: boolean;
};

/** One canvas above the base map for borders, marks and labels: a single surface to compose. */
export function createOverlayLayer(
  paint: (context: CanvasRenderingContext2D, view: OverlayView) => void,
): Layer {
  const canvas = document.createElement('canvas');
  canvas.className = 'map-overlay';
  const render = (state: FrameState | null): HTMLElement => {
    const context = canvas.getContext('2d');
    if (state === null || context === null) return canvas;
    const { pixelRatio } = state;
    const [width = 0, height = 0] = state.size;
    const w = Math.round(width * pixelRatio);
    const h = Math.round(height * pixelRatio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    } else {
      context.clearRect(0, 0, w, h);
    }
    const [centerX = 0, centerY = 0] = state.viewState.center;
    paint(context, {
      frame: { centerX, centerY, resolution: state.viewState.resolution, width, height },
      pixelRatio,
      isMoving:
        (state.viewHints[ViewHint.ANIMATING] ?? 0) > 0 ||
        (state.viewHints[ViewHint.INTERACTING] ?? 0) > 0,
    });
    return canvas;
  };
  return new Layer({ render, zIndex: 10 });
}
