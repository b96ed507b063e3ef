import { coversPixel, coversPlate, isWorstShape, TOUCH_PX, type Mark } from './marks.ts';

/** What turns the plane into pixels of one frame; no rotation. */
export type Frame = {
  readonly centerX: number;
  readonly centerY: number;
  readonly resolution: number;
  readonly width: number;
  readonly height: number;
};

export function pixelOf(frame: Frame, x: number, y: number): readonly [number, number] {
  return [
    frame.width / 2 + (x - frame.centerX) / frame.resolution,
    frame.height / 2 - (y - frame.centerY) / frame.resolution,
  ];
}

/**
 * Index of the mark under a pixel, -1 for none: what is drawn topmost there, else the nearest whose middle lies
 * within a touch. `marks` is in drawing order, the worst last; their number plates lie below all of their shapes and
 * above everything else. Every mark is looked at: a few hundred comparisons cost less than an index that must follow
 * every frame.
 */
export function pickMark(
  marks: readonly Mark[],
  frame: Frame,
  pixel: readonly [number, number],
): number {
  let nearest = -1;
  let plate = -1;
  let nearestSquare = TOUCH_PX * TOUCH_PX;
  for (let i = marks.length - 1; i >= 0; i -= 1) {
    const mark = marks[i];
    if (mark === undefined) continue;
    const [ax, ay] = pixelOf(frame, mark.x, mark.y);
    const px = pixel[0] - ax;
    const py = pixel[1] - ay;
    if (plate >= 0 && !isWorstShape(mark)) return plate;
    if (coversPixel(mark, px, py)) return i;
    if (plate < 0 && coversPlate(mark, px, py)) plate = i;
    const square = (px - mark.dx) ** 2 + (py - mark.dy) ** 2;
    if (square < nearestSquare) {
      nearest = i;
      nearestSquare = square;
    }
  }
  return plate >= 0 ? plate : nearest;
}
