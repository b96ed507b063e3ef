import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EAST, OTHER_ID, otherCase, townReference } from '../../domain/case/caseBuilders.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { situation } from '../../domain/case/caseSituations.ts';
import { saying } from '../../domain/case/caseSayings.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { FeedEntry } from '../../protocol/sync/frames.ts';
import { openDatabase, type Database } from '../../storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '../../storage/sqlite/migrate.ts';
import { stateHashOf } from '../../sync/confirmed.ts';
import { readShownCase } from '../caseReader.ts';
import { OverlayKeeper } from './overlayKeeper.ts';
import { RecordBook } from './recordBook.ts';
import { type ReplicaChange, ReplicaStore } from './replicaStore.ts';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-pair-'));
  database = await openDatabase(join(folder, 'replica.db'), {
    synchronous: 'NORMAL',
    readers: 1,
    cacheMb: 2,
  });
  await migrate(database, await readMigrations(findMigrations(import.meta.url, 'console/replica')));
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const entered = (doc: CaseDoc, seq: number): FeedEntry => ({
  type: 'enter',
  seq,
  caseId: doc.caseId,
  doc: doc as unknown as Json,
  stateHash: stateHashOf(doc, nodeHashing),
  events: [],
});

it('I-07: a merge that waits is shown on both cases, and on neither once it is decided otherwise', async () => {
  const hub = situation('to_dispatch');
  const [one, other] = [hub.doc(), otherCase()];
  const keeper = new OverlayKeeper(new RecordBook(), () => townReference);
  const changes: ReplicaChange[] = [];
  const replica = new ReplicaStore(
    database,
    { book: new RecordBook(), keeper },
    {
      scopes: () => [EAST],
      now: () => hub.at(),
      onChange: (change) => changes.push(change),
    },
  );
  await replica.open();
  const entries = [entered(one, 1), entered(other, 2)];
  await replica.applyPage({ scope: EAST, from: 0, to: 2, head: 2, entries } as never);

  const merge = {
    ...hub.body(saying('merge', hub, 1)),
    bases: [
      { of: `case:${one.caseId}`, ver: one.ver, own: 0 },
      { of: `case:${OTHER_ID}`, ver: other.ver, own: 0 },
    ],
    opId: 'm',
    replica: 'r',
  } as unknown as AnyOperation;
  keeper.add(merge);
  await replica.refresh([one.caseId]);
  expect(new Set(changes.at(-1)?.cases)).toEqual(new Set([one.caseId, OTHER_ID]));
  const shown = await readShownCase(replica, one.caseId);
  expect(shown.doc).toMatchObject({ stage: 'merged', mergedInto: OTHER_ID });
  const there = await readShownCase(replica, OTHER_ID);
  expect(there.doc?.absorbed?.[one.caseId]?.by).toBe(merge.actor);
  expect(there).toMatchObject({ isOverlaid: true, ver: other.ver });

  // Decided, and the case has come to the version of that without a merge.
  keeper.decided([{ opId: 'm', ver: one.ver + 1, outcome: 'superseded' }]);
  const next = { ...one, ver: one.ver + 1 };
  const page = { scope: EAST, from: 2, to: 3, head: 3, entries: [entered(next, 3)] };
  await replica.applyPage(page);
  expect((await readShownCase(replica, one.caseId)).doc).toEqual(next);
  expect(await readShownCase(replica, OTHER_ID)).toMatchObject({ doc: other, isOverlaid: false });
  expect(new Set(changes.at(-1)?.cases)).toEqual(new Set([one.caseId, OTHER_ID]));
});
