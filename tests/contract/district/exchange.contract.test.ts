import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { deviceVerifier } from '#core/node/deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from '#core/node/exchangeSeal.ts';
import { parseExchangeAnswer, parseExchangeFile } from '#core/protocol/sync/exchange.ts';
import type { ExchangeActs, ExchangeAnswer } from '#core/protocol/sync/exchange.ts';
import {
  Author,
  STREET_A,
  STREET_B,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

let place: Place;
let running: RunningDistrict;
let desk: Author;
let other: Author;

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place);
  desk = new Author('a', `street:${STREET_A}`, place.clock);
  other = new Author('other', `street:${STREET_B}`, place.clock);
  for (const author of [desk, other]) await author.enrol(running.district);
});
afterEach(async () => {
  await running.close();
  await place.remove();
});

const makes = (author: Author, caseId = newCaseId()): AnyOperation =>
  author.make({ kind: 'case.create', caseId, args: creation({ next: 'file' }), by: 'dia' });

async function written(
  author: Author,
  batches: readonly (readonly AnyOperation[])[],
  over: Partial<Record<keyof ExchangeActs, unknown>> = {},
): Promise<string> {
  const { replica, incarnation } = author;
  const acts = {
    replica,
    incarnation,
    epoch: running.district.history.epoch,
    cursors: {},
    batches: batches.map((ops) => ({ ...author.batch(ops), isHeld: false })),
    ...over,
  };
  const { dataKey } = running.district.secrets;
  const header = { kind: 'acts', device: author.device } as const;
  const sign = (text: string): string => author.sign(text);
  return sealExchange(header, JSON.stringify(acts), { dataKey, sign });
}

async function bring(text: string, person: string | null = 'adm') {
  const asker = { device: 'hall', person, scope: 'district' } as never;
  return running.hub.asks.answer('exchange.bring', { text }, asker);
}

async function answered(text: string): Promise<ExchangeAnswer> {
  const done = await bring(text);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const file = must(parseExchangeFile((done.value as { text: string }).text), 'a file');
  const { headKey, dataKey } = running.district.secrets;
  expect(isSignedBy(file, must(deviceVerifier(headKey.publicKey), 'a key'))).toBe(true);
  return must(parseExchangeAnswer((await openExchange(file, dataKey)) ?? ''), 'an answer');
}

const outcomesOf = async (op: AnyOperation): Promise<string[]> =>
  (await running.district.store.log(0, 1_000)).flatMap((one) =>
    one.op.opId === op.opId ? one.decision.outcome : [],
  );

it('decides what a file brings as if its author had pushed it, once, and answers with what his street may read', async () => {
  const theirs = makes(other);
  await answered(await written(other, [[theirs]]));
  const op = makes(desk);
  const file = await written(desk, [[op]]);
  const answer = await answered(file);
  expect(answer.decisions).toMatchObject([
    { opId: op.opId, rseq: op.rseq, ver: 1, outcome: 'applied' },
  ]);
  const scopes = new Set(answer.pages.map(({ scope }) => scope));
  expect([...scopes].every((one) => ['ref', desk.scope, `inbox:${desk.scope}`].includes(one))).toBe(
    true,
  );
  expect(JSON.stringify(answer.pages)).toContain(op.caseId);
  expect(JSON.stringify(answer.pages)).not.toContain(theirs.caseId);
  // Again, by whatever way: the stored outcome, and what happened meanwhile.
  expect((await answered(file)).decisions).toEqual(answer.decisions);
  expect(await outcomesOf(op)).toEqual(['applied']);
});

it('tells of each feed from where the console stood, and nothing again', async () => {
  const first = await answered(await written(desk, [[makes(desk)]]));
  const reached = first.pages.filter(({ scope }) => scope === desk.scope).at(-1)?.to ?? 0;
  const cursors = { [desk.scope]: reached };
  const next = await answered(await written(desk, [[makes(desk)]], { cursors }));
  expect(next.pages.find(({ scope }) => scope === desk.scope)).toMatchObject({ from: reached });
});

it('takes a file from an administrator alone, unbent, of this history, from a device that is enrolled', async () => {
  const op = makes(desk);
  const file = await written(desk, [[op]]);
  expect(await bring(file, null)).toMatchObject({ ok: false });
  expect(await bring(file, 'dia')).toMatchObject({ ok: false, error: { code: 'grant/none' } });
  const at = file.indexOf('"body":"') + 40;
  const bent = file.slice(0, at) + (file[at] === 'A' ? 'B' : 'A') + file.slice(at + 1);
  expect(await bring(bent)).toEqual({ ok: false, error: { code: 'exchange/bent' } });
  expect(await bring('{}')).toEqual({ ok: false, error: { code: 'exchange/not-a-file' } });
  const elsewhere = await written(desk, [[op]], { epoch: 'another' });
  expect(await bring(elsewhere)).toEqual({ ok: false, error: { code: 'exchange/other-history' } });
  const args = { device: desk.device, reason: 'stolen' };
  await running.district.core.act([{ kind: 'device.revoke', caseId: null, args, actor: 'adm' }]);
  // Nor does he read on by a file that brings nothing (I-25).
  for (const one of [file, await written(desk, [])]) {
    expect(await bring(one)).toEqual({ ok: false, error: { code: 'sync/not-enrolled' } });
  }
  expect(await outcomesOf(op)).toEqual([]);
});

it('takes nothing that somebody else said, and waits for what stands before it', async () => {
  const theirs = makes(other);
  const foreign = { batches: [{ ...other.batch([theirs]), isHeld: false }] };
  expect(await bring(await written(desk, [], foreign))).toMatchObject({ ok: false });
  expect(await outcomesOf(theirs)).toEqual([]);
  const [first, second] = [makes(desk), makes(desk)];
  const early = await bring(await written(desk, [[second]]));
  expect(early).toMatchObject({ ok: true, value: { decided: 0, waiting: 1 } });
  const both = await bring(await written(desk, [[first], [second]]));
  expect(both).toMatchObject({ ok: true, value: { decided: 2, waiting: 0 } });
});
