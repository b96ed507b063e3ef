import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMs } from '../kernel/time.ts';
import type { HistorySpan } from './history/historyDays.ts';
import type { WorldSources } from './history/world.ts';
import { DISTRICT_FILES } from './writeDistrict.ts';
import type { HistoryDevice } from './writeHistory.ts';

/** Beside `devices.json` and `logins.json` in a demo folder: how its history was made, so that it can go on. */
export const HISTORY_FILE = 'history.json';

export type MadeHistory = {
  readonly span: HistorySpan;
  readonly devices: readonly HistoryDevice[];
  /** When the making was over. */
  readonly madeAt: EpochMs;
};

/** Keys lie in these files: for the account that runs the demo alone. */
export async function putDemoFile(folder: string, name: string, value: unknown): Promise<void> {
  const file = join(folder, 'demo', name);
  await writeFile(`${file}.part`, JSON.stringify(value, null, 1), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

/** Null where no demo is, or one of a program that kept no such file. */
export async function readDemoFile(folder: string, name: string): Promise<unknown> {
  const text = await readFile(join(folder, 'demo', name), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as unknown);
}

/** The documents of a district as they were written: what its people and places are called. */
export async function readSources(home: string): Promise<WorldSources> {
  const read = async (name: keyof WorldSources): Promise<unknown> =>
    JSON.parse(await readFile(join(home, DISTRICT_FILES[name]), 'utf8')) as unknown;
  const [ground, gazetteer, catalogue, people, calendar] = await Promise.all(
    (['ground', 'gazetteer', 'catalogue', 'people', 'calendar'] as const).map(read),
  );
  return { ground, gazetteer, catalogue, people, calendar } as WorldSources;
}
