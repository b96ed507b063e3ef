import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import type { MarkerTuple } from '../../protocol/console/rows.ts';
import type { Database, SqlReader } from '../../storage/sqlite/database.ts';
import { openMigrated } from '../store/consoleFiles.ts';
import type { ReplicaStore } from '../store/replicaStore.ts';
import { MarkerBook } from './markerBook.ts';
import { markersDelta } from './markersView.ts';

const NEAR = 1_000;
const DUE = 2_000;

let folder = '';
let database: Database;
let reads = 0;
let failing = false;
const replica = {
  read: (task: (reader: SqlReader) => Promise<unknown>) => {
    reads += 1;
    return failing ? Promise.reject(new Error('the disk is away')) : database.read(task);
  },
} as unknown as ReplicaStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-markers-'));
  database = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  reads = 0;
  failing = false;
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function put(id: string, over: Readonly<Record<string, number | null>> = {}): Promise<void> {
  const { open, lon, dueAt } = { open: 1, lon: 116_400_000, dueAt: DUE, ...over };
  await database.write((tx) =>
    tx.run(
      `INSERT OR REPLACE INTO board (case_id, case_no, open, lane, own_lane, waits, sync, urgency, stage,
         street, holder, units, matter, created_at, updated_at, closed_at, near_at, due_at, sign_by,
         conflicts, lon, lat, clock_key, row)
       VALUES (?, '', ?, 5, 5, 1, 0, 1, 'handling', 's', 'district', '', '', 1, 1, 0, ?, ?, 0, 0, ?, 39900000, 1, '{}')`,
      [id, open, NEAR, dueAt, lon],
    ),
  );
}

const shown = (markers: readonly MarkerTuple[]): string[] =>
  markers.map(([id, lon, , , late]) => `${id} ${lon} ${late}`).sort();

test('nothing changed and no limit passed: the same list, without asking the database', async () => {
  await put('a');
  const book = new MarkerBook();
  const first = await book.read(replica, null, 0);
  expect(await book.read(replica, null, NEAR - 1)).toBe(first);
  expect(reads).toBe(1);
});

test('a limit that passes changes the case that it belongs to and no other', async () => {
  await put('a');
  await put('b', { dueAt: 9 * DUE });
  const book = new MarkerBook();
  const before = { asOf: NEAR, markers: await book.read(replica, null, NEAR) };
  const now = { asOf: DUE, markers: await book.read(replica, null, DUE) };
  expect(shown(now.markers)).toEqual(['a 116400000 2', 'b 116400000 1']);
  const delta = markersDelta(before, now);
  expect(delta?.upsert.map(([id]) => id)).toEqual(['a']);
  expect(delta?.remove).toEqual([]);
  expect(reads).toBe(1);
});

test('only what changed is read again: new, moved, closed and without a place', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await put(id);
  const book = new MarkerBook();
  const before = { asOf: 0, markers: await book.read(replica, null, 0) };
  await put('a', { lon: 116_500_000 });
  await put('b', { open: 0 });
  await put('c', { lon: null });
  await put('d', { lon: 116_600_000 });
  await put('e');
  book.heard(new Set(['a', 'b', 'c', 'e']));
  const now = { asOf: 0, markers: await book.read(replica, null, 0) };
  // Nobody said that d moved: it stands where it stood.
  expect(shown(now.markers)).toEqual(['a 116500000 0', 'd 116400000 0', 'e 116400000 0']);
  const delta = markersDelta(before, now);
  expect(delta?.upsert.map(([id]) => id)).toEqual(['a', 'e']);
  expect(delta?.remove.sort()).toEqual(['b', 'c']);
  book.heard(undefined);
  expect(shown(await book.read(replica, null, 0))).toContain('d 116600000 0');
});

test('other keys see their own cases only', async () => {
  await put('a');
  await put('b');
  await database.write((tx) =>
    tx.run(`INSERT INTO board_key SELECT id, 'unit@u' FROM board WHERE case_id = 'b'`),
  );
  const book = new MarkerBook();
  expect(await book.read(replica, null, 0)).toHaveLength(2);
  expect(shown(await book.read(replica, ['unit@u'], 0))).toEqual(['b 116400000 0']);
  book.heard(new Set(['a']));
  expect(shown(await book.read(replica, ['unit@u'], 0))).toEqual(['b 116400000 0']);
  expect(await book.read(replica, [], 0)).toEqual([]);
});

test('two maps that ask at once are both told of what changed', async () => {
  await put('a');
  const book = new MarkerBook();
  await book.read(replica, null, 0);
  await put('a', { lon: 116_500_000 });
  book.heard(new Set(['a']));
  const both = await Promise.all([book.read(replica, null, 0), book.read(replica, null, 0)]);
  for (const one of both) expect(shown(one)).toEqual(['a 116500000 0']);
});

test('after a reading that failed everything is read', async () => {
  await put('a');
  const book = new MarkerBook();
  await book.read(replica, null, 0);
  await put('a', { lon: 116_500_000 });
  book.heard(new Set(['a']));
  failing = true;
  await expect(book.read(replica, null, 0)).rejects.toThrow('the disk is away');
  failing = false;
  expect(shown(await book.read(replica, null, 0))).toEqual(['a 116500000 0']);
});
