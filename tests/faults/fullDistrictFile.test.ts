import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sqliteDistrictStore } from '#core/district/store/sqliteDistrictStore.ts';
import type { CommitBatch } from '#core/district/store/districtStore.ts';
import { openDatabase, type Database } from '#core/storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '#core/storage/sqlite/migrate.ts';

let folder = '';
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-full-'));
  database = await openDatabase(join(folder, 'district.db'), { synchronous: 'FULL', readers: 1 });
  await migrate(database, await readMigrations(findMigrations(import.meta.url, 'district')));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const TABLES = ['op_log', 'case_doc', 'record', 'feed', 'case_member', 'replica_mark'] as const;

/** One decided operation with everything that follows from it; big enough to fill a page. */
function batchOf(seq: number): CommitBatch {
  const caseId = `case-${seq}`;
  const text = '长'.repeat(2_000);
  const op = {
    opId: `op-${seq}`,
    kind: 'case.note',
    caseId,
    replica: 'r',
    incarnation: 1,
    rseq: seq,
  };
  const doc = {
    caseId,
    ver: 1,
    stage: 'handling',
    members: { district: true },
    holder: 'district',
    place: {},
    clocks: {},
    createdAt: seq,
    updatedAt: seq,
    text,
  };
  const decision = { serverSeq: seq, outcome: 'applied', caseId, ver: 1, at: seq, records: [] };
  const hash = String(seq).padStart(64, '0');
  return {
    entries: [{ op: { ...op, hash, args: { text } }, decision, receivedAt: seq, chain: hash }],
    cases: [{ doc, stateHash: hash, lastSeq: seq }],
    records: [],
    feed: [{ type: 'event', scope: 'district', seq, caseId }],
    marks: [{ replica: 'r', incarnation: 1, rseq: seq, hash, at: seq, quarantinedAt: null }],
  } as unknown as CommitBatch;
}

async function rows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const sql = `SELECT count(*) AS n FROM ${table}`;
    counts[table] = (await database.read((reader) => reader.get<{ n: number }>(sql)))?.n ?? 0;
  }
  return counts;
}

async function codeOf(task: Promise<unknown>): Promise<string | null> {
  const cause = await task.then(
    () => null,
    (failure: unknown) => failure,
  );
  return cause === null ? null : (cause as { readonly code: string }).code;
}

it("I-03: the district's file writes a decision whole or not at all, at every point where its disk may be full", async () => {
  const store = sqliteDistrictStore(database);
  let seq = 1;
  await store.commit(batchOf(seq));
  let refusals = 0;
  // One page more each time: the disk ends in another statement of the transaction each time.
  for (let spare = 0; spare < 24; spare += 1) {
    await database.maintain(async (writer) => {
      const row = await writer.get<{ page_count: number }>('PRAGMA page_count');
      await writer.exec(`PRAGMA max_page_count = ${(row?.page_count ?? 0) + spare}`);
    });
    const before = await rows();
    const code = await codeOf(store.commit(batchOf(seq + 1)));
    if (code === null) {
      seq += 1;
      continue;
    }
    refusals += 1;
    expect(code).toBe('storage/full');
    expect(await rows()).toEqual(before);
    expect((await store.head()).serverSeq).toBe(seq);
  }
  expect(refusals).toBeGreaterThan(2);
  await database.maintain((writer) => writer.exec('PRAGMA max_page_count = 1073741823'));
  expect(await codeOf(store.commit(batchOf(seq + 1)))).toBeNull();
  expect((await rows())['op_log']).toBe(seq + 1);
  expect((await store.cases([`case-${seq + 1}`]))[0]?.doc.ver).toBe(1);
});
