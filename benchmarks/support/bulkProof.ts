import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { movableClock } from '#core/demo/movableClock.ts';
import { DISTRICT_FOLDER } from '#core/district/districtFolder.ts';
import type { District } from '#core/district/openDistrict.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { must } from '#core/kernel/assert.ts';
import { applyMergePatch, type Json } from '#core/kernel/mergePatch.ts';
import { deviceSigner } from '#core/node/deviceKey.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { batchesOf, prepareBulk, withDistrict, type BulkStage } from './bulkDistrict.ts';
import { loadHistory } from './bulkLoader.ts';
import type { BulkBatch, BulkPlan } from './bulkPlan.ts';

/** In the order of their keys, every column of every row that follows from acts. */
const TABLES: Readonly<Record<string, string>> = {
  op_log: 'server_seq',
  case_doc: 'case_id',
  case_member: 'scope, case_id',
  case_number: 'case_no',
  record: 'type, id',
  feed: 'scope, seq, part',
  feed_head: 'scope',
  replica_mark: 'replica, incarnation',
  meta: 'key',
};

type Row = Readonly<Record<string, string | number | null>>;
export type Tables = Readonly<Record<string, readonly Row[]>>;
export type Proof = { readonly loaded: Tables; readonly replayed: Tables };

/**
 * The same acts twice into copies of one district: loaded, and pushed through the ordinary door, signed, by its own
 * decider. Returns what stands in both files.
 */
export async function loadedAndReplayed(
  folder: string,
  plan: Pick<BulkPlan, 'cases' | 'open' | 'batchCases'>,
): Promise<Proof> {
  const here = join(folder, 'loaded');
  const there = join(folder, 'replayed');
  const stage = await prepareBulk(here);
  await cp(here, there, { recursive: true });
  const batches = [...batchesOf(stage, { ...plan, until: Date.now() })];
  await withDistrict(here, (district) => loadHistory(district, batches));
  await replay(there, stage, batches);
  const [loaded, replayed] = [await tablesOf(here), await tablesOf(there)];
  for (const one of [here, there]) await rm(one, { recursive: true, force: true, maxRetries: 5 });
  return { loaded, replayed };
}

/** The first difference in words, or null. */
export function differenceOf({ loaded, replayed }: Proof): string | null {
  for (const [table, rows] of Object.entries(loaded)) {
    const others = must(replayed[table], 'the same tables');
    if (rows.length !== others.length) {
      return `${table}: ${rows.length} rows loaded, ${others.length} replayed`;
    }
    for (const [i, row] of rows.entries()) {
      const [one, other] = [JSON.stringify(row), JSON.stringify(others[i])];
      if (one !== other) return `${table}: loaded ${one}, replayed ${other}`;
    }
  }
  return null;
}

const SLICES = 20;
const SLICE = 250;

/**
 * Of a district that was loaded, however large: these cases are what their effects make of nothing, step by step with
 * their hashes, and slices of the log continue its chain. Throws where one does not.
 */
export async function mustBeSound({ store }: District, ids: readonly string[]): Promise<void> {
  for (const held of await store.cases(ids)) {
    let doc: Json | undefined;
    for (const { decision } of await store.history(held.doc.caseId, 0)) {
      doc = applyMergePatch(doc, decision.casePatch);
      const hash = stateHashOf(doc as unknown as CaseDoc, nodeHashing);
      if (hash !== decision.stateHash) throw new Error(`${held.doc.caseId}: another state hash`);
    }
    const isHeld = nodeHashing.canonical(doc) === nodeHashing.canonical(held.doc);
    if (!isHeld) throw new Error(`${held.doc.caseId} is not what was decided`);
  }
  const { serverSeq } = await store.head();
  for (let i = 0; i < SLICES; i += 1) {
    const entries = await store.log(Math.floor((i * serverSeq) / SLICES), SLICE);
    for (const [at, { op, decision, chain }] of entries.entries()) {
      const before = entries[at - 1]?.chain;
      if (before === undefined) continue;
      const link = `${before}${op.hash}${decision.outcome}${decision.stateHash ?? ''}`;
      if (nodeHashing.sha256(link) !== chain) throw new Error(`${op.opId}: the chain breaks`);
    }
  }
}

async function replay(
  folder: string,
  stage: BulkStage,
  batches: readonly BulkBatch[],
): Promise<void> {
  const clock = movableClock();
  const each = async (district: District): Promise<void> => {
    for (const { receivedAt, runs } of batches) {
      clock.set(receivedAt);
      for (const { author, ops } of runs) {
        const sign = deviceSigner(must(stage.authors.get(author.scope), 'its key'));
        const answer = await district.core.push({
          device: author.name,
          replica: author.name,
          incarnation: 1,
          ops: ops.map(({ op }) => op),
          people: [...new Set(ops.map(({ op }) => op.actor))],
          sig: sign(must(ops.at(-1), 'no run is empty').op.hash),
        });
        if (answer.kind !== 'decided') throw new Error(`not decided: ${answer.kind}`);
      }
    }
  };
  await withDistrict(folder, each, clock);
}

async function tablesOf(folder: string): Promise<Tables> {
  const file = join(folder, 'district', DISTRICT_FOLDER.database);
  const database = await openDatabase(file, { synchronous: 'NORMAL', readers: 1 });
  try {
    const tables: Record<string, readonly Row[]> = {};
    for (const [table, key] of Object.entries(TABLES)) {
      tables[table] = await database.read((reader) =>
        reader.all<Row>(`SELECT * FROM ${table} ORDER BY ${key}`),
      );
    }
    return tables;
  } finally {
    await database.close();
  }
}
