import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { HeadBook } from '#core/host/audit/headBook.ts';
import { MINUTE_MS } from '#core/kernel/time.ts';
import type { TreeHead } from '#core/protocol/sync/treeHead.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const HALL = { name: 'hall', scope: 'district', login: 'opd' };
const STREET = { name: 'street', scope: 'street:110101001', login: 'dia' };

const keptAt = (desk: Desk): Promise<readonly TreeHead[]> =>
  new HeadBook(desk.core.files.desk).kept();
const sizesAt = async (desk: Desk): Promise<number[]> =>
  (await keptAt(desk)).map(({ size }) => size);
const codesAt = async (desk: Desk): Promise<string[]> =>
  (await desk.look('alarms', {})).alarms.map(({ code }) => code);

/** However slow the machine is: what is waited for comes, or the story ends. */
const poll = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 20_000 });

/** No hour passes here: the head is signed when the story says so. */
async function signs(): Promise<number> {
  await town.settles();
  await town.running.signing.sign();
  return town.running.district.core.state.head.serverSeq;
}

async function changeTheLog(sql: string): Promise<void> {
  const file = join(town.place.folder, 'district.db');
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1 });
  try {
    await database.write((tx) => tx.exec(`DROP TRIGGER op_log_no_update; ${sql}`));
  } finally {
    await database.close();
  }
}

it('consoles keep the heads that the district signs, and each goes on from the one before', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  await hall.creates();
  const first = await signs();
  await poll(() => sizesAt(street)).toEqual([first]);
  await street.creates();
  await hall.creates();
  const second = await signs();
  await poll(() => sizesAt(street)).toEqual([first, second]);
  await poll(() => sizesAt(hall)).toEqual([first, second]);
  expect(await codesAt(hall)).not.toContain('history-changed');
  // Whoever was away is told of the newest one when the line is back.
  town.cut('street');
  await hall.creates();
  const third = await signs();
  // Long enough for both ends to miss each other.
  await town.pass(MINUTE_MS);
  town.heal('street');
  await town.settles();
  await poll(() => sizesAt(street)).toEqual([first, second, third]);
});

it('a proof is given between sizes of the log alone', async () => {
  town = await Town.start([HALL]);
  const hall = town.desk('hall');
  await hall.creates();
  const size = await signs();
  const asks = (input: Readonly<Record<string, unknown>>): Promise<unknown> =>
    hall.core.engine.ask({ f: 'ask', name: 'audit.proof', input: { ...input } });
  const refused = { ok: false, value: { code: 'op/schema' } };
  for (const input of [
    {},
    { older: 2, newer: 1 },
    { older: 0, newer: 1 },
    { older: 1, newer: size + 1 },
    { older: 1.5, newer: 2 },
    { older: '1', newer: 2 },
  ]) {
    expect(await asks(input)).toEqual(refused);
  }
  expect(await asks({ older: 1, newer: size })).toMatchObject({ ok: true });
});

it('a head is signed at the stop and told again after the start', async () => {
  town = await Town.start([HALL, STREET]);
  const street = town.desk('street');
  await town.desk('hall').creates();
  await town.settles();
  const { head } = town.running.district.core.state;
  await town.restartDistrict();
  await town.settles();
  expect((await town.running.district.audit.heads.newest())?.size).toBe(head.serverSeq);
  await poll(() => sizesAt(street)).toEqual([head.serverSeq]);
});

it('[I-26] a log whose entries were changed behind the district, under no kept subtree, is an alarm at every console that had seen it', async () => {
  town = await Town.start([HALL, STREET], { withLogs: true });
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  await hall.creates();
  const before = await signs();
  await poll(() => sizesAt(street)).toEqual([before]);
  await changeTheLog('UPDATE op_log SET received_ms = received_ms + 1 WHERE server_seq = 2');
  await hall.creates();
  await signs();
  for (const desk of [hall, street]) {
    await poll(() => codesAt(desk)).toContain('history-changed');
    const { alarms } = await desk.look('alarms', {});
    expect(alarms.find(({ code }) => code === 'history-changed')).toMatchObject({ level: 'A1' });
    expect(await sizesAt(desk)).toEqual([before]);
  }
});

it('a district put back from a backup goes on from what it shares with what was seen', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  await hall.creates();
  const shared = await signs();
  await poll(() => sizesAt(street)).toEqual([shared]);
  const putBack = await town.backUpDistrict();
  await town.settles();
  await street.creates();
  const lost = await signs();
  await poll(() => sizesAt(street)).toContain(lost);
  await putBack();
  await town.settles();
  await hall.creates();
  const after = await signs();
  await poll(async () => (await keptAt(street)).at(-1)?.size).toBe(after);
  const last = (await keptAt(street)).at(-1);
  expect(last?.lineage).toEqual([{ epoch: expect.any(String), left: shared }]);
  // Signed and seen, and left by the restore: not a change, and not passed over.
  const { alarms } = await street.look('alarms', {});
  expect(alarms.filter(({ code }) => code.startsWith('history-'))).toMatchObject([
    { code: 'history-put-back', level: 'A1', title: String(lost - shared), acknowledged: false },
  ]);
  await poll(() => codesAt(hall)).toContain('history-put-back');
});
