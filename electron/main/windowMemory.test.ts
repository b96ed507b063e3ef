import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WindowMemory } from './windowMemory.ts';

const place = {
  bounds: { x: 10, y: 20, width: 800, height: 600 },
  display: { id: 7, label: 'AOC' },
  isMaximized: false,
  isFullScreen: true,
};

describe('the memory of windows', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'windows-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read again by the next start', () => {
    const path = join(folder, 'shell', 'windows.json');
    new WindowMemory(path).remember('wall', place);
    expect(new WindowMemory(path).placeOf('wall')).toEqual(place);
    expect(new WindowMemory(path).placeOf('console')).toBeUndefined();
  });

  it('keeps which windows were open, and opens nothing that is not of this seat', () => {
    const path = join(folder, 'windows.json');
    const map = 'shaotai://console/index.html#/map';
    new WindowMemory(path).rememberOpen([map]);
    expect(new WindowMemory(path).open).toEqual([map]);
    writeFileSync(path, JSON.stringify({ open: ['https://example.org/', 7, map] }));
    expect(new WindowMemory(path).open).toEqual([map]);
  });

  it('forgets a torn or foreign file', () => {
    const path = join(folder, 'windows.json');
    for (const text of ['{"places":', 'null', '{"places":{"wall":{"bounds":{"x":"1"}}}}', '[]']) {
      writeFileSync(path, text);
      expect(new WindowMemory(path).placeOf('wall'), text).toBeUndefined();
    }
  });
});
