import { blockAround, sharedArea, type Block } from './block.ts';

/** Where names go around their anchors so that they cover neither discs nor one another. Pure; pixels. */

export type LabelWish = {
  readonly x: number;
  readonly y: number;
  /** Radius of the disc at the anchor; 0 when none stands there. */
  readonly reach: number;
  readonly width: number;
  readonly height: number;
};
/** Middle of the text, how much of others it covers there, and whether it stands nearer to another disc than to its own. */
export type LabelPlace = LabelSpot & { readonly covered: number; readonly isAmbiguous: boolean };
type LabelSpot = { readonly x: number; readonly y: number };

/** Nearer to another disc costs as much as covering this share of the name. */
const AMBIGUOUS_SHARE = 0.25;

/**
 * Below its disc, above it, beside it, a line further off: the first place that covers nothing and is nearest to its
 * own disc, else the one that covers least. Without a disc the name stands on its anchor. In the order given.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  marks: readonly Block[],
): readonly LabelPlace[] {
  const blocks: Block[] = [...marks];
  const discs = wishes.filter((wish) => wish.reach > 0);
  return wishes.map((wish) => {
    const area = wish.width * wish.height;
    const places = candidates(wish).map((spot) => {
      const box = blockOf(spot, wish);
      const covered = blocks.reduce((sum, block) => sum + sharedArea(box, block), 0);
      const isAmbiguous = isNearerToAnother(box, wish, discs);
      const cost = covered + (isAmbiguous ? AMBIGUOUS_SHARE * area : 0);
      return { place: { ...spot, covered, isAmbiguous }, cost };
    });
    const best = places.reduce((a, b) => (b.cost < a.cost ? b : a)).place;
    blocks.push(blockOf(best, wish));
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
    { x: x + aside, y: y + height * 0.8 },
    { x: x - aside, y: y + height * 0.8 },
    { x, y: y + down + height },
    { x, y: y - down - height },
  ];
}

function blockOf(place: LabelSpot, wish: LabelWish): Block {
  return blockAround(place, wish.width / 2, wish.height / 2);
}
