import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSynced } from '../../node/writeSynced.ts';
import { AppError } from '../../protocol/errors.ts';
import { DISTRICT_FOLDER } from '../districtFolder.ts';

/**
 * Where the rows of a district live, as its folder knows it: one folder has one keys' set, so a start on its file
 * beside one on a server would be the same district twice. `moving` stands from before the first row is moved
 * until the file is set aside.
 */
export type Dwelling = 'file' | 'moving' | 'server';

const MARK = 'dwelling.json';

export async function dwellingOf(folder: string): Promise<Dwelling> {
  const file = join(folder, MARK);
  if (!existsSync(file)) return 'file';
  const { dwelling } = JSON.parse(await readFile(file, 'utf8')) as { readonly dwelling: Dwelling };
  return dwelling;
}

/** Synced before whatever follows from it is done. */
export async function markDwelling(folder: string, dwelling: Dwelling): Promise<void> {
  const file = join(folder, MARK);
  if (dwelling === 'file') await rm(file, { force: true });
  else await writeSynced(file, JSON.stringify({ dwelling }));
}

/** Where the folder says that it lives; refuses a start anywhere else. */
export async function mustLiveHere(folder: string, at: 'file' | 'server'): Promise<Dwelling> {
  const lives = await dwellingOf(folder);
  if (lives === 'moving')
    throw elsewhere('its move to a server was begun: finish it, with --move-in');
  if (at === 'file' && lives === 'server')
    throw elsewhere('it lives on a server, start with --store');
  const hasFile = existsSync(join(folder, DISTRICT_FOLDER.database));
  if (at === 'server' && lives === 'file' && hasFile) {
    throw elsewhere('what stands in it is not on the server yet: move it, with --move-in');
  }
  return lives;
}

function elsewhere(why: string): AppError {
  return new AppError('bundle/missing', {
    details: { what: `${DISTRICT_FOLDER.database}: ${why}` },
  });
}
