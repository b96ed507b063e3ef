import type { MapTheme } from './mapTheme.ts';
import type { Mark, MarkStyle } from './marks.ts';

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

export type SpriteBook = {
  /** The disc or shape. */
  readonly of: (mark: Mark) => Sprite;
  /** The plate with its number beside a shape. */
  readonly plateOf: (mark: Mark) => Sprite;
};

export function styleKeyOf(mark: Mark): string {
  const pending = mark.hasPending ? '?' : '';
  if (mark.kind !== 'disc') return `${mark.kind}:${pending}`;
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
};

export function createSpriteBook(options: SpriteOptions): SpriteBook {
  const sprites = new Map<string, Sprite>();
  const kept = (key: string, mark: Mark, draw: typeof drawSprite): Sprite => {
    const before = sprites.get(key);
    if (before !== undefined) return before;
    if (sprites.size >= SPRITES_MAX) sprites.clear();
    const made = draw(mark, options);
    sprites.set(key, made);
    return made;
  };
  return {
    of: (mark) => kept(styleKeyOf(mark), mark, drawSprite),
    plateOf: (mark) => kept(`plate:${mark.kind}:${mark.count}`, mark, drawPlateSprite),
  };
}

function drawSprite(mark: Mark, options: SpriteOptions): Sprite {
  const { pixelRatio, style } = options;
  const half = Math.ceil((mark.reach + 8 * style.scale) * pixelRatio);
  const image = document.createElement('canvas');
  image.width = 2 * half;
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
  const { theme, style } = options;
  const fontPx = style.numberPx;
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
function drawPlateSprite(mark: Mark, { theme, style, pixelRatio }: SpriteOptions): Sprite {
  const edge = 2 * style.scale;
  const half = Math.ceil(mark.plateHalf * pixelRatio);
  const left = Math.ceil(edge * pixelRatio);
  const image = document.createElement('canvas');
  image.width = left + Math.ceil((mark.reach + mark.plateWidth + edge) * pixelRatio);
  image.height = 2 * half;
  const context = image.getContext('2d');
  if (context !== null) {
    context.fillStyle = theme.ring;
    context.fillRect(0, 0, image.width, image.height);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, left, half);
    context.fillStyle = theme.nowInk;
    context.font = `700 ${style.numberPx}px ${theme.font}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(String(mark.count), mark.reach + 3 * style.scale, style.numberPx * 0.06);
  }
  return { image, left, top: half };
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
