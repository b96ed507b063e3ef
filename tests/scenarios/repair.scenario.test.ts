import { afterEach, expect, it } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';
import type { Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const HALL = { name: 'hall', scope: 'district', login: 'did' };
const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const ELSEWHERE = {
  point: null,
  text: '某路 9 号',
  cell: null,
  street: null,
  by: 'caller',
  confidence: 0,
} as const;
const note = (text: string): unknown => ({ text, public: false });

/** Something outside the program changes the rows of a console. */
async function spoil(desk: Desk, sql: string, ...params: readonly string[]): Promise<void> {
  await desk.core.files.replica.write((tx) => tx.run(sql, params));
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; !(await what()); turn += 1) {
    expect(turn).toBeLessThan(1_000);
    await town.pass(1_000);
  }
}

const reportOf = (desk: Desk) => must(desk.core.engine.checks(), 'rows are compared');

it('rows that are not as the district has them are found and fetched again, and nothing else is', async () => {
  town = await Town.start([HALL, STREET]);
  const street = town.desk('street');
  const ids: string[] = [];
  for (let i = 0; i < 6; i += 1) ids.push(await street.creates());
  const [other, lost, older, unreadable, unknown, sound] = ids as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await street.does('case.note', older, note('第二步'));
  await town.settles();
  const before = await street.file(sound);
  town.cut('street');
  await street.does('case.note', other, note('断线时写的'));
  await street.does('case.note', lost, note('也是断线时写的'));
  await spoil(
    street,
    `UPDATE confirmed SET doc = json_set(doc, '$.title', '别的') WHERE case_id = ?`,
    other,
  );
  await spoil(street, 'DELETE FROM confirmed WHERE case_id = ?', lost);
  await spoil(
    street,
    `UPDATE confirmed SET ver = 1, doc = json_set(doc, '$.ver', 1) WHERE case_id = ?`,
    older,
  );
  await spoil(street, `UPDATE confirmed SET doc = '{"caseId":' WHERE case_id = ?`, unreadable);
  await spoil(street, `UPDATE confirmed SET form = 'stub', doc = '{}' WHERE case_id = ?`, unknown);
  expect(street.core.keeper.undecidedCount()).toBe(2);
  town.heal('street');
  // The three that nobody acts on are found by the sums; the two others may be found first by what is decided of them.
  await until(() => reportOf(street).repaired >= 3 && reportOf(street).compared > 1);
  // What one comparing finds too late for its answer is found by the next.
  await until(async () => (await town.converged()).length === 0);
  await town.settles();
  expect(await town.converged()).toEqual([]);
  expect(await street.file(sound)).toEqual(before);
  // What waited was said, and is there.
  for (const caseId of [other, lost]) {
    const { timeline } = await town.desk('hall').file(caseId);
    expect(timeline.map((row) => row.kind)).toEqual(['case.create', 'case.note']);
  }
  expect(reportOf(town.desk('hall'))).toMatchObject({ repaired: 0 });
  const { repaired } = reportOf(street);
  expect(repaired).toBeLessThanOrEqual(5);
  expect(await street.look('sync', {})).toMatchObject({ checks: { repaired } });
});

it('[I-18] a case that this console should not have is taken away', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const caseId = await hall.creates({ place: ELSEWHERE });
  await street.creates();
  await town.settles();
  const [row] = await hall.core.replica.read((reader) =>
    reader.all<{ doc: string }>('SELECT doc FROM confirmed WHERE case_id = ?', [caseId]),
  );
  const doc = JSON.parse(must(row, 'the hall holds it').doc) as { members: object };
  const members = { ...doc.members, [street.core.scope]: true };
  const text = JSON.stringify({ ...doc, members });
  await spoil(street, `INSERT INTO confirmed VALUES (?, 1, 'full', ?)`, caseId, text);
  street.core.engine.reconnect();
  await until(() => reportOf(street).repaired === 1 && reportOf(street).compared > 1);
  expect(await town.converged()).toEqual([]);
});

it('nothing is repaired where everything is as it should be, however much is decided meanwhile', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const caseId = await street.creates();
  for (let i = 0; i < 12; i += 1) {
    if (i % 3 === 0) street.core.engine.reconnect();
    const by = i % 2 === 0 ? hall : street;
    await by.call('op.submit', { kind: 'case.note', caseId, args: note(String(i)) });
    await town.pass(2_000);
  }
  await town.settles();
  await until(() => reportOf(street).compared > 0 && reportOf(hall).compared > 0);
  expect([reportOf(street).repaired, reportOf(hall).repaired]).toEqual([0, 0]);
});

it('records that are not as the district has them are found and fetched again, and acts that wait stay', async () => {
  town = await Town.start([HALL, STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  const rows = (): Promise<readonly unknown[]> =>
    street.core.replica.read((reader) =>
      reader.all(
        "SELECT type, id, body FROM record WHERE type IN ('device', 'lease') ORDER BY 1, 2",
      ),
    );
  const before = await rows();
  expect(before.length).toBeGreaterThan(3);
  await until(() => reportOf(street).compared > 0);
  town.cut('street');
  await street.does('case.note', caseId, note('断线时写的'));
  const device = "SELECT MIN(id) FROM record WHERE type = 'device'";
  const lease = "SELECT MIN(id) FROM record WHERE type = 'lease'";
  const spoilt = "body = json_set(body, '$.name', '别的')";
  await spoil(street, `UPDATE record SET ${spoilt} WHERE type = 'device' AND id = (${device})`);
  await spoil(street, `DELETE FROM record WHERE type = 'lease' AND id = (${lease})`);
  await spoil(
    street,
    `INSERT INTO record VALUES ('grant', 'nobody/operator/district', 0, '{"ver":1}')`,
  );
  expect(street.core.keeper.undecidedCount()).toBe(1);
  town.heal('street');
  await until(() => reportOf(street).repaired === 3);
  await town.settles();
  expect(await rows()).toEqual(expect.arrayContaining([...before]));
  const extra = await street.core.replica.read((reader) =>
    reader.all("SELECT id FROM record WHERE type = 'grant' AND id LIKE 'nobody/%'"),
  );
  expect(extra).toEqual([]);
  expect(reportOf(street).repaired).toBe(3);
  const { timeline } = await town.desk('hall').file(caseId);
  expect(timeline.map((row) => row.kind)).toEqual(['case.create', 'case.note']);
});
