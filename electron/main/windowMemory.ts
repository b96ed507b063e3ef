// Remembers where each kind of window stood, in one small file of the data folder. A file that
// cannot be read is forgotten: a window then opens as on the first day.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ShellWindow } from '#core/protocol/console/shell.ts';
import type { Rectangle, Remembered } from './windowPlacement.ts';

export class WindowMemory {
  readonly #path: string;
  readonly #places: Partial<Record<ShellWindow, Remembered>>;

  constructor(path: string) {
    this.#path = path;
    this.#places = readPlaces(path);
  }

  placeOf(kind: ShellWindow): Remembered | undefined {
    return this.#places[kind];
  }

  remember(kind: ShellWindow, place: Remembered): void {
    this.#places[kind] = place;
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify(this.#places));
    renameSync(draft, this.#path);
  }
}

function readPlaces(path: string): Partial<Record<ShellWindow, Remembered>> {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
  if (!isRecord(found)) return {};
  const places: Partial<Record<ShellWindow, Remembered>> = {};
  for (const kind of ['console', 'wall', 'tearOff'] as const) {
    const place = found[kind];
    if (isRemembered(place)) places[kind] = place;
  }
  return places;
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
  return (
    isRecord(value) &&
    isRectangle(value['bounds']) &&
    typeof value['displayId'] === 'number' &&
    typeof value['isMaximized'] === 'boolean' &&
    typeof value['isFullScreen'] === 'boolean'
  );
}
