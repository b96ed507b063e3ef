// The displays of this machine, and a word when they have changed.
import { screen, type Display } from 'electron';
import type { DisplayPlace, DisplayPlaces } from './windowPlacement.ts';

/** Plugging one cable makes a burst of events: act when it is over. */
const SETTLE_MS = 250;

export function displayPlaces(): DisplayPlaces {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const place = ({ id, label, bounds, workArea }: Display): DisplayPlace => ({
    id,
    label,
    bounds,
    workArea,
  });
  return [place(primary), ...others.map(place)];
}

/** `onBegin` at the first event of a burst, `onSettled` after the last. */
export function watchDisplays(onBegin: () => void, onSettled: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => {
    if (timer === undefined) onBegin();
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      onSettled();
    }, SETTLE_MS);
  };
  screen.on('display-added', changed);
  screen.on('display-removed', changed);
  screen.on('display-metrics-changed', changed);
}
