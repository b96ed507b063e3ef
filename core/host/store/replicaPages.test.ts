import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EAST, townReference } from '../../domain/case/caseBuilders.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { stubOf } from '../../domain/case/caseStub.ts';
import { situation } from '../../domain/case/caseSituations.ts';
import { saying } from '../../domain/case/caseSayings.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import { applyMergePatch, type Json } from '../../kernel/mergePatch.ts';
import { silentLog } from '../../node/logFile.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { FeedEntry } from '../../protocol/sync/frames.ts';
import { SYNC_PROTOCOL } from '../../protocol/sync/versions.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { stateHashOf } from '../../sync/confirmed.ts';
import type { Page } from '../../sync/syncPorts.ts';
import { matchExpression } from '../board/searchTerms.ts';
import { readShownCase } from '../caseReader.ts';
import { openMigrated } from './consoleFiles.ts';
import { OverlayKeeper } from './overlayKeeper.ts';
import { RecordBook } from './recordBook.ts';
import { ReplicaStore } from './replicaStore.ts';

const hub = situation('to_dispatch');
const start = hub.doc();
const CASE = start.caseId;

let folder: string;
let replica: ReplicaStore;
let keeper: OverlayKeeper;
/** Thrown by every transaction, after it has written all that it writes. */
let failure: Error | null;
let cursor: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-pages-'));
  const database = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  const book = new RecordBook();
  keeper = new OverlayKeeper(book, () => townReference);
  [failure, cursor] = [null, 0];
  const options = { scopes: () => [EAST], now: () => hub.at(), onChange: () => undefined };
  replica = new ReplicaStore(failing(database), { book, keeper }, options);
  await replica.open();
  await replica.applyPage(page(entered(start)));
});
afterEach(async () => {
  await replica.close();
  await rm(folder, { recursive: true, force: true });
});

function failing(database: Database): Database {
  return {
    file: database.file,
    read: (task) => database.read(task),
    snapshot: (task) => database.snapshot(task),
    maintain: (task) => database.maintain(task),
    close: () => database.close(),
    write: (task) =>
      database.write(async (tx) => {
        const result = await task(tx);
        if (failure !== null) throw failure;
        return result;
      }),
  };
}

const entered = (doc: CaseDoc): FeedEntry => ({
  type: 'enter',
  seq: cursor + 1,
  caseId: CASE,
  doc: doc as unknown as Json,
  stateHash: stateHashOf(doc, nodeHashing),
  events: [],
});
function page(...entries: readonly FeedEntry[]): Page {
  return { scope: EAST, from: cursor, to: cursor + entries.length, head: 99, entries } as Page;
}

/** The next step of the case, as the district tells it. */
function step(doc: CaseDoc, patch: Record<string, Json>, opId = `x${doc.ver}`) {
  const ver = doc.ver + 1;
  const casePatch = { ...patch, ver };
  const next = applyMergePatch(doc as unknown as Json, casePatch) as unknown as CaseDoc;
  const event = {
    serverSeq: ver,
    caseId: CASE,
    ver,
    at: hub.at(),
    outcome: 'applied',
    rule: null,
    op: { ...note(opId, doc.ver), replica: 'other' },
    casePatch,
    stateHash: stateHashOf(next, nodeHashing),
    records: [],
    holderBefore: null,
  };
  return { next, entry: { type: 'event', seq: cursor + 1, event } as unknown as FeedEntry };
}

function note(opId: string, ver: number): AnyOperation {
  const body = hub.body(saying('note', hub, 1));
  return { ...body, opId, replica: 'own', bases: [{ of: `case:${CASE}`, ver, own: 0 }] } as never;
}

const applied = async (...entries: readonly FeedEntry[]): Promise<void> => {
  await replica.applyPage(page(...entries));
  cursor += entries.length;
};
const found = async (text: string): Promise<number> =>
  (
    await replica.read((reader) =>
      reader.all('SELECT rowid FROM board_text WHERE board_text MATCH ?', [matchExpression(text)]),
    )
  ).length;
const overlaid = async (): Promise<number> =>
  (await replica.read((reader) => reader.all('SELECT case_id FROM overlay'))).length;

it('finds a case by the words that it has now, over pages that change them and pages that do not', async () => {
  cursor = 1;
  const one = step(start, { title: '暖气不热' });
  await applied(one.entry);
  const two = step(one.next, { urgency: 'urgent' });
  await applied(two.entry);
  expect(await found('暖气不热')).toBe(1);
  const three = step(two.next, { title: '井盖丢失' });
  await applied(three.entry);
  expect([await found('井盖丢失'), await found('暖气不热')]).toEqual([1, 0]);
});

it('I-06, I-09: comes to the same rows when a page could not be written at first', async () => {
  cursor = 1;
  keeper.add(note('own', start.ver));
  await replica.refresh([CASE]);
  const one = step(start, { title: '井盖丢失' });
  failure = new Error('the disk is full');
  await expect(applied(one.entry)).rejects.toThrow('the disk is full');
  failure = null;
  expect(replica.cursors()[EAST]).toBe(1);
  expect((await readShownCase(replica, CASE)).ver).toBe(start.ver);
  await applied(one.entry);
  const two = step(one.next, { urgency: 'critical' });
  await applied(two.entry);
  expect(replica.broken()).toEqual([]);
  const shown = await readShownCase(replica, CASE);
  expect(shown).toMatchObject({ ver: two.next.ver, isOverlaid: true });
  expect(shown.doc).toMatchObject({ title: '井盖丢失', urgency: 'critical' });
  expect(await found('井盖丢失')).toBe(1);
});

