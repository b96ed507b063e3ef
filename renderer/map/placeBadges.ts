import { blockAround, sharedArea, type Block } from './block.ts';
import { numberWidth, plateHalf, type MarkStyle } from './marks.ts';

/** Where on its disc the worst cases' badges stand: pixels of the layout's zoom, y down. Pure. */

export type BadgeDisc = {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly count: number;
  /** Width of its badges with their numbers; 0 when it has none. */
  readonly width: number;
};
/** Middle of the first badge's shape, from the disc's middle. */
export type BadgeCorner = { readonly dx: number; readonly dy: number };

/** How much a shared square pixel weighs: a number that cannot be read is the worst. */
const OVER_NUMBER = 6;
const OVER_WORST = 4;
/** A corner further down the list must be better by this many square pixels at scale 1: a rim may be touched. */
const LATER = 20;
/** Of a disc's radius: a rectangle of this half side stands for it. */
const DISC_SQUARE = 0.86;
const SHAPE_HALF_PX = 10;

/**
 * On the upper right of the disc; else on the side where the badges cover the least of other discs, numbers, badges
 * and of `alone`, the worst cases that stand at their own places. The own number is never covered when the disc is
 * wide enough for it.
 */
export function placeBadges(
  discs: readonly BadgeDisc[],
  alone: readonly Block[],
  style: MarkStyle,
): readonly BadgeCorner[] {
  const numbers = discs.map((disc) => numberBlock(disc, style));
  const squares = discs.map((disc) => {
    const half = disc.reach * DISC_SQUARE;
    return blockAround(disc, half, half);
  });
  const worst: Block[] = [...alone];
  const sum = (box: Block, blocks: readonly Block[]): number =>
    blocks.reduce((total, block) => total + sharedArea(box, block), 0);
  return discs.map((disc, own) => {
    if (disc.width === 0) return { dx: 0, dy: 0 };
    const near = nearOf(disc, style);
    const others = squares.filter((square, i) => i !== own && near(square));
    const numbersNear = numbers.filter(near);
    const worstNear = worst.filter(near);
    const best = cornersOf(disc, style)
      .map((corner, place) => {
        const box = runBlock(disc, corner, style);
        const cost =
          sum(box, others) +
          OVER_NUMBER * sum(box, numbersNear) +
          OVER_WORST * sum(box, worstNear) +
          LATER * style.scale ** 2 * place;
        return { corner, box, cost };
      })
      .reduce((a, b) => (b.cost < a.cost ? b : a));
    worst.push(best.box);
    return best.corner;
  });
}

/** Does a block lie where any of the disc's corners could put its badges? There are few of them, so sums stay short. */
function nearOf(disc: BadgeDisc, style: MarkStyle): (block: Block) => boolean {
  const most = disc.reach + disc.width + numberWidth(disc.count, style) + 4 * plateHalf(style);
  const around = blockAround(disc, most, most);
  return (block) => sharedArea(around, block) > 0;
}

function cornersOf(disc: BadgeDisc, style: MarkStyle): readonly BadgeCorner[] {
  const { reach, width } = disc;
  const half = SHAPE_HALF_PX * style.scale;
  const edge = reach * Math.SQRT1_2;
  // Clear of the number in the middle even where the disc is hardly larger than its number.
  const lift = Math.max(edge, style.numberPx * 0.5 + plateHalf(style) + 2 * style.scale);
  const leftEdge = half * 1.3 - edge - width;
  const beside = Math.max(reach, numberWidth(disc.count, style) / 2) + half * 0.8;
  const above = reach + half * 0.7;
  return [
    { dx: edge, dy: -lift },
    { dx: edge, dy: lift },
    { dx: leftEdge, dy: -lift },
    { dx: leftEdge, dy: lift },
    { dx: beside, dy: 0 },
    { dx: 2 * half - beside - width, dy: 0 },
    { dx: half - width / 2, dy: -above },
    { dx: half - width / 2, dy: above },
  ];
}

function runBlock(disc: BadgeDisc, corner: BadgeCorner, style: MarkStyle): Block {
  const left = disc.x + corner.dx - SHAPE_HALF_PX * style.scale;
  const middle = disc.y + corner.dy;
  const half = plateHalf(style);
  return { left, right: left + disc.width, top: middle - half, bottom: middle + half };
}

function numberBlock(disc: BadgeDisc, style: MarkStyle): Block {
  const half = numberWidth(disc.count, style) / 2;
  return blockAround(disc, half, style.numberPx * 0.5);
}
