import { afterEach, expect, it } from 'vitest';
import type { WireError } from '#core/protocol/console/envelope.ts';
import { AppError } from '#core/protocol/errors.ts';
import type { Database } from '#core/storage/sqlite/database.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'did' };
const LONG = '长'.repeat(1_500);
const TRIES_MAX = 400;
const NO_LIMIT = 1_073_741_823;

/** SQLite's own bound on a file: what it may not grow by, it answers as it answers a full disk. */
async function fill(database: Database, spare: number): Promise<void> {
  await database.maintain(async (writer) => {
    const row = await writer.get<{ page_count: number }>('PRAGMA page_count');
    await writer.exec(`PRAGMA max_page_count = ${(row?.page_count ?? 0) + spare}`);
  });
}

async function makeRoom(database: Database): Promise<void> {
  await database.maintain((writer) => writer.exec(`PRAGMA max_page_count = ${NO_LIMIT}`));
}

/** Notes until one is refused; the codes of everything that was not acknowledged. */
async function notesUntilFull(desk: Desk, caseId: string): Promise<readonly string[]> {
  for (let i = 0; i < TRIES_MAX; i += 1) {
    const code = await note(desk, caseId, i);
    if (code !== null) return [code];
  }
  return [];
}

async function note(desk: Desk, caseId: string, index: number): Promise<string | null> {
  const args = { text: `${index} ${LONG}`, public: false };
  return codeOf(desk.call('op.submit', { kind: 'case.note', caseId, args }));
}

/** As the page hears it: a refusal's code, a failure's code, or null when it was done. */
async function codeOf(
  call: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: WireError }>,
): Promise<string | null> {
  try {
    const result = await call;
    return result.ok ? null : result.error.code;
  } catch (cause) {
    if (cause instanceof AppError) return cause.code;
    throw cause;
  }
}

async function actsOnDisk(desk: Desk): Promise<readonly { rseq: number; op_id: string }[]> {
  return desk.core.files.outbox.read((reader) =>
    reader.all<{ rseq: number; op_id: string }>('SELECT rseq, op_id FROM act ORDER BY rseq'),
  );
}

async function isSound(database: Database): Promise<boolean> {
  const rows = await database.maintain((writer) =>
    writer.all<{ integrity_check: string }>('PRAGMA integrity_check'),
  );
  return rows[0]?.integrity_check === 'ok';
}

it('I-01, I-02: a full outbox refuses every act by name, keeps what it acknowledged, and goes on when there is room', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  town.cut('street');
  const { outbox } = street.core.files;
  await fill(outbox, 12);
  expect(await notesUntilFull(street, caseId)).toEqual(['storage/full']);
  for (let i = 0; i < 5; i += 1) expect(await note(street, caseId, i)).toBe('storage/full');

  const acts = await actsOnDisk(street);
  expect(acts.map((act) => act.op_id)).toEqual(await street.witnessed());
  expect(acts.map((act) => act.rseq)).toEqual(acts.map((_, i) => i + 1));
  expect(await isSound(outbox)).toBe(true);
  expect((await street.shown(caseId)).ver).toBe(acts.length);
  expect((await street.board()).total).toBe(1);

  await makeRoom(outbox);
  expect(await note(street, caseId, 0)).toBeNull();
  town.heal('street');
  await town.settles();
  expect((await street.look('sync', {})).heldBack).toBeNull();
  const decided = await town.decisions();
  for (const opId of await street.witnessed()) expect(decided.get(opId)).toEqual(['applied']);
  expect(await town.converged()).toEqual([]);
});

it('I-01: a console that is killed while its disk is full begins again with all that it acknowledged', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  town.cut('street');
  await fill(street.core.files.outbox, 8);
  expect(await notesUntilFull(street, caseId)).toEqual(['storage/full']);
  const before = await street.witnessed();
  await street.crash();
  await street.open();
  await town.settles();
  expect((await street.look('sync', {})).heldBack).toBeNull();
  const decided = await town.decisions();
  for (const opId of before) expect(decided.get(opId)).toEqual(['applied']);
  expect(await town.converged()).toEqual([]);
});

it('I-09, I-15: a replica without room stops where it is and catches up; acts are acknowledged meanwhile', async () => {
  town = await Town.start([STREET, HALL]);
  const [street, hall] = [town.desk('street'), town.desk('hall')];
  const caseId = await street.creates();
  await town.settles();
  const { replica } = street.core.files;
  await fill(replica, 2);
  for (let i = 0; i < 12; i += 1) expect(await note(hall, caseId, i)).toBeNull();
  await expect.poll(async () => (await town.doc(caseId)).ver).toBe(13);
  await town.pass(2_000);
  const cursor = street.core.replica.cursors()[STREET.scope] ?? 0;
  expect(cursor).toBeLessThan(town.running.district.core.state.heads.get('district') ?? 0);
  expect(await note(street, caseId, 99)).toBeNull();
  expect(await isSound(replica)).toBe(true);

  await makeRoom(replica);
  await town.settles();
  await expect.poll(() => town.converged()).toEqual([]);
  expect((await street.shown(caseId)).ver).toBe(14);
});

it('a desk without room says so when a draft cannot be kept, and keeps the one before', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const save = (text: string): Promise<string | null> =>
    codeOf(street.call('draft.save', { key: 'intake:1', body: { text } }));
  expect(await save('第一稿')).toBeNull();
  await fill(street.core.files.desk, 1);
  expect(await save(LONG.repeat(20))).toBe('storage/full');
  const kept = await street.call('draft.list', {});
  expect(JSON.stringify(kept)).toContain('第一稿');
  await makeRoom(street.core.files.desk);
  expect(await save(LONG.repeat(20))).toBeNull();
});

it('I-03: a district whose disk is full decides nothing; what waits is decided once when there is room', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  const { district } = town.running;
  const before = district.core.state.head;
  const store = district.store as { commit: typeof district.store.commit };
  const { commit } = store;
  let refused = 0;
  store.commit = () => {
    refused += 1;
    return Promise.reject(new AppError('storage/full', { retry: 'askUser' }));
  };
  for (let i = 0; i < 6; i += 1) expect(await note(street, caseId, i)).toBeNull();
  await town.pass(1_000);
  await expect.poll(() => refused).toBeGreaterThan(0);
  await expect
    .poll(() => street.core.engine.status().heldBack, { timeout: 20_000 })
    .toBe('storage/full');
  expect(street.core.engine.status().line).toBe('online');
  expect(await street.look('sync', {})).toMatchObject({ heldBack: 'storage/full' });
  expect(district.core.state.head).toEqual(before);
  expect((await town.doc(caseId)).ver).toBe(1);
  expect((await street.shown(caseId)).ver).toBe(7);

  store.commit = commit;
  await town.settles();
  expect((await street.look('sync', {})).heldBack).toBeNull();
  const decided = await town.decisions();
  for (const opId of await street.witnessed()) expect(decided.get(opId)).toEqual(['applied']);
  expect(await town.converged()).toEqual([]);
});
