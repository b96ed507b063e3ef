import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeDemoDevice } from '../demoDevice.ts';
import { readIdentity, writeIdentity, type Identity } from '../identity.ts';
import { createDeviceKey, deviceSigner, deviceVerifier } from '../../node/deviceKey.ts';
import { silentLog } from '../../node/logFile.ts';
import { createDataKey } from '../../node/sealing.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { freeOutbox, moveAside, openMigrated } from './consoleFiles.ts';
import { NumberBook } from './numberBook.ts';
import { bodyOf, OutboxStore } from './outboxStore.ts';
import type { AnyBody } from '../../domain/operation/operation.ts';

let folder = '';
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-stores-'));
  database = await openMigrated(join(folder, 'outbox.db'), 'outbox', silentLog);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const body = (opId: string): AnyBody => ({
  opId,
  kind: 'case.note',
  v: 1,
  caseId: 'c',
  args: { text: opId, public: false },
  bases: [],
  actor: 'p',
  seat: 's',
  scope: 'district',
  how: 'self',
  t: { wall: 1, mono: 1, boot: 'b', off: 0, err: 0 },
});

const events = { onDecided: () => Promise.resolve(), onReloaded: () => Promise.resolve() };
const open = (): Promise<OutboxStore> =>
  OutboxStore.open(database, { device: 'd', replica: 'r' }, events);
const commit = (store: OutboxStore, opId: string, once: string | null = null): Promise<unknown> =>
  store.commit({ body: () => Promise.resolve(body(opId)), once, later: false });
const decision = (opId: string, rseq: number): Parameters<OutboxStore['record']>[0][number] => ({
  opId,
  rseq,
  serverSeq: rseq,
  outcome: 'applied',
  rule: null,
  reason: null,
  caseId: 'c',
  ver: 1,
  at: 1,
});

describe('the outbox', () => {
  it('chains acts made at once in one unbroken row, over a restart', async () => {
    const first = await open();
    await Promise.all(['a', 'b', 'c'].map((opId) => commit(first, opId)));
    const second = await open();
    await commit(second, 'd');
    const ops = await second.read(1, { ops: 10, bytes: 1 << 20 });
    expect(ops.map((op) => op.rseq)).toEqual([1, 2, 3, 4]);
    ops.slice(1).forEach((op, i) => {
      expect(op.prevHash).toBe(ops[i]?.hash);
    });
  });

  it('gives no number to an act that could not be written', async () => {
    const store = await open();
    await commit(store, 'a', 'form');
    await expect(commit(store, 'b', 'form')).rejects.toThrow();
    await commit(store, 'c');
    expect((await store.read(1, { ops: 10, bytes: 1 << 20 })).map((op) => op.opId)).toEqual([
      'a',
      'c',
    ]);
  });

  it('sends at least one act, however big, and no more than fits', async () => {
    const store = await open();
    for (const opId of ['a', 'b', 'c']) await commit(store, opId);
    expect(await store.read(1, { ops: 10, bytes: 1 })).toHaveLength(1);
    expect(await store.read(1, { ops: 2, bytes: 1 << 20 })).toHaveLength(2);
  });

  it('knows after a restart what was delivered, with its holes', async () => {
    const store = await open();
    for (const opId of ['a', 'b', 'c', 'd']) await commit(store, opId);
    await store.record([decision('a', 1), decision('c', 3)]);
    expect(await (await open()).marks()).toEqual({ last: 4, watermark: 1, decidedAbove: [3] });
    await store.reopen(0);
    expect((await store.marks()).watermark).toBe(0);
  });

  it('I-03: takes the first word on an act, and a second one only on what was deferred', async () => {
    const store = await open();
    for (const opId of ['a', 'b', 'c']) await commit(store, opId);
    const deferred = { ...decision('b', 2), outcome: 'deferred', ver: null };
    await store.record([decision('a', 1), deferred, { ...deferred, opId: 'c', rseq: 3 }]);
    expect(await store.deferred()).toEqual([2, 3]);
    const again = { ...decision('b', 2), serverSeq: 9, outcome: 'noop', ver: 5, redecides: 2 };
    await store.record([again, { ...decision('a', 1), serverSeq: 8, outcome: 'noop' }]);
    // Late and out of turn: the word before.
    await store.record([deferred]);
    const rows = await database.read((reader) =>
      reader.all('SELECT op_id, outcome, ver, server_seq FROM decision ORDER BY rseq'),
    );
    expect(rows).toEqual([
      { op_id: 'a', outcome: 'applied', ver: 1, server_seq: 1 },
      { op_id: 'b', outcome: 'noop', ver: 5, server_seq: 9 },
      { op_id: 'c', outcome: 'deferred', ver: null, server_seq: 2 },
    ]);
    expect(await store.deferred()).toEqual([3]);
  });

  it('begins a new chain with what was not decided, under the same ids', async () => {
    const store = await open();
    for (const opId of ['a', 'b', 'c']) await commit(store, opId);
    const before = await store.read(1, { ops: 10, bytes: 1 << 20 });
    await store.record([decision('a', 1)]);
    await store.renumber();
    const after = await store.read(1, { ops: 10, bytes: 1 << 20 });
    expect(after.map((op) => [op.incarnation, op.rseq, op.opId])).toEqual([
      [2, 1, 'b'],
      [2, 2, 'c'],
    ]);
    expect(after.map(bodyOf)).toEqual(before.slice(1).map(bodyOf));
    await commit(await open(), 'd');
    expect((await store.pending()).map((one) => one.op.opId)).toEqual(['b', 'c', 'd']);
  });
});

