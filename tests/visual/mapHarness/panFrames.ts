import type { RawArea } from '#renderer/map/areaShapes.ts';
import type { MapSource } from '#renderer/map/mapSource.ts';

/** Shapes and base bytes of the harness's own server. */
export const harnessSource: MapSource = {
  areas: async (level) => (await (await fetch(`/areas/${level}`)).json()) as RawArea[],
  bytes: async (offset, length) => {
    const range = `bytes=${offset}-${offset + length - 1}`;
    const reply = await fetch('/base', { headers: { range } });
    return reply.ok ? reply.arrayBuffer() : null;
  },
};

const STEP_PX = 12;
const STEPS_ROUND = 120;
const ZOOM_SWING = 0.9;

/** Runs `step` before every frame and measures from frame to frame; the first one is thrown away. */
async function framesOf(count: number, step: (turn: number) => void): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i <= count + 1; i += 1) {
    step((i / STEPS_ROUND) * 2 * Math.PI);
    await new Promise((done) => requestAnimationFrame(done));
    times.push(performance.now());
  }
  return times.slice(2).map((at, i) => at - (times[i + 1] ?? at));
}

/** Pans a step a frame along a circle. */
export function panFrames(
  count: number,
  stepBy: (dx: number, dy: number) => void,
): Promise<number[]> {
  return framesOf(count, (turn) => stepBy(Math.cos(turn) * STEP_PX, Math.sin(turn) * STEP_PX));
}

/** Zooms in and out around a middle zoom, every frame another zoom. */
export function zoomFrames(
  count: number,
  middle: number,
  zoomTo: (zoom: number) => void,
): Promise<number[]> {
  return framesOf(count, (turn) => zoomTo(middle + Math.sin(turn) * ZOOM_SWING));
}
