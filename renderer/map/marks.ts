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
  /** Draws its number even when it is 1: it sits on a disc, not at its own place. */
  readonly isBadge: boolean;
};

export const SHAPE_PX = { critical: 18, over: 14, near: 16, open: 10 } as const;
/** Two shapes nearer than this would cover each other. */
export const CLEARANCE_PX = 20;
/** A pointer this near to a mark's middle means it, when it is inside no shape: 24 px targets. */
export const TOUCH_PX = 12;

export function discRadius(count: number, style: MarkStyle): number {
  return Math.min(style.discMax, (9 + 2.1 * Math.sqrt(count)) * style.scale);
}

/** `scale` multiplies every size (the wall); `discMax` bounds a disc's radius. */
export type MarkStyle = { readonly scale: number; readonly discMax: number };
export const DESK_STYLE: MarkStyle = { scale: 1, discMax: 64 };

export function shapeReach(kind: MarkKind, style: MarkStyle): number {
  return (SHAPE_PX[kind] / 2) * style.scale;
}

/** Width of the number that stands beside a shape, in CSS pixels; 0 when it draws none. */
export function badgeWidth(mark: Mark, style: MarkStyle): number {
  if (mark.kind === 'disc' || (mark.count === 1 && !mark.isBadge)) return 0;
  return (4 + 8 * String(mark.count).length) * style.scale;
}

/** Is the pixel offset from the mark's anchor inside what is drawn? */
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