it('I-05, I-07: counts an act that a page shows no more, whichever page it is', async () => {
  cursor = 1;
  for (const opId of ['a', 'b']) keeper.add(note(opId, start.ver));
  await replica.refresh([CASE]);
  const one = step(start, {}, 'x');
  const two = step(one.next, {}, 'a');
  const three = step(two.next, {}, 'b');
  await applied(one.entry);
  expect(keeper.pendingOf(CASE)).toHaveLength(2);
  await applied(two.entry);
  expect(keeper.pendingOf(CASE).map(({ op }) => op.opId)).toEqual(['b']);
  await applied(three.entry);
  expect(keeper.pendingOf(CASE)).toEqual([]);
  expect(await overlaid()).toBe(0);
});

it('I-05: finds an act told by a station in steps that were here before', async () => {
  cursor = 1;
  const one = step(start, {}, 'told');
  await applied(one.entry);
  await replica.refresh(keeper.addForeign([{ ...note('told', start.ver), replica: 'far' }]));
  expect(keeper.pendingOf(CASE)).toEqual([]);
  expect(await overlaid()).toBe(0);
});

it('I-06: goes on from a row that was fetched again, not from the one that it had before', async () => {
  cursor = 1;
  keeper.add(note('own', start.ver));
  await replica.refresh([CASE]);
  const one = step(start, { title: '井盖丢失' });
  await applied(one.entry);
  const right = { ...one.next, title: '路灯不亮' };
  const was = stateHashOf(one.next, nodeHashing);
  const stateHash = stateHashOf(right, nodeHashing);
  const fetched = { caseId: CASE, doc: right as never, stub: null, stateHash, events: [] };
  const at = { scope: EAST, cursor: replica.cursors()[EAST] ?? 0 };
  expect(await replica.mend(fetched, was, at)).toBe(true);
  const two = step(right, { urgency: 'critical' });
  await applied(two.entry);
  expect(replica.broken()).toEqual([]);
  expect((await readShownCase(replica, CASE)).doc).toMatchObject({ title: '路灯不亮' });
  expect([await found('路灯不亮'), await found('井盖丢失')]).toEqual([1, 0]);
});

/** An entry of a type that a later release tells. */
const invented = (seq: number, more: object = {}): FeedEntry =>
  ({ type: 'invented', seq, ...more }) as unknown as FeedEntry;

it('I-09: passes over what only a newer program reads, goes on behind it, and asks for its case whole', async () => {
  cursor = 1;
  const one = step(start, { title: '井盖丢失' });
  const { broken } = await replica.applyPage(page(invented(2, { caseId: CASE, what: 1 })));
  expect(broken).toEqual([CASE]);
  cursor = 2;
  await replica.applyPage(page(invented(3)));
  cursor = 3;
  const stateHash = stateHashOf(one.next, nodeHashing);
  const doc = one.next as unknown as Json;
  await replica.replaceCase({ caseId: CASE, doc, stateHash, events: [], stub: null });
  expect(replica.broken()).toEqual([]);
  expect((await readShownCase(replica, CASE)).doc).toEqual(one.next);
  expect(replica.cursors()[EAST]).toBe(3);
});

it('a newer program reads on where the older one passed over something, and nothing is twice', async () => {
  cursor = 1;
  const one = step(start, { title: '井盖丢失' });
  await replica.applyPage(page(invented(2), one.entry));
  cursor = 3;
  await replica.open();
  expect(replica.cursors()[EAST]).toBe(3);
  const options = { scopes: () => [EAST], now: () => hub.at(), onChange: () => undefined };
  const parts = { book: new RecordBook(), keeper };
  const file = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  const later = new ReplicaStore(file, parts, { ...options, protocol: SYNC_PROTOCOL + 1 });
  await later.open();
  expect(later.cursors()[EAST]).toBe(1);
  await later.applyPage({ ...page(one.entry), from: 1, to: 3 });
  expect((await readShownCase(later, CASE)).doc).toEqual(one.next);
  // Once: the next start goes on from where this one was.
  await later.open();
  expect(later.cursors()[EAST]).toBe(3);
  await later.close();
});

it('I-18: puts no case back that has left since its row was missed', async () => {
  cursor = 1;
  const missed = { scope: EAST, cursor: replica.cursors()[EAST] ?? 0 };
  const was = stateHashOf(start, nodeHashing);
  const fetched = { caseId: CASE, doc: start as never, stub: null, stateHash: was, events: [] };
  await applied({ type: 'leave', seq: 2, caseId: CASE, stub: stubOf(start) } as never);
  expect(await replica.mend(fetched, null, missed)).toBe(false);
  expect((await readShownCase(replica, CASE)).found).toBe('stub');
  // A stub that stood there when the two were compared is what is wrong.
  const since = { scope: EAST, cursor: replica.cursors()[EAST] ?? 0 };
  expect(await replica.mend(fetched, null, since)).toBe(true);
  expect((await readShownCase(replica, CASE)).found).toBe('full');
});
