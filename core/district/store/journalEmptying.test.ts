import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { batch, entry } from '#tests/support/storeRows.ts';
import { silentLog } from '../../node/logFile.ts';
import { openDatabase, type Database } from '../../storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '../../storage/sqlite/migrate.ts';
import type { DistrictStore, LogEntry } from './districtStore.ts';
import { JournalEmptying } from './journalEmptying.ts';
import { sqliteDistrictStore } from './sqliteDistrictStore.ts';

const WORD = '说明';
let folder = '';
let database: Database;
let store: DistrictStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-journal-'));
  database = await openDatabase(join(folder, 'district.db'), { synchronous: 'FULL', readers: 2 });
  await migrate(database, await readMigrations(findMigrations(import.meta.url, 'district')));
  store = sqliteDistrictStore(database);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function filesWithWords(): Promise<string[]> {
  const names = ['district.db', 'district.db-wal'];
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return names.filter((_, i) => contents[i]?.includes(WORD) === true);
}

const told = (seq: number): LogEntry => entry(seq);
function redacted(seq: number): LogEntry {
  const made = entry(seq, { kind: 'case.redact' });
  return { ...made, op: { ...made.op, args: { reason: 'asked' } } as LogEntry['op'] };
}

it('I-28: words leave the journal, too, some time after the last redaction, whoever read meanwhile', async () => {
  const listeners: ((entries: readonly LogEntry[]) => void)[] = [];
  const commits = async (one: LogEntry): Promise<void> => {
    await store.commit(batch({ entries: [one] }));
    for (const listener of listeners) listener([one]);
  };
  await commits(told(1));
  let tries = 0;
  const emptyJournal = (): Promise<boolean> => {
    tries += 1;
    return store.emptyJournal();
  };
  const onCommit = (listener: (entries: readonly LogEntry[]) => void) => {
    listeners.push(listener);
    return () => undefined;
  };
  const parts = { district: { store: { emptyJournal }, onCommit }, log: silentLog, afterMs: 20 };
  const emptying = new JournalEmptying(parts);
  await expect.poll(() => tries).toBe(1);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const reading = database.snapshot(async (reader) => {
    await reader.get('SELECT count(*) AS n FROM op_log');
    await held;
  });
  await expect.poll(() => database.read((reader) => reader.get('SELECT 1 AS n'))).toEqual({ n: 1 });
  await commits(redacted(2));
  await expect.poll(() => tries).toBeGreaterThan(2);
  expect(await filesWithWords()).not.toEqual([]);
  // The reader kept nobody who writes waiting.
  await commits(told(3));
  letGo();
  await reading;
  const last = redacted(4);
  await commits(last);
  await expect.poll(filesWithWords).toEqual([]);
  const row = await database.maintain((writer) =>
    writer.get<{ timeout: number }>('PRAGMA busy_timeout'),
  );
  expect(row?.timeout).toBeGreaterThan(0);
  const before = tries;
  await commits(redacted(5));
  await emptying.close();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(tries).toBe(before);
});
