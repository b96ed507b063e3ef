import type { MarkLayout } from './layoutMarks.ts';
import type { MapTheme } from './mapTheme.ts';
import { isWorstShape, type Mark, type MarkStyle } from './marks.ts';
import { pixelOf, type Frame } from './pickMark.ts';
import type { Sprite, SpriteBook } from './markSprites.ts';

export type Pin = {
  readonly x: number;
  readonly y: number;
  /** `chosen` a cross, `past` a dashed ring from history. */
  readonly kind: 'chosen' | 'past';
};

export type CasePicture = {
  readonly theme: MapTheme;
  readonly style: MarkStyle;
  readonly layout: MarkLayout;
  readonly sprites: SpriteBook;
  readonly isShown: (mark: Mark) => boolean;
  /** Index of the mark that holds the selected case, or -1. */
  readonly selected: number;
  /** Short words of the worst in view, by mark. */
  readonly labels: ReadonlyMap<number, string>;
  readonly pins: readonly Pin[];
};

type View = { readonly frame: Frame; readonly pixelRatio: number };

/** Draws marks, the selection ring, labels and pins; returns the marks that lie in the view, in drawing order. */
export function paintCases(
  context: CanvasRenderingContext2D,
  picture: CasePicture,
  view: View,
): readonly number[] {
  const { layout, sprites } = picture;
  const inView: number[] = [];
  const { width, height } = context.canvas;
  layout.marks.forEach((mark, i) => {
    if (!picture.isShown(mark)) return;
    const [x, y] = middleOf(mark, view);
    if (x >= 0 && y >= 0 && x <= width && y <= height) inView.push(i);
    if (!isWorstShape(mark)) paintSprite(context, sprites.of(mark), { mark, view });
  });
  const selected = layout.marks[picture.selected];
  if (selected !== undefined && picture.isShown(selected))
    paintRing(context, selected, { picture, view });
  // All numbers first: no plate may lie on another case's shape.
  for (const mark of layout.marks)
    if (mark.plateWidth > 0) paintSprite(context, sprites.plateOf(mark), { mark, view });
  for (const mark of layout.marks)
    if (isWorstShape(mark)) paintSprite(context, sprites.of(mark), { mark, view });
  const blocks = picture.labels.size === 0 ? [] : [...blocksOf(picture, inView, view)];
  for (const [index, text] of picture.labels) {
    const mark = layout.marks[index];
    if (mark !== undefined && inView.includes(index)) {
      paintLabel(context, text, { mark, picture, view, blocks });
    }
  }
  for (const pin of picture.pins) paintPin(context, pin, { picture, view });
  return inView;
}

function paintSprite(
  context: CanvasRenderingContext2D,
  sprite: Sprite,
  { mark, view }: { readonly mark: Mark; readonly view: View },
): void {
  const [x, y] = middleOf(mark, view);
  const left = Math.round(x) - sprite.left;
  const top = Math.round(y) - sprite.top;
  const { image } = sprite;
  const { width, height } = context.canvas;
  if (left > width || top > height || left + image.width < 0 || top + image.height < 0) return;
  context.drawImage(image, left, top);
}

function middleOf(mark: Mark, { frame, pixelRatio }: View): readonly [number, number] {
  const [x, y] = pixelOf(frame, mark.x, mark.y);
  return [(x + mark.dx) * pixelRatio, (y + mark.dy) * pixelRatio];
}