it('I-03: asks in the new chain of an outbox what became of its deferred acts', async () => {
  const store = await open();
  for (const opId of ['a', 'b']) await commit(store, opId);
  await store.record([{ ...decision('a', 1), outcome: 'deferred', ver: null }, decision('b', 2)]);
  await store.renumber();
  expect((await store.read(1, { ops: 10, bytes: 1 << 20 })).map((op) => op.opId)).toEqual(['a']);
  expect(await store.marks()).toEqual({ last: 1, watermark: 0, decidedAbove: [] });
  await store.record([{ ...decision('a', 1), outcome: 'noop', redecides: 1 }]);
  expect(await store.marks()).toMatchObject({ watermark: 1 });
  expect(await store.deferred()).toEqual([]);
});

describe('an outbox whose district was put back to before a fork (I-01)', () => {
  const said = async (store: OutboxStore): Promise<unknown[]> =>
    (await store.read(1, { ops: 10, bytes: 1 << 20 })).map((op) => [op.incarnation, op.opId]);

  it('says once more what it had said before, in its order and under the same ids', async () => {
    const store = await open();
    for (const opId of ['a', 'b', 'c']) await commit(store, opId, `form-${opId}`);
    await store.record([decision('a', 1), decision('b', 2)]);
    await store.renumber();
    await commit(store, 'd');
    await store.record([decision('c', 1)]);
    await store.markSeen(['a', 'b', 'c']);
    await store.reopen(0);
    await store.reopenEarlier();
    const again = await open();
    const expected = ['a', 'b', 'c', 'd'].map((opId) => [3, opId]);
    expect(await said(again)).toEqual(expected);
    expect(await again.marks()).toEqual({ last: 4, watermark: 0, decidedAbove: [] });
    expect((await again.pending()).map((one) => one.op.opId)).toEqual(['a', 'b', 'c', 'd']);
    // Nothing is left that would begin another one.
    await again.reopenEarlier();
    expect(await said(again)).toEqual(expected);
    const ops = await again.read(1, { ops: 10, bytes: 1 << 20 });
    ops.slice(1).forEach((op, i) => {
      expect(op.prevHash).toBe(ops[i]?.hash);
    });
  });

  it('leaves a chain alone that has nothing before it', async () => {
    const store = await open();
    for (const opId of ['a', 'b']) await commit(store, opId);
    await store.record([decision('a', 1)]);
    await store.reopenEarlier();
    expect(await store.marks()).toEqual({ last: 2, watermark: 1, decidedAbove: [] });
    expect(store.identity().incarnation).toBe(1);
  });
});

