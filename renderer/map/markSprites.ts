import type { MapTheme } from './mapTheme.ts';
import { badgeWidth, type Mark, type MarkStyle } from './marks.ts';

/**
 * A mark's picture depends on its key alone, so that it is drawn once and copied in every frame.
 * Shares of the rim are kept in 24ths; a share that is not nothing is at least one.
 */
const RIM_STEPS = 24;
const SPRITES_MAX = 2_000;

export type Sprite = {
  readonly image: HTMLCanvasElement;
  /** From the mark's middle to the picture's left and top edge, in device pixels. */
  readonly left: number;
  readonly top: number;
};

export type SpriteBook = { readonly of: (mark: Mark) => Sprite };

export function styleKeyOf(mark: Mark): string {
  const pending = mark.hasPending ? '?' : '';
  if (mark.kind !== 'disc') {
    const number = mark.count > 1 || mark.isBadge ? `${mark.count}` : '';
    return `${mark.kind}:${number}${pending}`;
  }
  const [over, near] = rimOf(mark);
  return `disc:${mark.count}:${over}:${near}${pending}`;
}

/** Steps of the rim that are overdue and near, of RIM_STEPS; together they never exceed it. */
export function rimOf(mark: Mark): readonly [number, number] {
  const all = mark.count + mark.worstBeside;
  const steps = (part: number): number =>
    part === 0 ? 0 : Math.max(1, Math.round((part / all) * RIM_STEPS));
  const over = steps(mark.worstBeside);
  return [over, Math.min(steps(mark.near), RIM_STEPS - over)];
}

export type SpriteOptions = {
  readonly theme: MapTheme;
  readonly style: MarkStyle;
  readonly pixelRatio: number;
  /** Size of the numbers, CSS pixels. */
  readonly fontPx: number;
};

export function createSpriteBook(options: SpriteOptions): SpriteBook {
  const sprites = new Map<string, Sprite>();
  return {
    of(mark) {
      const key = styleKeyOf(mark);
      const before = sprites.get(key);
      if (before !== undefined) return before;
      if (sprites.size >= SPRITES_MAX) sprites.clear();
      const made = drawSprite(mark, options);
      sprites.set(key, made);
      return made;
    },
  };
}

function drawSprite(mark: Mark, options: SpriteOptions): Sprite {
  const { pixelRatio, style } = options;
  const half = Math.ceil((mark.reach + 8 * style.scale) * pixelRatio);
  const beside = Math.ceil(badgeWidth(mark, style) * pixelRatio);
  const image = document.createElement('canvas');
  image.width = 2 * half + beside;
  image.height = 2 * half;
  const context = image.getContext('2d');
  if (context !== null) {
    context.setTransform(pixelRatio, 0, 0, pixelRatio, half, half);
    if (mark.hasPending) drawPendingRing(context, mark, options);
    if (mark.kind === 'disc') drawDisc(context, mark, options);
    else drawShape(context, mark, options);
  }
  return { image, left: half, top: half };
}

function drawDisc(context: CanvasRenderingContext2D, mark: Mark, options: SpriteOptions): void {
  const { theme, style, fontPx } = options;
  const r = mark.reach;
  context.beginPath();
  context.arc(0, 0, r + 2 * style.scale, 0, 2 * Math.PI);
  context.fillStyle = theme.ring;
  context.fill();
  context.beginPath();
  context.arc(0, 0, r - 0.5 * style.scale, 0, 2 * Math.PI);
  context.fillStyle = theme.node;
  context.fill();
  context.strokeStyle = theme.nodeLine;
  context.lineWidth = style.scale;
  context.stroke();
  const [over, near] = rimOf(mark);
  const top = -Math.PI / 2;
  const step = (2 * Math.PI) / RIM_STEPS;
  const arc = (from: number, to: number, color: string): void => {
    if (to <= from) return;
    context.beginPath();
    context.arc(0, 0, r - 1.5 * style.scale, top + from * step, top + to * step);
    context.strokeStyle = color;
    context.lineWidth = 3 * style.scale;
    context.stroke();
  };
  arc(0, over, theme.nowFill);
  arc(over, over + near, theme.soonFill);
  context.fillStyle = theme.ink;
  context.font = `700 ${fontPx}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(mark.count), 0, fontPx * 0.06);
}

function tracePath(context: CanvasRenderingContext2D, mark: Mark, r: number): void {
  context.beginPath();
  switch (mark.kind) {
    case 'critical':
      context.moveTo(0, -r);
      context.lineTo(r, 0);
      context.lineTo(0, r);
      context.lineTo(-r, 0);
      break;
    case 'over':
      context.rect(-r, -r, 2 * r, 2 * r);
      break;
    case 'near':
      context.moveTo(0, -r);
      context.lineTo(r, r);
      context.lineTo(-r, r);
      break;
    default:
      context.arc(0, 0, r, 0, 2 * Math.PI);
  }
  context.closePath();
}

function drawShape(context: CanvasRenderingContext2D, mark: Mark, options: SpriteOptions): void {
  const { theme, style } = options;
  const r = mark.reach;
  const number = badgeWidth(mark, style);
  if (number > 0) drawNumberPlate(context, mark, options);
  context.lineJoin = 'miter';
  tracePath(context, mark, r);
  context.strokeStyle = theme.ring;
  context.lineWidth = 4 * style.scale;
  context.stroke();
  if (mark.kind === 'open') {
    tracePath(context, mark, r - 0.75 * style.scale);
    context.fillStyle = theme.node;
    context.fill();
    context.strokeStyle = theme.nodeLine;
    context.lineWidth = 1.5 * style.scale;
    context.stroke();
    return;
  }
  tracePath(context, mark, r);
  context.fillStyle = mark.kind === 'near' ? theme.soonFill : theme.nowFill;
  context.fill();
}

/** The number of a shape that stands for several cases, on its own plate to the right. */
function drawNumberPlate(
  context: CanvasRenderingContext2D,
  mark: Mark,
  options: SpriteOptions,
): void {
  const { theme, style, fontPx } = options;
  const width = mark.reach + badgeWidth(mark, style);
  const half = 9 * style.scale;
  context.fillStyle = theme.ring;
  context.fillRect(-2, -half, width + 2 * style.scale, 2 * half);
  context.fillStyle = theme.nowInk;
  context.font = `700 ${fontPx}px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(String(mark.count), mark.reach + 2 * style.scale, fontPx * 0.06);
}

function drawPendingRing(
  context: CanvasRenderingContext2D,
  mark: Mark,
  options: SpriteOptions,
): void {
  const { theme, style } = options;
  context.beginPath();
  context.arc(0, 0, mark.reach + 5 * style.scale, 0, 2 * Math.PI);
  context.strokeStyle = theme.syncInk;
  context.lineWidth = 1.5 * style.scale;
  context.setLineDash([3 * style.scale, 3 * style.scale]);
  context.stroke();
  context.setLineDash([]);
}
