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

/** Pans a step a frame along a circle and measures from frame to frame; the first is thrown away. */
export async function panFrames(
  count: number,
  stepBy: (dx: number, dy: number) => void,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i <= count + 1; i += 1) {
    const angle = (i / STEPS_ROUND) * 2 * Math.PI;
    stepBy(Math.cos(angle) * STEP_PX, Math.sin(angle) * STEP_PX);
    await new Promise((done) => requestAnimationFrame(done));
    times.push(performance.now());
  }
  return times.slice(2).map((at, i) => at - (times[i + 1] ?? at));
}
