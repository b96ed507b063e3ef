// Remembers where each window of the seat stands and which were open, in one small file of the data
// folder. A file that cannot be read is forgotten: a window then opens as on the first day.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SEAT_WINDOWS, type SeatWindow } from '#core/protocol/console/shell.ts';
import { windowForAddress } from './pageAddress.ts';
import type { Rectangle, Remembered } from './windowPlacement.ts';

/** No seat has more windows than this to open at a start. */
const MOST_OPEN = 12;

type Places = Partial<Record<SeatWindow, Remembered>>;

export class WindowMemory {
  readonly #path: string;
  readonly #places: Places;
  #open: readonly string[];

  constructor(path: string) {
    this.#path = path;
    const found = readFile(path);
    this.#places = placesOf(found['places']);
    this.#open = openOf(found['open']);
  }

  placeOf(window: SeatWindow): Remembered | undefined {
    return this.#places[window];
  }

  /** Addresses of the windows that stood beside the console. */
  get open(): readonly string[] {
    return this.#open;
  }

  remember(window: SeatWindow, place: Remembered): void {
    this.#places[window] = place;
    this.#write();
  }

  rememberOpen(addresses: readonly string[]): void {
    this.#open = addresses.slice(0, MOST_OPEN);
    this.#write();
  }

  #write(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify({ places: this.#places, open: this.#open }));
    renameSync(draft, this.#path);
  }
}

function readFile(path: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(found) ? found : {};
  } catch {
    return {};
  }
}

function placesOf(found: unknown): Places {
  if (!isRecord(found)) return {};
  const places: Places = {};
  for (const window of SEAT_WINDOWS) {
    const place = found[window];
    if (isRemembered(place)) places[window] = place;
  }
  return places;
}

function openOf(found: unknown): readonly string[] {
  if (!Array.isArray(found)) return [];
  const isOurs = (one: unknown): one is string =>
    typeof one === 'string' && windowForAddress(one) !== undefined;
  return found.filter(isOurs).slice(0, MOST_OPEN);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRectangle(value: unknown): value is Rectangle {
  return (
    isRecord(value) &&
    ['x', 'y', 'width', 'height'].every((side) => Number.isSafeInteger(value[side]))
  );
}

function isRemembered(value: unknown): value is Remembered {
  if (!isRecord(value) || !isRectangle(value['bounds'])) return false;
  const { display, isMaximized, isFullScreen } = value;
  return (
    isRecord(display) &&
    typeof display['id'] === 'number' &&
    typeof display['label'] === 'string' &&
    typeof isMaximized === 'boolean' &&
    typeof isFullScreen === 'boolean'
  );
}
