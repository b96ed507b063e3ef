import type { MapHandle } from './createMap.ts';

const STEP_PX = 120;
const FAR = 4;

/** Keys of a map that has the focus. True when the key was one of them. */
export function mapKey(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  map: Pick<MapHandle, 'panBy' | 'zoomBy' | 'fit'>,
): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const step = event.shiftKey ? STEP_PX * FAR : STEP_PX;
  switch (event.code) {
    case 'ArrowLeft':
      map.panBy(-step, 0);
      return true;
    case 'ArrowRight':
      map.panBy(step, 0);
      return true;
    case 'ArrowUp':
      map.panBy(0, -step);
      return true;
    case 'ArrowDown':
      map.panBy(0, step);
      return true;
    case 'Home':
      map.fit();
      return true;
    case 'Equal':
    case 'NumpadAdd':
      map.zoomBy(1);
      return true;
    case 'Minus':
    case 'NumpadSubtract':
      map.zoomBy(-1);
      return true;
    default:
      return false;
  }
}
