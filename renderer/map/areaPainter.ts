import {
  AREA_LEVELS,
  touchesBox,
  type AreaLevel,
  type AreaShapes,
  type Box,
} from './areaShapes.ts';
import type { MapTheme } from './mapTheme.ts';
import type { Frame } from './pickMark.ts';

export type AreaLook = {
  readonly theme: MapTheme;
  readonly shapes: ReadonlyMap<AreaLevel, AreaShapes>;
  readonly visible: ReadonlySet<AreaLevel>;
  /** Streets whose line is cut: their data is old, so they are hatched. */
  readonly hatched: ReadonlySet<string>;
  readonly lineScale: number;
  /** No base map lies below: the district's ground is filled, so that the cases still stand on something. */
  readonly fillsLand: boolean;
};

export type AreaPainter = {
  /** The look changed: the kept picture is thrown away. */
  readonly invalidate: () => void;
  readonly paint: (
    context: CanvasRenderingContext2D,
    look: AreaLook,
    view: { readonly frame: Frame; readonly pixelRatio: number; readonly isMoving: boolean },
  ) => void;
};

/** How much wider than the view the kept picture is: so much can be panned before it is drawn anew. */
const MARGIN = 1.5;
const SIDE_MAX = 8_192;

/**
 * Borders are drawn once into a picture larger than the view and copied while the view pans; while it zooms
 * the picture is stretched and drawn anew when the zoom rests. Thousands of cells cost one copy a frame.
 */
export function createAreaPainter(): AreaPainter {
  const image = document.createElement('canvas');
  let kept: { frame: Frame; pixelRatio: number } | null = null;

  const redraw = (look: AreaLook, frame: Frame, pixelRatio: number): void => {
    const wide = {
      ...frame,
      width: Math.min(Math.ceil(frame.width * MARGIN), Math.floor(SIDE_MAX / pixelRatio)),
      height: Math.min(Math.ceil(frame.height * MARGIN), Math.floor(SIDE_MAX / pixelRatio)),
    };
    image.width = Math.round(wide.width * pixelRatio);
    image.height = Math.round(wide.height * pixelRatio);
    const context = image.getContext('2d');
    kept = { frame: wide, pixelRatio };
    if (context !== null) drawAreas(context, look, { frame: wide, pixelRatio });
  };

  return {
    invalidate() {
      kept = null;
    },
    paint(context, look, { frame, pixelRatio, isMoving }) {
      const isSameScale =
        kept !== null &&
        kept.pixelRatio === pixelRatio &&
        Math.abs(kept.frame.resolution / frame.resolution - 1) < 1e-9;
      const isUsable = kept !== null && (isSameScale ? covers(kept.frame, frame) : isMoving);
      if (!isUsable) redraw(look, frame, pixelRatio);
      if (kept === null) return;
      const stretch = kept.frame.resolution / frame.resolution;
      const left = frame.width / 2 + (kept.frame.centerX - frame.centerX) / frame.resolution;
      const top = frame.height / 2 - (kept.frame.centerY - frame.centerY) / frame.resolution;
      const x = (left - (kept.frame.width / 2) * stretch) * pixelRatio;
      const y = (top - (kept.frame.height / 2) * stretch) * pixelRatio;
      if (isSameScale) context.drawImage(image, Math.round(x), Math.round(y));
      else context.drawImage(image, x, y, image.width * stretch, image.height * stretch);
    },
  };
}

function covers(wide: Frame, frame: Frame): boolean {
  const spareX = ((wide.width - frame.width) / 2) * frame.resolution;
  const spareY = ((wide.height - frame.height) / 2) * frame.resolution;
  return (
    Math.abs(wide.centerX - frame.centerX) <= spareX &&
    Math.abs(wide.centerY - frame.centerY) <= spareY
  );
}

type Canvas = { readonly frame: Frame; readonly pixelRatio: number };

function drawAreas(context: CanvasRenderingContext2D, look: AreaLook, canvas: Canvas): void {
  const { frame } = canvas;
  const reachX = (frame.width / 2) * frame.resolution;
  const reachY = (frame.height / 2) * frame.resolution;
  const view: Box = {
    west: frame.centerX - reachX,
    east: frame.centerX + reachX,
    south: frame.centerY - reachY,
    north: frame.centerY + reachY,
  };
  const streets = look.shapes.get('street');
  if (streets !== undefined && look.fillsLand) fillLand(context, look, { ...canvas, streets });
  if (streets !== undefined) drawHatch(context, look, { ...canvas, streets });
  for (const level of AREA_LEVELS) {
    const shapes = look.shapes.get(level);
    if (shapes === undefined || !look.visible.has(level)) continue;
    context.beginPath();
    shapes.rings.forEach((rings, i) => {
      const box = shapes.boxes[i];
      if (box !== undefined && touchesBox(box, view)) traceRings(context, rings, canvas);
    });
    strokeLevel(context, level, { look, pixelRatio: canvas.pixelRatio });
  }
}

function fillLand(
  context: CanvasRenderingContext2D,
  look: AreaLook,
  canvas: Canvas & { readonly streets: AreaShapes },
): void {
  context.beginPath();
  for (const rings of canvas.streets.rings) traceRings(context, rings, canvas);
  context.fillStyle = look.theme.land;
  context.fill();
}

function strokeLevel(
  context: CanvasRenderingContext2D,
  level: AreaLevel,
  { look, pixelRatio }: { readonly look: AreaLook; readonly pixelRatio: number },
): void {
  const { theme } = look;
  const unit = pixelRatio * look.lineScale;
  const lines = {
    street: { color: theme.street, width: 2.5, dash: [] },
    community: { color: theme.street, width: 1, dash: [5, 4] },
    grid: { color: theme.grid, width: 1, dash: [] },
    cell: { color: theme.cell, width: 1, dash: [] },
  } as const;
  const line = lines[level];
  context.strokeStyle = line.color;
  context.lineWidth = line.width * unit;
  context.lineJoin = 'round';
  context.setLineDash(line.dash.map((length) => length * unit));
  context.stroke();
  context.setLineDash([]);
}

/** Adds rings to the current path, in device pixels. */
export function traceRings(
  context: CanvasRenderingContext2D,
  rings: readonly Float64Array[],
  { frame, pixelRatio }: Canvas,
): void {
  const scale = pixelRatio / frame.resolution;
  const ox = (frame.width / 2) * pixelRatio - frame.centerX * scale;
  const oy = (frame.height / 2) * pixelRatio + frame.centerY * scale;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ox + (ring[i] ?? 0) * scale;
      const y = oy - (ring[i + 1] ?? 0) * scale;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}

function drawHatch(
  context: CanvasRenderingContext2D,
  look: AreaLook,
  canvas: Canvas & { readonly streets: AreaShapes },
): void {
  const { streets, pixelRatio } = canvas;
  const unit = pixelRatio * look.lineScale;
  streets.codes.forEach((code, i) => {
    const rings = streets.rings[i];
    if (!look.hatched.has(code) || rings === undefined) return;
    context.save();
    context.beginPath();
    traceRings(context, rings, canvas);
    context.clip();
    context.beginPath();
    const { width, height } = context.canvas;
    for (let x = -height; x < width; x += 9 * unit) {
      context.moveTo(x, height);
      context.lineTo(x + height, 0);
    }
    context.strokeStyle = look.theme.syncInk;
    context.globalAlpha = 0.45;
    context.lineWidth = 1.5 * unit;
    context.stroke();
    context.restore();
  });
}
