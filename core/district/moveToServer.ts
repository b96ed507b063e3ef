import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { AppError } from '../protocol/errors.ts';
import { DISTRICT_FOLDER, openSecrets } from './districtFolder.ts';
import { moveIn } from './store/moveIn.ts';
import type { MovedRows } from './store/moveIn.ts';
import { holdToDistrict, movedName, openStores } from './store/openStores.ts';
import type { PostgresChoice } from './store/openStores.ts';

export type MoveOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly postgres: PostgresChoice;
};

/**
 * `--move-in`: the district goes on where it stood, on a server. Its file is set aside under another name,
 * so that nothing starts on it by mistake.
 */
export async function moveToServer(options: MoveOptions): Promise<MovedRows> {
  const { folder, clock, log, postgres } = options;
  const path = join(folder, DISTRICT_FOLDER.database);
  if (!existsSync(path)) {
    throw new AppError('bundle/missing', { details: { what: DISTRICT_FOLDER.database } });
  }
  const file = await openStores({ folder, log });
  try {
    const server = await openStores({ folder, log, postgres });
    try {
      const moved = await moveIn(file.database, server.database);
      const { district } = await openSecrets(folder, clock);
      await holdToDistrict(server.store, district);
      await file.store.close();
      await rename(path, movedName(path));
      return moved;
    } finally {
      await server.store.close();
    }
  } finally {
    await file.store.close();
  }
}
