import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeCode } from '../host/sync/exchangeFile.ts';
import { readIdentity } from '../host/identity.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { Log } from '../node/logFile.ts';
import { writeSynced } from '../node/writeSynced.ts';
import { AppError } from '../protocol/errors.ts';
import type { StationFlags, StickWish } from './mainOptions.ts';
import { RelayStore } from './relayStore.ts';
import { Stick } from './stick.ts';

/**
 * Sticks of a station that does not run, whose folder this process holds: consoles hear what an answer told when it
 * runs again. Fails with `sync/not-enrolled` where there is no station.
 */
export async function stickCommand(
  { data }: StationFlags,
  wish: StickWish,
  log: Log,
): Promise<Result<object, ExchangeCode>> {
  const identity = await readIdentity(data, null);
  if (identity === null) throw new AppError('sync/not-enrolled');
  const store = await RelayStore.open(data, log);
  try {
    const stick = new Stick({ identity, store, onDecided: () => undefined });
    return wish.way === 'write'
      ? await written(stick, wish.path)
      : await stick.take(await readFile(wish.path, 'utf8'));
  } finally {
    await store.close();
  }
}

async function written(stick: Stick, folder: string): Promise<Result<object, ExchangeCode>> {
  const done = await stick.write();
  if (!done.ok) return done;
  const { name, text, acts, left } = done.value;
  const file = join(folder, name);
  await writeSynced(file, text);
  return ok({ file, acts, left });
}
