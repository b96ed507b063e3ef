import { blockAround, sharedArea, type Block } from './block.ts';

/** Where names go around their anchors so that they cover neither discs nor one another. Pure; pixels. */

export type LabelWish = {
  readonly x: number;
  readonly y: number;
  /** Radius of the disc at the anchor; 0 when none stands there. */
  readonly reach: number;
  readonly width: number;
  readonly height: number;
  /** Share of it that may be covered: with more it is left out, as one under a disc is read by nobody. */
  readonly mostCovered: number;
};
/** Middle of the text, and how much of it others cover there. */
export type LabelPlace = LabelSpot & { readonly covered: number };
type LabelSpot = { readonly x: number; readonly y: number };

/**
 * Below its disc, above it, beside it, a line further off: the first place that covers nothing, else the one that
 * covers least; only where none of them is left, past the badge that stands there. Never nearer to another disc than to its own, where it would name the wrong one. What lies outside
 * `bounds` is covered. Without a disc the name stands on its anchor. In the order given; null without room.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  marks: readonly Block[],
  bounds: Block | null,
): readonly (LabelPlace | null)[] {
  const blocks: Block[] = [...marks];
  const discs = wishes.filter((wish) => wish.reach > 0);
  return wishes.map((wish) => {
    const area = wish.width * wish.height;
    const around = blockAround(
      wish,
      wish.reach + wish.width * 1.5 + wish.height * (BESIDE_BADGE + 1),
      wish.reach + wish.height * 3,
    );
    const near = blocks.filter((block) => sharedArea(block, around) > 0);
    const bestOf = (spots: readonly LabelSpot[]): LabelPlace | null => {
      let best: LabelPlace | null = null;
      for (const spot of spots) {
        const box = blockOf(spot, wish);
        const inside = bounds === null ? area : sharedArea(box, bounds);
        const covered = near.reduce((sum, block) => sum + sharedArea(box, block), area - inside);
        if (covered > wish.mostCovered * area || covered >= (best?.covered ?? Infinity)) continue;
        if (!isNearerToAnother(box, wish, discs)) best = { ...spot, covered };
      }
      return best;
    };
    const best = bestOf(candidates(wish)) ?? bestOf(fartherOff(wish));
    if (best !== null) blocks.push(blockOf(best, wish));
    return best;
  });
}

function isNearerToAnother(box: Block, own: LabelWish, discs: readonly LabelWish[]): boolean {
  if (own.reach === 0) return false;
  const gap = (disc: LabelWish): number => {
    const x = Math.max(box.left, Math.min(disc.x, box.right));
    const y = Math.max(box.top, Math.min(disc.y, box.bottom));
    return Math.hypot(disc.x - x, disc.y - y);
  };
  const ownGap = gap(own);
  return discs.some((disc) => disc !== own && gap(disc) < ownGap);
}

function candidates({ x, y, reach, width, height }: LabelWish): readonly LabelSpot[] {
  if (reach === 0)
    return [
      { x, y },
      { x, y: y + height },
      { x, y: y - height },
    ];
  const down = reach + height * 0.62;
  const aside = reach + width / 2 + height * 0.2;
  return [
    { x, y: y + down },
    { x, y: y - down },
    { x: x + aside, y },
    { x: x - aside, y },
    { x: x + aside * 0.8, y: y + down * 0.8 },
    { x: x - aside * 0.8, y: y + down * 0.8 },
    { x: x - aside * 0.8, y: y - down * 0.8 },
    { x: x + aside * 0.8, y: y - down * 0.8 },
    { x: x + aside, y: y + height * 0.8 },
    { x: x - aside, y: y + height * 0.8 },
    { x: x + aside, y: y - height * 0.8 },
    { x: x - aside, y: y - height * 0.8 },
    { x, y: y + down + height },
    { x, y: y - down - height },
  ];
}

/** Lines of a name that a badge with its number takes beside a disc. */
const BESIDE_BADGE = 2.7;

/** Past a badge, and slantwise off the corners: better there than a disc without a name. */
function fartherOff({ x, y, reach, width, height }: LabelWish): readonly LabelSpot[] {
  if (reach === 0) return [];
  const down = reach + height * 0.62;
  const aside = reach + width / 2 + height * 0.2;
  const past = aside + height * BESIDE_BADGE;
  return [
    ...[1, -1].flatMap((side) =>
      [1.5, -1.5].map((lines) => ({ x: x + side * aside, y: y + lines * height })),
    ),
    ...[1, -1].flatMap((side) =>
      [1, -1].map((way) => ({ x: x + side * aside * 0.6, y: y + way * (down + height * 0.5) })),
    ),
    ...[1, -1].flatMap((side) =>
      [0, 0.8, -0.8].map((lines) => ({ x: x + side * past, y: y + lines * height })),
    ),
  ];
}

function blockOf(place: LabelSpot, wish: LabelWish): Block {
  return blockAround(place, wish.width / 2, wish.height / 2);
}
