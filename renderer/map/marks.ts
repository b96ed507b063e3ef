import type { MarkKind } from './markerSet.ts';

/** One thing drawn: a disc of several cases, or a case (or several at one place) by its own shape. */
export type Mark = {
  readonly kind: 'disc' | MarkKind;
  /** Anchor in the plane and offset from it in CSS pixels (y down). */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  /** Cases it stands for. */
  readonly count: number;
  /** For a disc: cases beside it that are overdue or critical, and cases in it that are near. */
  readonly worstBeside: number;
  readonly near: number;
  readonly hasPending: boolean;
  /** Pixels: radius of a disc, half the side or diagonal of a shape. */
  readonly reach: number;
  /** Sits on a disc, not at its own place; draws its number even when it is 1. */
  readonly isBadge: boolean;
  /** Pixels: width of the plate with the number to the right of a shape, 0 without one; half its height. */
  readonly plateWidth: number;
  readonly plateHalf: number;
};

export const SHAPE_PX = { critical: 18, over: 14, near: 16, open: 10 } as const;
/** Two shapes nearer than this would cover each other. */
export const CLEARANCE_PX = 20;
/** A pointer this near to a mark's middle means it, when it is inside no shape: 24 px targets. */
export const TOUCH_PX = 12;

export function discRadius(count: number, style: MarkStyle): number {
  return Math.min(style.discMax, (9 + 2.1 * Math.sqrt(count)) * style.scale);
}

export type MarkStyle = {
  /** Multiplies every size (the wall, large text). */
  readonly scale: number;
  /** Bounds a disc's radius. */
  readonly discMax: number;
  /** Size of the numbers on discs and beside shapes, CSS pixels. */
  readonly numberPx: number;
};
export const DESK_STYLE: MarkStyle = { scale: 1, discMax: 64, numberPx: 13 };

/** What a number takes up, without measuring: digits are equally wide. */
export function numberWidth(count: number, style: MarkStyle): number {
  return 0.62 * style.numberPx * String(count).length;
}

export function shapeReach(kind: MarkKind, style: MarkStyle): number {
  return (SHAPE_PX[kind] / 2) * style.scale;
}

/** Width of the plate beside a shape with its number. */
export function plateWidth(count: number, style: MarkStyle): number {
  return 4 * style.scale + numberWidth(count, style);
}

export function plateHalf(style: MarkStyle): number {
  return Math.max(9 * style.scale, 0.56 * style.numberPx);
}

/** Critical and overdue shapes are drawn last, above every number plate. */
export function isWorstShape(mark: Mark): boolean {
  return mark.kind === 'critical' || mark.kind === 'over';
}

/** Is the pixel offset from the mark's anchor on the plate with its number? */
export function coversPlate(mark: Mark, px: number, py: number): boolean {
  const x = px - mark.dx;
  const y = py - mark.dy;
  return (
    mark.plateWidth > 0 &&
    x >= 0 &&
    x <= mark.reach + mark.plateWidth &&
    Math.abs(y) <= mark.plateHalf
  );
}

/** Is the pixel offset from the mark's anchor inside its shape? */
export function coversPixel(mark: Mark, px: number, py: number): boolean {
  const x = px - mark.dx;
  const y = py - mark.dy;
  switch (mark.kind) {
    case 'disc':
    case 'open':
      return x * x + y * y <= mark.reach * mark.reach;
    case 'critical':
      return Math.abs(x) + Math.abs(y) <= mark.reach;
    case 'over':
      return Math.abs(x) <= mark.reach && Math.abs(y) <= mark.reach;
    case 'near':
      // Point up: the apex at -reach, the base at +reach, as wide as it is high. No division: it would round.
      return y <= mark.reach && 2 * Math.abs(x) <= y + mark.reach;
  }
}