describe('an outbox that has grown old', () => {
  const DAY = 86_400_000;
  const now = 100 * DAY;
  const long = now - 36 * DAY;
  const decidedAt = (opId: string, rseq: number, at: number) => ({ ...decision(opId, rseq), at });
  const kept = async (): Promise<string[]> =>
    (await (await open()).read(1, { ops: 100, bytes: 1 << 20 })).map((op) => op.opId);
  const step = { now, acts: 100 };

  async function filled(): Promise<OutboxStore> {
    const store = await open();
    for (const opId of ['a', 'b', 'c', 'd', 'e']) await commit(store, opId, `form-${opId}`);
    await store.durable(1_000);
    return store;
  }

  it('drops what was decided long ago, and nothing else', async () => {
    const store = await filled();
    await store.record([decidedAt('a', 1, long), decidedAt('b', 2, now), decidedAt('c', 3, long)]);
    await store.markSeen(['a', 'b']);
    // c is not shown by its confirmed case yet; d and e nobody has decided.
    expect(await store.prune(step)).toBe(1);
    expect(await kept()).toEqual(['b', 'c', 'd', 'e']);
    await store.markSeen(['c']);
    expect(await store.prune(step)).toBe(1);
    const again = await open();
    expect(await kept()).toEqual(['b', 'd', 'e']);
    expect(await again.marks()).toEqual({ last: 5, watermark: 3, decidedAbove: [] });
    expect((await again.pending()).map((one) => one.op.opId)).toEqual(['d', 'e']);
  });

  it('keeps what the district does not hold safely, and what was decided above a hole', async () => {
    const store = await filled();
    await store.record([decidedAt('a', 1, long), decidedAt('c', 3, long)]);
    await store.markSeen(['a', 'c']);
    await store.durable(0);
    expect(await store.prune(step)).toBe(0);
    await store.durable(1_000);
    expect(await store.prune(step)).toBe(1);
    expect(await kept()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('goes on with its chain after everything was decided and has left, over a restart', async () => {
    const store = await filled();
    const before = await store.read(1, { ops: 100, bytes: 1 << 20 });
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await store.record(ids.map((opId, i) => decidedAt(opId, i + 1, long)));
    await store.markSeen(ids);
    expect(await store.prune({ now, acts: 2 })).toBe(2);
    expect(await kept()).toEqual(['c', 'd', 'e']);
    expect(await store.prune({ now, acts: 3 })).toBe(2);
    // The last one stays: the next act is chained to it.
    expect(await kept()).toEqual(['e']);
    expect(await store.prune(step)).toBe(0);
    const again = await open();
    await commit(again, 'f');
    const [, next] = await again.read(5, { ops: 10, bytes: 1 << 20 });
    expect(next).toMatchObject({ opId: 'f', rseq: 6, prevHash: before[4]?.hash });
    expect(await again.marks()).toEqual({ last: 6, watermark: 5, decidedAbove: [] });
  });

  it('still knows which act a form made, and forgets it after more than a year', async () => {
    const store = await filled();
    await store.record([decidedAt('a', 1, long)]);
    await store.markSeen(['a']);
    const known = await store.byOnce('form-a');
    await store.prune(step);
    expect(await kept()).not.toContain('a');
    // Its kind and its author have left with it.
    const left = { ...known, kind: null, actor: null };
    expect(await (await open()).byOnce('form-a')).toEqual(left);
    expect(known).toMatchObject({ opId: 'a', rseq: 1 });
    await store.prune({ now: now + 399 * DAY, acts: 10 });
    expect(await store.byOnce('form-a')).toBeNull();
  });

  it('leaves an act that waits under a later incarnation its decision', async () => {
    const store = await filled();
    await store.record([decidedAt('a', 1, long)]);
    await store.renumber();
    // b to e wait under the second incarnation; their first rows are what was.
    await store.record([decidedAt('b', 1, long), decidedAt('c', 2, long)]);
    await store.markSeen(['a', 'b', 'c']);
    expect(await store.prune(step)).toBe(5);
    const again = await open();
    expect(await again.marks()).toEqual({ last: 4, watermark: 2, decidedAbove: [] });
    expect((await again.pending()).map((one) => one.op.opId)).toEqual(['d', 'e']);
    await again.record([decidedAt('d', 3, long), decidedAt('e', 4, long)]);
    await again.markSeen(['d', 'e']);
    await again.durable(1_000);
    expect(await again.prune(step)).toBe(3);
    expect(await again.marks()).toEqual({ last: 4, watermark: 4, decidedAbove: [] });
  });

  it('I-01, I-02: begins a new chain where the district lost acts before and behind one that left', async () => {
    const store = await filled();
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await store.record(ids.map((opId, i) => decidedAt(opId, i + 1, opId === 'c' ? long : now)));
    await store.markSeen(ids);
    expect(await store.prune(step)).toBe(1);
    await store.reopen(3);
    expect(store.identity().incarnation).toBe(1);
    await store.reopen(1);
    expect(store.identity().incarnation).toBe(2);
    const ops = await store.read(1, { ops: 10, bytes: 1 << 20 });
    expect(ops.map((op) => [op.opId, op.rseq])).toEqual([
      ['b', 1],
      ['d', 2],
      ['e', 3],
    ]);
    expect(ops.slice(1).map((op) => op.prevHash)).toEqual(ops.slice(0, 2).map((op) => op.hash));
  });

  it('begins a new chain for a district that lost more than is still here', async () => {
    const store = await filled();
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await store.record(ids.map((opId, i) => decidedAt(opId, i + 1, i < 3 ? long : now)));
    await store.markSeen(ids);
    await store.prune(step);
    await store.reopen(3);
    // The district has all that left: the chain goes on.
    expect(store.identity().incarnation).toBe(1);
    expect(await store.marks()).toEqual({ last: 5, watermark: 3, decidedAbove: [] });
    await store.reopen(1);
    expect(store.identity().incarnation).toBe(2);
    const again = await open();
    expect(await again.marks()).toEqual({ last: 2, watermark: 0, decidedAbove: [] });
    const ops = await again.read(1, { ops: 10, bytes: 1 << 20 });
    expect(ops.map((op) => [op.opId, op.rseq, op.incarnation])).toEqual([
      ['d', 1, 2],
      ['e', 2, 2],
    ]);
  });
});

describe('case numbers (I-14)', () => {
  it('go up within a range and a day, then into the next range, then there are none', async () => {
    const book = new NumberBook(database);
    await book.learn([
      { origin: 'DC', first: 5, last: 6, incarnation: 1 },
      { origin: 'DC', first: 101, last: 101, incarnation: 1 },
      { origin: 'DC', first: 201, last: 300, incarnation: 2 },
    ]);
    const take = (day: string): Promise<string | null> =>
      database.write((tx) => book.take(tx, 1, day));
    expect(await book.left(1, '2026-03-02')).toBe(3);
    const told = [];
    for (let i = 0; i < 4; i += 1) told.push(await take('2026-03-02'));
    expect(told).toEqual(['DC260302-0005', 'DC260302-0006', 'DC260302-0101', null]);
    expect(await take('2026-03-03')).toBe('DC260303-0005');
    // A clock that goes back a day tells nothing twice.
    expect(await take('2026-03-02')).toBeNull();
  });
});

it('of damaged files the last two are kept, each with its journal', async () => {
  for (const stamp of [1, 2, 3, 20]) {
    await writeFile(join(folder, `replica.db.corrupt-${stamp}`), '');
    await writeFile(join(folder, `replica.db.corrupt-${stamp}-wal`), '');
  }
  await writeFile(join(folder, 'replica.db'), 'damaged');
  const aside = await moveAside(join(folder, 'replica.db'));
  const left = (await readdir(folder)).filter((name) => name.startsWith('replica.db'));
  expect(left.sort()).toEqual(
    ['replica.db.corrupt-20', 'replica.db.corrupt-20-wal', basename(aside)].sort(),
  );
});

describe('who this console is', () => {
  const key = createDeviceKey();
  const identity: Identity = {
    device: 'd',
    replica: 'r',
    ...key,
    dataKey: createDataKey(),
    scope: 'district',
    district: null,
    fingerprint: null,
    isDemo: false,
  };

  it("is sealed by the system's key store where there is one", async () => {
    const systemKey = createDataKey();
    await writeIdentity(folder, identity, systemKey);
    const text = await readFile(join(folder, 'identity.json'), 'utf8');
    expect(text).not.toContain(identity.dataKey);
    expect(text).not.toContain(identity.privateKey);
    expect(await readIdentity(folder, systemKey)).toEqual(identity);
    for (const wrong of [null, createDataKey()]) {
      await expect(readIdentity(folder, wrong)).rejects.toMatchObject({
        code: 'sync/not-enrolled',
      });
    }
  });

  it('is told from nobody by the file not being there, never by its not being readable', async () => {
    expect(await readIdentity(folder, null)).toBeNull();
    await mkdir(join(folder, 'identity.json'));
    await expect(readIdentity(folder, null)).rejects.toMatchObject({ code: 'storage/io' });
  });

  it('is nobody new while acts stand in the outbox', async () => {
    const store = await open();
    await database.close();
    expect(await freeOutbox(folder, silentLog)).toBe(true);
    database = await openMigrated(join(folder, 'outbox.db'), 'outbox', silentLog);
    const next = await OutboxStore.open(database, { device: 'd2', replica: 'r2' }, events);
    expect([store.identity().replica, next.identity().replica]).toEqual(['r', 'r2']);
    await commit(next, 'a');
    await database.close();
    expect(await freeOutbox(folder, silentLog)).toBe(false);
    database = await openMigrated(join(folder, 'outbox.db'), 'outbox', silentLog);
    await expect(open()).rejects.toThrow(/another replica/);
  });

  it("is one of the demo's devices, each for one data folder", async () => {
    const devices = [1, 2].map((n) => ({ ...identity, device: `hall-${n}`, publicKey: undefined }));
    await writeFile(join(folder, 'devices.json'), JSON.stringify(devices));
    const take = (dataFolder: string, wanted = 'district'): Promise<Identity | null> =>
      takeDemoDevice([join(folder, 'nowhere'), folder], { dataFolder, wanted });
    expect((await take('/a'))?.device).toBe('hall-1');
    expect((await take('/b'))?.device).toBe('hall-2');
    expect((await take('/a'))?.device).toBe('hall-1');
    expect(await take('/c')).toBeNull();
    expect((await take('/c', 'hall-2'))?.device).toBe('hall-2');
    const taken = await take('/a');
    const signed = deviceSigner(taken ?? identity)('text');
    expect(deviceVerifier(key.publicKey)?.('text', signed)).toBe(true);
  });
});
