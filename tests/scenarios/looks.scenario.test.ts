import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#core/protocol/errors.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

/** Who looked at whom (docs/adr/0031): noted before it is shown, and nowhere but in the log. */
let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };
const CHIEF = { name: 'chief', scope: `street:${STREET_A}`, login: 'dca' };
const PHONE = '13911112222';

async function withCaller(desk: Desk, confidential = false): Promise<string> {
  const sealed = await desk.call('caller.seal', {
    ...{ number: PHONE, name: '王小明', kind: 'person', confidential },
  });
  if (!sealed.ok) throw new Error(sealed.error.code);
  return desk.creates({ next: 'file', caller: sealed.value.caller as never });
}

/** Notes in the district's log: who, what, and on which case. */
async function noted(): Promise<readonly (readonly string[])[]> {
  const entries = await town.running.district.store.log(0, 100_000);
  return entries.flatMap(({ op, decision }) => {
    if (op.kind !== 'access.note') return [];
    expect([decision.outcome, decision.caseId, decision.ver]).toEqual(['applied', null, null]);
    const { what, case: caseId } = op.args;
    return [[op.actor, what, caseId]];
  });
}

describe('a look at a caller', () => {
  it('is noted once a while, also while cut off, and raises no version of the case', async () => {
    town = await Town.start([STREET, CHIEF]);
    const [street, chief] = [town.desk('street'), town.desk('chief')];
    const [plain, secret] = [await withCaller(street), await withCaller(chief, true)];
    await town.settles();
    const before = await town.doc(plain);
    expect((await street.file(plain)).callerNumber).toBe('139****2222');
    town.cut('street');
    expect(await street.opensCaller(plain)).toEqual({ number: PHONE, name: '王小明' });
    expect(await street.opensCaller(plain)).toEqual({ number: PHONE, name: '王小明' });
    expect(await street.opensCaller(secret)).toBe('grant/none');
    expect(await chief.opensCaller(secret)).toBe('caller/needs-reason');
    expect(await chief.opensCaller(secret, ' ')).toBe('caller/needs-reason');
    const opened = await chief.opensCaller(secret, '回访核实');
    expect(opened).toEqual({ number: PHONE, name: '王小明' });
    const paper = { caseId: secret, to: 'print', why: '案件单归档' } as const;
    const printed = await chief.call('caller.open', paper);
    expect(printed).toMatchObject({ ok: true, value: { number: PHONE } });
    town.heal('street');
    await town.settles();
    const looks = await noted();
    // Each reason is a note of its own.
    expect(looks).toHaveLength(4);
    expect(looks).toEqual(
      expect.arrayContaining([
        ['dia', 'number', plain],
        ['dca', 'confidential', secret],
        ['dca', 'print', secret],
      ]),
    );
    expect(await town.doc(plain)).toEqual(before);
    expect(await town.converged()).toEqual([]);
  });

  it('[I-19] that cannot be noted is not had, and no page notes one by itself', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const caseId = await withCaller(street);
    const full = vi
      .spyOn(street.core.outbox, 'commit')
      .mockRejectedValue(new AppError('storage/full', { retry: 'askUser' }));
    const refused = await street.call('caller.open', { caseId, to: 'look' }).then(
      (answer) => answer.ok,
      () => false,
    );
    expect(refused).toBe(false);
    full.mockRestore();
    const unwritten = vi
      .spyOn(street.core.notes, 'note')
      .mockResolvedValue({ ok: false, error: { code: 'session/locked' } });
    expect(await street.opensCaller(caseId)).toBe('session/locked');
    unwritten.mockRestore();
    expect(await street.opensCaller(caseId)).toMatchObject({ number: PHONE });
    const args = { what: 'number', case: caseId, why: '' };
    const forged = { kind: 'access.note', caseId: null, args };
    expect(await street.call('op.submit', forged)).toMatchObject({
      ok: false,
      error: { code: 'op/schema' },
    });
    await town.settles();
    expect(await noted()).toEqual([['dia', 'number', caseId]]);
  });

  it('and a recording that is played, but no other file', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const caseId = await withCaller(street);
    for (const use of ['recording', 'document'] as const) {
      const bytes = Buffer.from(`bytes of a ${use}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const piece = { offset: 0, base64: bytes.toString('base64') };
      await street.call('file.put', { caseId, sha256, bytes: bytes.length, ...piece });
      const file = { sha256, name: 'f', bytes: bytes.length, use, takenAt: null, point: null };
      await street.does('case.attach', caseId, file);
      await town.settles();
      const got = await street.call('file.get', { caseId, sha256, offset: 0 });
      expect(got).toMatchObject({ ok: true, value: { total: bytes.length } });
    }
    await town.settles();
    expect(await noted()).toEqual([['dia', 'recording', caseId]]);
  });
});

describe('the audit', () => {
  const ALL = { from: null, person: null, caseNo: null, before: null };

  it('shows who looked at what: the case only to whoever may read it, [I-21]', async () => {
    town = await Town.start([STREET, CHIEF, OFFICE]);
    const [street, chief, office] = ['street', 'chief', 'office'].map((name) => town.desk(name));
    if (street === undefined || chief === undefined || office === undefined) throw new Error();
    const caseId = await withCaller(street);
    await town.settles();
    await street.opensCaller(caseId);
    await chief.opensCaller(caseId);
    await town.settles();
    const looks = async (desk: Desk, over = {}) => {
      const answer = await desk.call('audit.looks', { ...ALL, ...over });
      return answer.ok ? answer.value.looks : answer.error.code;
    };
    const { caseNo = '' } = await town.doc(caseId);
    const seen = await looks(chief);
    expect(seen).toHaveLength(2);
    expect(seen).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ person: 'dia', what: 'number', caseId, caseNo }),
        expect.objectContaining({ person: 'dca', what: 'number', caseId, caseNo }),
      ]),
    );
    expect(await looks(chief, { person: 'dia', caseNo })).toHaveLength(1);
    expect(await looks(chief, { from: 0 })).toEqual([]);
    expect(await looks(office)).toEqual([
      expect.objectContaining({ caseId: null, caseNo: null, why: '' }),
      expect.objectContaining({ caseId: null, caseNo: null, why: '' }),
    ]);
    // Nor does he find out by asking about one.
    expect(await looks(office, { caseNo })).toEqual([]);
    expect(await looks(street)).toBe('grant/none');
    expect(await chief.call('audit.state', {})).toMatchObject({ ok: false });
  });

  it('reads the whole log in the background, says what it found, and can be ended', async () => {
    town = await Town.start([STREET, OFFICE]);
    const [street, office] = [town.desk('street'), town.desk('office')];
    for (let i = 0; i < 3; i += 1) await street.creates();
    await town.settles();
    await town.running.signing.sign();
    const state = async () => {
      const answer = await office.call('audit.state', {});
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    };
    expect((await state()).verification.state).toBe('never');
    await office.call('audit.verify', { on: true });
    await expect.poll(async () => (await state()).verification.state).toBe('done');
    const found = await state();
    expect(found.verification).toMatchObject({ done: found.verification.of, firstBad: null });
    expect(found.heads[0]).toMatchObject({ size: found.size });
    expect(found.chains.map(({ replica }) => replica)).toEqual(
      expect.arrayContaining([street.core.identity.replica]),
    );
    await expect.poll(async () => (await state()).witnessed).toContain(found.size);
    const report = await office.call('numbers.report', { day: office.core.bus.today() });
    const lines = report.ok ? report.value.lines : [];
    expect(lines.reduce((sum, { used }) => sum + used, 0)).toBe(3);
  });
});
