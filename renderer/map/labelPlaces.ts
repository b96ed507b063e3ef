/** Where names go around their anchors so that they cover neither discs nor one another. Pure; pixels. */

export type LabelWish = {
  readonly x: number;
  readonly y: number;
  /** Radius of the disc at the anchor; 0 when none stands there. */
  readonly reach: number;
  readonly width: number;
  readonly height: number;
};
/** What a name must not cover. */
export type LabelBlock = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};
/** Middle of the text, and how much of others it covers there. */
export type LabelPlace = LabelSpot & { readonly covered: number };
type LabelSpot = { readonly x: number; readonly y: number };

/**
 * Below its disc, above it, beside it, a line further off: the first place that covers nothing, else the one
 * that covers least. Without a disc the name stands on its anchor. In the order given.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  marks: readonly LabelBlock[],
): readonly LabelPlace[] {
  const blocks: LabelBlock[] = [...marks];
  return wishes.map((wish) => {
    const places = candidates(wish);
    const costs = places.map((place) => {
      const box = boxAround(place, wish);
      return blocks.reduce((sum, block) => sum + overlap(box, block), 0);
    });
    const covered = Math.min(...costs);
    const best = places[costs.indexOf(covered)] ?? { x: wish.x, y: wish.y };
    blocks.push(boxAround(best, wish));
    return { ...best, covered };
  });
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

function boxAround(place: LabelSpot, wish: LabelWish): LabelBlock {
  return {
    left: place.x - wish.width / 2,
    right: place.x + wish.width / 2,
    top: place.y - wish.height / 2,
    bottom: place.y + wish.height / 2,
  };
}

function overlap(a: LabelBlock, b: LabelBlock): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}
