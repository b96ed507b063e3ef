import { traceRings } from './areaPainter.ts';
import type { AreaLevel, AreaShapes } from './areaShapes.ts';
import type { MapTheme } from './mapTheme.ts';
import type { OverlayView } from './overlayLayer.ts';

/** The cell that was pointed at: a light tint and an accent edge. */
export function paintHighlight(
  context: CanvasRenderingContext2D,
  scene: {
    readonly cell: string | null;
    readonly shapes: ReadonlyMap<AreaLevel, AreaShapes>;
    readonly theme: MapTheme;
  },
  view: OverlayView,
): void {
  const cells = scene.shapes.get('cell');
  if (scene.cell === null || cells === undefined) return;
  const rings = cells.rings[cells.codes.indexOf(scene.cell)];
  if (rings === undefined) return;
  context.beginPath();
  traceRings(context, rings, view);
  context.globalAlpha = 0.18;
  context.fillStyle = scene.theme.accent;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = scene.theme.accent;
  context.lineWidth = 2 * view.pixelRatio;
  context.stroke();
}
