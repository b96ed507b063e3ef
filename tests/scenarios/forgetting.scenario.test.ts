import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '#core/kernel/time.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

/** What is kept long enough is forgotten when an administrator says so (docs/adr/0019, I-13). */
let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const CHIEF = { name: 'chief', scope: 'district', login: 'dcd' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };
const WORDS = '红旗小区三号楼渗水';
const YEARS_MS = 366 * DAY_MS;
const ALL = { after: null, caseNo: null, caseIds: null };

type Due = CallOutput<'forgetting.due'>;

async function dueAt(
  desk: Desk,
  over: Partial<typeof ALL> | { caseNo: string } | { caseIds: string[] } = {},
): Promise<Due> {
  const answer = await desk.call('forgetting.due', { ...ALL, ...over });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

async function archived(title = WORDS): Promise<string> {
  const caseId = await town.desk('street').creates({ title, text: title });
  await town.settles();
  const chief = town.desk('chief');
  await chief.does('case.void', caseId, { reason: '重复' });
  await chief.does('case.archive', caseId, { type: 'normal' });
  await town.settles();
  return caseId;
}

const found = async (desk: Desk): Promise<number> => {
  const answer = await desk.call('case.search', { text: '渗水', limit: 20 });
  return answer.ok ? answer.value.rows.length : -1;
};

describe('forgetting', () => {
  it('is due when the years are over, said by an administrator who reads no case, and seen by all', async () => {
    town = await Town.start([CHIEF, STREET, OFFICE]);
    const [street, office] = [town.desk('street'), town.desk('office')];
    const caseId = await archived();
    expect(await found(street)).toBe(1);
    expect(await dueAt(office)).toMatchObject({ years: 5, set: null, total: 0, rows: [] });
    await office.does('retention.set', null, { years: 1 });
    await town.settles();
    town.clock.pass(YEARS_MS);
    await town.settles();
    // A year later everybody has logged in anew.
    await office.call('session.logout', {});
    await office.login();
    const due = await dueAt(office);
    expect(due).toMatchObject({
      years: 1,
      set: { by: 'adm' },
      total: 1,
      isMore: false,
      next: null,
    });
    const [row] = due.rows;
    expect(row).toMatchObject({ caseId, street: STREET_A, redacted: null });
    expect(JSON.stringify(due)).not.toContain(WORDS);
    // Asked for by their ids while they are worked off, none but these are sought.
    const [named, other] = [
      { total: 0, rows: [{ caseId }] },
      { total: 0, rows: [] },
    ];
    expect(await dueAt(office, { caseIds: [caseId] })).toMatchObject(named);
    expect(await dueAt(office, { caseIds: ['nobody'] })).toMatchObject(other);
    await office.does('case.redact', caseId, { reason: 'retention' }, { ver: row?.ver ?? 0 });
    await town.settles();
    expect(await dueAt(office)).toMatchObject({ total: 0, rows: [] });
    const { caseNo = '' } = await town.doc(caseId);
    expect((await dueAt(office, { caseNo })).rows).toMatchObject([
      { caseId, redacted: { by: 'adm', reason: 'retention' } },
    ]);
    expect((await town.doc(caseId)).title).toBe('');
    expect(await found(street)).toBe(0);
    expect(await town.converged()).toEqual([]);
  });

  it('takes what came in the meantime with it, and is due again for what comes after', async () => {
    town = await Town.start([CHIEF, STREET, OFFICE]);
    const office = town.desk('office');
    const caseId = await archived();
    const { caseNo = '' } = await town.doc(caseId);
    const told = async () => (await dueAt(office, { caseNo })).rows[0];
    const ver = (await told())?.ver ?? 0;
    const note = { text: '补记', public: false };
    await town.desk('chief').does('case.note', caseId, note);
    await town.settles();
    await office.does('case.redact', caseId, { reason: 'asked' }, { ver });
    await town.settles();
    expect((await town.doc(caseId)).redacted).toMatchObject({ reason: 'asked', by: 'adm' });
    expect(await told()).toMatchObject({ redacted: { reason: 'asked' } });
    await town.desk('chief').does('case.note', caseId, note);
    await town.settles();
    expect(await told()).toMatchObject({ redacted: null });
  });

  it('is told by pages, and to administrators of the district alone, [I-21]', async () => {
    town = await Town.start([CHIEF, STREET, OFFICE]);
    const open = await town.desk('street').creates();
    const caseId = await archived();
    const { caseNo = '' } = await town.doc(open);
    expect((await dueAt(town.desk('office'), { caseNo })).rows).toEqual([]);
    for (const name of ['street', 'chief']) {
      const desk = town.desk(name);
      const asked = await desk.call('forgetting.due', ALL);
      expect(asked).toMatchObject({ ok: false, error: { code: 'grant/none' } });
      const act = { kind: 'case.redact', caseId, args: { reason: 'asked' }, ver: 3 };
      expect((await desk.call('op.submit', act)).ok).toBe(false);
      const set = { kind: 'retention.set', caseId: null, args: { years: 1 } };
      expect((await desk.call('op.submit', set)).ok).toBe(false);
    }
  });
});
