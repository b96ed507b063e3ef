import { blockAround, sharedArea, type Block } from './block.ts';
import { placeLabels, type LabelPlace, type LabelWish } from './labelPlaces.ts';
import type { PlanePoint } from './mercator.ts';

/** A name that may have a note on a line below it. */
export type NotedWish = Omit<LabelWish, 'width' | 'height'> & {
  readonly nameWidth: number;
  /** 0 without a note. */
  readonly noteWidth: number;
  /** Height of one line. */
  readonly line: number;
  readonly isStreet: boolean;
};
/** Middles of the name and of its note; null for a note that finds no room. */
export type NotedPlace = PlanePoint & { readonly note: PlanePoint | null };

/** A shared edge is not covered. */
const TOUCHING = 0.5;

/**
 * Each name with its note when every street finds a free place so; else the names alone, and notes where there is
 * still room at them: a note never takes the place of a name. Pure; pixels.
 */
export function placeNoted(
  wishes: readonly NotedWish[],
  marks: readonly Block[],
  bounds: Block | null,
): readonly (NotedPlace | null)[] {
  const hasNotes = wishes.some((wish) => wish.noteWidth > 0);
  const whole = placeLabels(wishes.map(wholeOf), marks, bounds);
  const isFree = wishes.every((wish, i) => !wish.isStreet || whole[i]?.covered === 0);
  if (isFree || !hasNotes) return wishes.map((wish, i) => splitOf(wish, whole[i] ?? null));
  const names = placeLabels(wishes.map(nameOf), marks, bounds);
  const blocks = [...marks, ...wishes.flatMap((wish, i) => nameBlock(wish, names[i] ?? null))];
  return wishes.map((wish, i) => {
    const name = names[i] ?? null;
    if (name === null) return null;
    const { x, y } = name;
    const note = noteSpots(wish, name).find((spot) => {
      const box = blockAround(spot, wish.noteWidth / 2, wish.line / 2);
      const outside = bounds === null ? 0 : wish.noteWidth * wish.line - sharedArea(box, bounds);
      return outside < TOUCHING && blocks.every((block) => sharedArea(box, block) < TOUCHING);
    });
    if (note === undefined) return { x, y, note: null };
    blocks.push(blockAround(note, wish.noteWidth / 2, wish.line / 2));
    return { x, y, note };
  });
}

/** The middles of two lines that were placed as one. */
function splitOf(wish: NotedWish, place: LabelPlace | null): NotedPlace | null {
  if (place === null) return null;
  const { x, y } = place;
  if (wish.noteWidth === 0) return { x, y, note: null };
  return { x, y: y - wish.line / 2, note: { x, y: y + wish.line / 2 } };
}

/** Below the name and above it: under its middle, flush with its left edge, flush with its right one. */
function noteSpots(wish: NotedWish, { x, y }: PlanePoint): readonly PlanePoint[] {
  if (wish.noteWidth === 0) return [];
  const flush = (wish.noteWidth - wish.nameWidth) / 2;
  return [wish.line, -wish.line].flatMap((down) =>
    [0, flush, -flush].map((aside) => ({ x: x + aside, y: y + down })),
  );
}

function wholeOf(wish: NotedWish): LabelWish {
  const lines = wish.noteWidth > 0 ? 2 : 1;
  return {
    ...wish,
    width: Math.max(wish.nameWidth, wish.noteWidth),
    height: lines * wish.line,
  };
}

function nameOf(wish: NotedWish): LabelWish {
  return { ...wish, width: wish.nameWidth, height: wish.line };
}

function nameBlock(wish: NotedWish, place: LabelPlace | null): readonly Block[] {
  return place === null ? [] : [blockAround(place, wish.nameWidth / 2, wish.line / 2)];
}
