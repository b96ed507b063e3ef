import { afterEach, expect, it } from 'vitest';
import { writeNotices, type ToldNotice } from '#core/host/store/noticeRows.ts';
import { must } from '#core/kernel/assert.ts';
import type { NoticeRow } from '#core/protocol/console/rows.ts';
import type { NoticesParams, NoticesView } from '#core/protocol/console/notices.ts';
import { STREET_A, dispatchTo } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const SCOPE = `street:${STREET_A}`;
const STREET = { name: 'street', scope: SCOPE, login: 'dia' };
const OTHER = { name: 'other', scope: SCOPE, login: 'dca' };
const HALL = { name: 'hall', scope: 'district', login: 'did' };

const edit = (to: string): unknown => ({ field: 'title', from: '路面坑洼', to });

async function noticesOf(desk: Desk): Promise<readonly NoticeRow[]> {
  return (await desk.look('notices', {})).notices;
}

/** Two consoles of one street, one cut off, give one case two titles: rule 7. Returns the case. */
async function collide(): Promise<string> {
  town = await Town.start([STREET, OTHER]);
  const [street, other] = [town.desk('street'), town.desk('other')];
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  town.cut('street');
  await other.does('case.edit', caseId, edit('先改的标题'));
  await town.pass(60_000);
  await street.does('case.edit', caseId, edit('断线时改的标题'));
  await town.settles();
  town.heal('street');
  await town.settles();
  return caseId;
}

it('tells both authors of two acts that met, each in his own inbox, once', async () => {
  const caseId = await collide();
  const [street, other] = [town.desk('street'), town.desk('other')];
  await expect.poll(() => noticesOf(street)).toHaveLength(1);
  expect((await noticesOf(street))[0]).toMatchObject({
    code: 'conflict-raised',
    rule: 7,
    mine: true,
    own: true,
    read: false,
    caseId,
    caseTitle: '先改的标题',
    kind: 'case.edit',
    outcome: 'conflict',
    met: { kind: 'case.edit', byName: 'dca', own: false, scope: SCOPE },
  });
  await expect.poll(() => noticesOf(other)).toHaveLength(1);
  expect((await noticesOf(other))[0]).toMatchObject({
    code: 'conflict-raised',
    mine: true,
    own: false,
    byName: 'dia',
    met: { own: true },
  });
  expect((await street.look('notices', {})).unread).toBe(1);
});

it('[I-23] tells it once after a reconnect, a restart, and a replica that was lost', async () => {
  await collide();
  const street = town.desk('street');
  await expect.poll(() => noticesOf(street)).toHaveLength(1);
  const [told] = await noticesOf(street);

  town.cut('street');
  await town.pass(30_000);
  // The list is there without a line.
  expect(await noticesOf(street)).toEqual([told]);
  town.heal('street');
  await town.settles();
  expect(await noticesOf(street)).toEqual([told]);

  await street.core.rebuildReplica();
  await town.settles();
  await expect.poll(() => noticesOf(street)).toEqual([told]);

  await street.crash();
  await street.open();
  await street.login();
  await town.settles();
  await expect.poll(() => noticesOf(street)).toEqual([told]);

  const restore = await town.backUpDistrict();
  await restore();
  await town.settles();
  await expect.poll(() => noticesOf(street)).toEqual([told]);
});

it('remembers what a person has seen at this desk, over a lost replica, and of him alone', async () => {
  await collide();
  const [street, other] = [town.desk('street'), town.desk('other')];
  await expect.poll(() => noticesOf(street)).toHaveLength(1);
  const ids = (await noticesOf(street)).map((one) => one.id);
  const seen = await street.call('notice.read', { ids });
  expect(seen.ok).toBe(true);
  expect(await street.look('notices', {})).toMatchObject({ unread: 0, notices: [{ read: true }] });
  await street.core.rebuildReplica();
  await town.settles();
  await expect.poll(async () => (await street.look('notices', {})).notices).toHaveLength(1);
  expect((await street.look('notices', {})).unread).toBe(0);
  await expect.poll(async () => (await other.look('notices', {})).unread).toBe(1);
});

it('tells a holder what was proposed to him, and who proposed that it became a proposal', async () => {
  town = await Town.start([STREET, HALL]);
  const [street, hall] = [town.desk('street'), town.desk('hall')];
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  const receipt = await hall.does('case.dispatch', caseId, dispatchTo('roads-a'));
  expect(receipt).toMatchObject({ becomes: 'proposal', later: true, holder: SCOPE });
  expect((await hall.shown(caseId)).stage).toBe('to_dispatch');
  await town.settles();
  await expect.poll(() => noticesOf(street)).toHaveLength(1);
  expect((await noticesOf(street))[0]).toMatchObject({
    code: 'proposed',
    mine: false,
    kind: 'case.dispatch',
    byName: 'did',
    scope: 'district',
  });
  await expect.poll(() => noticesOf(hall)).toHaveLength(1);
  expect((await noticesOf(hall))[0]).toMatchObject({
    code: 'act-adjusted',
    mine: true,
    own: true,
    reason: { code: 'case/not-held', detail: { holder: SCOPE } },
  });
});