/** A circle; around a shape with its number a frame, so that the number stays readable. */
function paintRing(
  context: CanvasRenderingContext2D,
  mark: Mark,
  { picture, view }: { readonly picture: CasePicture; readonly view: View },
): void {
  const [x, y] = middleOf(mark, view);
  const scale = picture.style.scale * view.pixelRatio;
  const radius = Math.max(15 * scale, mark.reach * view.pixelRatio + 5 * scale);
  context.beginPath();
  if (mark.plateWidth > 0) {
    const left = mark.reach * view.pixelRatio + 5 * scale;
    const half = mark.plateHalf * view.pixelRatio + 2 * scale;
    const right = (mark.reach + mark.plateWidth) * view.pixelRatio + 4 * scale;
    context.roundRect(x - left, y - half, left + right, 2 * half, 3 * scale);
  } else {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.strokeStyle = picture.theme.ring;
  context.lineWidth = 5 * scale;
  context.stroke();
  context.strokeStyle = picture.theme.accent;
  context.lineWidth = 2 * scale;
  context.stroke();
}

type Block = { readonly x: number; readonly y: number; readonly reach: number };

/** Marks in view as discs of device pixels: a label looks for a side where it covers least of them. */
function blocksOf(picture: CasePicture, inView: readonly number[], view: View): readonly Block[] {
  return inView.flatMap((i) => {
    const mark = picture.layout.marks[i];
    if (mark === undefined) return [];
    const [x, y] = middleOf(mark, view);
    return [{ x, y, reach: mark.reach * view.pixelRatio }];
  });
}

function paintLabel(
  context: CanvasRenderingContext2D,
  text: string,
  at: {
    readonly mark: Mark;
    readonly picture: CasePicture;
    readonly view: View;
    readonly blocks: Block[];
  },
): void {
  const { picture, view } = at;
  const { theme } = picture;
  const fontPx = picture.style.numberPx;
  const unit = picture.style.scale * view.pixelRatio;
  const [x, y] = middleOf(at.mark, view);
  context.font = `400 ${fontPx * view.pixelRatio}px ${theme.font}`;
  const width = context.measureText(text).width;
  const sides = [
    { side: 1, lift: -18 },
    { side: -1, lift: -18 },
    { side: 1, lift: 18 },
    { side: -1, lift: 18 },
  ].map(({ side, lift }) => {
    const left = side > 0 ? x + 46 * unit : x - 46 * unit - width;
    const middle = y + lift * unit;
    const isOut = left < 0 || left + width > context.canvas.width;
    const covered = at.blocks.filter((block) => touchesLine(block, { left, middle, width }, unit));
    return { side, lift, left, middle, cost: covered.length + (isOut ? 100 : 0) };
  });
  const best = sides.reduce((a, b) => (b.cost < a.cost ? b : a));
  context.beginPath();
  context.moveTo(x + best.side * (at.mark.reach + 2) * view.pixelRatio, y + (best.lift / 4) * unit);
  context.lineTo(x + best.side * 43 * unit, best.middle);
  context.strokeStyle = theme.ink;
  context.lineWidth = unit;
  context.stroke();
  haloText(context, text, {
    x: best.left,
    y: best.middle,
    fill: theme.ink,
    halo: theme.ring,
    width: 4 * unit,
  });
  for (let part = 0; part <= width; part += 16 * unit) {
    at.blocks.push({ x: best.left + part, y: best.middle, reach: 8 * unit });
  }
}

function touchesLine(
  block: Block,
  line: { readonly left: number; readonly middle: number; readonly width: number },
  unit: number,
): boolean {
  const nearestX = Math.max(line.left, Math.min(block.x, line.left + line.width));
  return Math.hypot(block.x - nearestX, block.y - line.middle) < block.reach + 9 * unit;
}

export function haloText(
  context: CanvasRenderingContext2D,
  text: string,
  look: {
    readonly x: number;
    readonly y: number;
    readonly fill: string;
    readonly halo: string;
    readonly width: number;
    readonly align?: CanvasTextAlign;
  },
): void {
  context.textAlign = look.align ?? 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = look.halo;
  context.lineWidth = look.width;
  context.strokeText(text, look.x, look.y);
  context.fillStyle = look.fill;
  context.fillText(text, look.x, look.y);
}

function paintPin(
  context: CanvasRenderingContext2D,
  pin: Pin,
  { picture, view }: { readonly picture: CasePicture; readonly view: View },
): void {
  const [px, py] = pixelOf(view.frame, pin.x, pin.y);
  const unit = picture.style.scale * view.pixelRatio;
  const x = px * view.pixelRatio;
  const y = py * view.pixelRatio;
  const arm = 12 * unit;
  const trace = (): void => {
    context.beginPath();
    if (pin.kind === 'past') {
      context.arc(x, y, arm, 0, 2 * Math.PI);
      return;
    }
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  };
  trace();
  context.strokeStyle = picture.theme.ring;
  context.lineWidth = 6 * unit;
  context.stroke();
  trace();
  context.setLineDash(pin.kind === 'past' ? [4 * unit, 3 * unit] : []);
  context.strokeStyle = picture.theme.accent;
  context.lineWidth = 2.5 * unit;
  context.stroke();
  context.setLineDash([]);
}
