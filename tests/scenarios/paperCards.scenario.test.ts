import { afterEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#core/kernel/time.ts';
import type { CallOutput, Receipt } from '#core/protocol/console/calls.ts';
import { STREET_A, creation } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

/** Catch-up entry: what was written on paper while the program was down (docs/adr/0032). */
let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'opd' };

type Times = { readonly at: number; readonly until?: number };

async function printed(desk: Desk, count: number): Promise<CallOutput<'cards.print'>> {
  const sheet = await desk.call('cards.print', { count, day: 'today' });
  if (!sheet.ok) throw new Error(sheet.error.code);
  return sheet.value;
}

async function enters(
  desk: Desk,
  card: string,
  { over = {}, ...times }: Times & { readonly over?: Parameters<typeof creation>[0] },
): Promise<Receipt | string> {
  const said = { source: 'paper', card, ...times } as const;
  const args = creation(over);
  const entered = await desk.call('op.submit', { kind: 'case.create', caseId: null, args, said });
  return entered.ok ? entered.value : entered.error.code;
}

const OVER = { next: 'selfHandled', answer: '已清运' } as const;

describe('[I-14] a printed card', () => {
  it('has a number that the program tells nobody else, and gives to its own case', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const { caseNos, printedAt } = await printed(street, 3);
    expect(new Set(caseNos).size).toBe(3);
    const [first = '', second = '', third = ''] = caseNos;
    const next = await street.call('number.peek', { form: 'f1' });
    expect(caseNos).not.toContain(next.ok ? next.value.caseNo : '');
    await town.pass(2 * HOUR_MS);
    const now = street.core.now();
    const closed = await enters(street, second, {
      at: now - HOUR_MS,
      until: now - 60_000,
      over: OVER,
    });
    if (typeof closed === 'string') throw new Error(closed);
    expect(closed.caseNo).toBe(second);
    const active = await enters(street, first, { at: printedAt + 1_000, over: { next: 'file' } });
    expect(active).toMatchObject({ caseNo: first });
    await town.settles();
    expect(await town.doc(closed.caseId ?? '')).toMatchObject({
      ...{ caseNo: second, stage: 'closed', createdAt: now - HOUR_MS, closedAt: now - 60_000 },
      externalNos: { [`paper/${second}`]: { system: 'paper', no: second } },
    });
    expect(await enters(street, second, { at: now - HOUR_MS })).toBe('card/known');
    await street.call('cards.release', { caseNos });
    const states = await street.call('cards.list', {});
    expect(states.ok && states.value.cards.map(({ caseNo, state }) => [caseNo, state])).toEqual([
      [first, 'entered'],
      [second, 'entered'],
      [third, 'released'],
    ]);
    expect(await enters(street, third, { at: now - HOUR_MS })).toBe('card/released');
    await street.crash();
    await street.open();
    const again = await street.call('number.peek', { form: 'f2' });
    expect([...caseNos, next.ok ? next.value.caseNo : '']).not.toContain(
      again.ok ? again.value.caseNo : '',
    );
    expect(await town.converged()).toEqual([]);
  });

  it('is refused with words where its times cannot be', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const { caseNos, printedAt } = await printed(street, 1);
    const now = street.core.now();
    const card = caseNos[0] ?? '';
    expect(await enters(street, card, { at: now + HOUR_MS })).toBe('said/future');
    expect(await enters(street, card, { at: printedAt - HOUR_MS })).toBe('said/before-sheet');
    const ended = { at: now, until: now - HOUR_MS, over: OVER };
    expect(await enters(street, '手写 7', ended)).toBe('said/order');
    expect(await enters(street, '手写 7', { at: now - 32 * 24 * HOUR_MS })).toBe('said/too-old');
    expect((await street.board()).rows).toEqual([]);
  });
});

describe('a card that two people enter', () => {
  it('is found before the second sends, and becomes one case where both were cut off', async () => {
    town = await Town.start([STREET, HALL]);
    const [street, hall] = [town.desk('street'), town.desk('hall')];
    const now = street.core.now();
    town.cut('hall');
    const one = await enters(street, '手写-17', { at: now - HOUR_MS });
    const two = await enters(hall, '手写-17', { at: now - HOUR_MS });
    if (typeof one === 'string' || typeof two === 'string') throw new Error('refused');
    const here = await street.call('cards.find', { card: '手写-17' });
    expect(here).toMatchObject({ ok: true, value: { caseId: one.caseId, state: 'entered' } });
    await town.settles();
    town.heal('hall');
    await town.settles();
    expect(await town.doc(two.caseId ?? '')).toMatchObject({
      ...{ stage: 'merged', mergedInto: one.caseId },
    });
    const notices = await hall.look('notices', { list: 'mine', from: 0, count: 20 } as never);
    expect(JSON.stringify(notices)).toContain('card-known');
    const elsewhere = await hall.call('cards.find', { card: '手写-17' });
    expect(elsewhere).toMatchObject({ ok: true, value: { state: 'entered' } });
    expect(await town.converged()).toEqual([]);
  });
});
