import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { AppError } from '../protocol/errors.ts';
import { DISTRICT_FOLDER, openSecrets } from './districtFolder.ts';
import { moveIn } from './store/moveIn.ts';
import type { MovedRows } from './store/moveIn.ts';
import { dwellingOf, markDwelling } from './store/dwelling.ts';
import { movedName, openEither } from './store/openStores.ts';
import type { PostgresChoice, Stores } from './store/openStores.ts';

export type MoveOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly postgres: PostgresChoice;
};

/**
 * `--move-in`: the district goes on where it stood, on a server. Its file is set aside under another name. Killed
 * in the midst, it starts nowhere until the move is said again: what the server holds by then is either nothing
 * or all of it.
 */
export async function moveToServer(options: MoveOptions): Promise<MovedRows> {
  const { folder, log, postgres } = options;
  const path = join(folder, DISTRICT_FOLDER.database);
  const lives = await dwellingOf(folder);
  if (!existsSync(path) || lives === 'server') {
    throw new AppError('bundle/missing', { details: { what: DISTRICT_FOLDER.database } });
  }
  const file = await openEither({ folder, log });
  try {
    const server = await openEither({ folder, log, postgres });
    try {
      const moved = (await isThere(file, server)) ? NOTHING : await moveAll(options, file, server);
      await file.store.close();
      await rename(path, movedName(path));
      await markDwelling(folder, 'server');
      return moved;
    } finally {
      await server.store.close();
    }
  } finally {
    await file.store.close();
  }
}

const NOTHING: MovedRows = {};

/** An earlier try moved everything and came no further. */
async function isThere(file: Stores, server: Stores): Promise<boolean> {
  const [here, there] = [await file.store.head(), await server.store.head()];
  const epochs = [await file.store.meta('epoch'), await server.store.meta('epoch')];
  return (
    here.serverSeq > 0 &&
    here.serverSeq === there.serverSeq &&
    here.chain === there.chain &&
    epochs[0] === epochs[1]
  );
}

async function moveAll(
  { folder, clock }: MoveOptions,
  file: Stores,
  server: Stores,
): Promise<MovedRows> {
  const { district } = await openSecrets(folder, clock);
  await markDwelling(folder, 'moving');
  try {
    return await moveIn(file.database, server.database, district);
  } catch (cause) {
    // Not a row of it was moved: it goes on in its file.
    await markDwelling(folder, 'file');
    throw cause;
  }
}
