import type { MapHandle } from './createMap.ts';

const STEP_PX = 120;
const FAR = 4;
const PAN: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP_PX, 0],
  ArrowRight: [STEP_PX, 0],
  ArrowUp: [0, -STEP_PX],
  ArrowDown: [0, STEP_PX],
};
const ZOOM: Readonly<Record<string, number>> = {
  Equal: 1,
  NumpadAdd: 1,
  Minus: -1,
  NumpadSubtract: -1,
};

/** Keys of a map that has the focus. True when the key was one of them. */
export function mapKey(
  event: Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  map: Pick<MapHandle, 'panBy' | 'zoomBy' | 'fit'>,
): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const pan = PAN[event.code];
  const zoom = ZOOM[event.code];
  const far = event.shiftKey ? FAR : 1;
  if (pan !== undefined) map.panBy(pan[0] * far, pan[1] * far);
  else if (zoom !== undefined) map.zoomBy(zoom);
  else if (event.code === 'Home') map.fit();
  else return false;
  return true;
}