it('says with the receipt what an act becomes: in force, or a request that waits', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const becomes = async (...act: Parameters<Desk['does']>): Promise<unknown> => {
    const { becomes: made, later, holder } = await street.does(...act);
    return { made, later, holder };
  };
  const caseId = await street.creates({ next: 'file' });
  const other = await street.creates({ next: 'file' });
  const here = { later: false, holder: SCOPE };
  expect(await becomes('case.dispatch', caseId, dispatchTo('roads-a'))).toEqual({
    made: 'applied',
    ...here,
  });
  await town.settles();
  const assignment = Object.keys((await street.shown(caseId)).assignments ?? {})[0];
  const ask = { assignment, reasonCode: 'other', text: '', proposedUnit: null, proof: [] };
  const byUnit = { onBehalf: 'roads-a', how: 'phone', once: 'ask-1' } as const;
  town.cut('street');
  expect(await becomes('ask.return', caseId, ask, byUnit)).toEqual({
    made: 'request',
    later: true,
    holder: SCOPE,
  });
  // The same form again gets the same answer.
  expect(await becomes('ask.return', caseId, ask, byUnit)).toMatchObject({
    made: 'request',
    later: true,
  });
  expect(await becomes('case.dispatch', other, dispatchTo('sweep-a'))).toEqual({
    made: 'applied',
    ...here,
  });
});

it('shows nobody what was told to another person who sat here', async () => {
  await collide();
  const street = town.desk('street');
  await expect.poll(() => noticesOf(street)).toHaveLength(1);
  await street.call('session.logout', {});
  expect((await street.call('notice.read', { ids: [] })).ok).toBe(false);
  await town.running.district.logins.set('dib', 'dib', 'town-password');
  const next = { login: 'dib', password: 'town-password', seat: 'a1' };
  expect((await street.call('session.login', next)).ok).toBe(true);
  await town.settles();
  expect(await noticesOf(street)).toEqual([]);
});

it('[I-23] lists all thousand that are kept, a window at a time, counts all that are unread, and marks them read at once', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  await town.settles();
  await town.pass(60_000);
  const at = street.core.now();
  const told = (to: string, seq: number): ToldNotice => ({
    to,
    code: 'urged',
    rule: null,
    caseId: null,
    caseNo: null,
    opId: `${to}-${seq}`,
    kind: 'case.urge',
    by: 'did',
    scope: 'district',
    saidAt: at,
    at,
    errMs: 0,
    outcome: 'applied',
    reason: null,
    met: null,
    seq,
  });
  const many = (to: string, from: number, count: number): ToldNotice[] =>
    Array.from({ length: count }, (_, i) => told(to, from + i));
  await street.core.files.replica.write(async (tx) => {
    await writeNotices(tx, 'inbox:dia', many('dia', 10_001, 1_100));
    await writeNotices(tx, `inbox:${SCOPE}`, many(SCOPE, 1, 450));
  });
  const look = (params: NoticesParams): Promise<NoticesView> => street.look('notices', params);

  expect(await look({})).toMatchObject({ from: 0, total: 1_450, unread: 1_450 });
  const mine = await look({ list: 'mine', from: 900, count: 200 });
  expect(mine).toMatchObject({ from: 900, total: 1_000, unread: 1_450 });
  // Of the person's own the newest thousand are kept, and the last of them is the oldest.
  expect(mine.notices).toHaveLength(100);
  expect(mine.notices.at(-1)?.id).toBe('dia-10101:urged');
  const end = await look({ from: 1_400, count: 200 });
  expect(end.notices.map(({ id }) => id).slice(-2)).toEqual([
    `${SCOPE}-2:urged`,
    `${SCOPE}-1:urged`,
  ]);

  expect((await street.call('notice.read', { ids: ['dia-10101:urged'] })).ok).toBe(true);
  expect((await look({})).unread).toBe(1_449);

  const seen = await look({ list: 'mine' });
  expect(seen).toMatchObject({ unreadListed: 999, upTo: 11_100 });
  await street.core.files.replica.write((tx) =>
    writeNotices(tx, 'inbox:dia', many('dia', 20_001, 1)),
  );
  const all = { list: 'mine', upTo: seen.upTo } as const;
  expect((await street.call('notice.read', { ids: [], all })).ok).toBe(true);
  // What came while the hand was on its way, and what the list did not show, nobody has seen.
  const after = await look({ list: 'mine' });
  expect(after).toMatchObject({ unread: 451, unreadListed: 1, upTo: 20_001 });
  expect(after.notices.map(({ read }) => read).indexOf(false)).toBe(0);
  const rest = { list: 'all', upTo: (await look({})).upTo } as const;
  expect((await street.call('notice.read', { ids: [], all: rest })).ok).toBe(true);
  expect((await look({})).unread).toBe(0);
  expect((await look({ from: 1_400 })).notices.every(({ read }) => read)).toBe(true);

  // What everybody was told before this person sat down is listed, and is no news to him.
  const since = must(street.core.session.person, 'who sits there').since;
  for (const [seq, came, unread] of [
    [30_001, since - 1, 0],
    [30_002, since, 1],
  ] as const) {
    const notice = { ...told(SCOPE, seq), at: came };
    await street.core.files.replica.write((tx) => writeNotices(tx, `inbox:${SCOPE}`, [notice]));
    const { notices, unread: news } = await look({});
    expect([notices[0]?.id, news]).toEqual([`${SCOPE}-${seq}:urged`, unread]);
  }
  // However many people log in here, ten thousand are kept in all, and the oldest go.
  await street.core.files.replica.write(async (tx) => {
    for (let i = 0; i < 11; i += 1) {
      await writeNotices(tx, `inbox:p${i}`, many(`p${i}`, 100_000 + i * 1_000, 1_000));
    }
  });
  const sql = 'SELECT COUNT(*) AS kept, MIN(seq) AS oldest FROM notice';
  expect(await street.core.files.replica.read((reader) => reader.get(sql, []))).toEqual({
    kept: 10_000,
    oldest: 101_000,
  });
});
