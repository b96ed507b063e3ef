import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { deviceVerifier } from '#core/node/deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from '#core/node/exchangeSeal.ts';
import { parseExchangeAnswer, parseExchangeFile } from '#core/protocol/sync/exchange.ts';
import type { ExchangeActs, ExchangeAnswer } from '#core/protocol/sync/exchange.ts';
import { EnrolledDistrict, makes } from '#tests/support/enrolledDistrict.ts';
import { STREET_A, STREET_B, type Author } from '#tests/support/smallDistrict.ts';

let at: EnrolledDistrict;
let desk: Author;
let other: Author;

beforeEach(async () => {
  const street = `street:${STREET_A}` as const;
  at = await EnrolledDistrict.open({
    a: street,
    b: street,
    station: street,
    other: `street:${STREET_B}`,
  });
  [desk, other] = [at.author('a'), at.author('other')];
});
afterEach(() => at.close());

async function written(
  author: Author,
  batches: readonly (readonly AnyOperation[])[],
  over: Partial<Record<keyof ExchangeActs, unknown>> = {},
): Promise<string> {
  const { replica, incarnation } = author;
  const acts = {
    replica,
    incarnation,
    epoch: at.running.district.history.epoch,
    cursors: {},
    batches: batches.map((ops) => ({ ...author.batch(ops), isHeld: false })),
    ...over,
  };
  const { dataKey } = at.running.district.secrets;
  const header = { kind: 'acts', device: author.device } as const;
  const sign = (text: string): string => author.sign(text);
  return sealExchange(header, JSON.stringify(acts), { dataKey, sign });
}

async function bring(text: string, person: string | null = 'adm') {
  const asker = { device: 'hall', person, scope: 'district' } as never;
  return at.running.hub.asks.answer('exchange.bring', { text }, asker);
}

async function answered(text: string): Promise<ExchangeAnswer> {
  const done = await bring(text);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const file = must(parseExchangeFile((done.value as { text: string }).text), 'a file');
  const { headKey, dataKey } = at.running.district.secrets;
  expect(isSignedBy(file, must(deviceVerifier(headKey.publicKey), 'a key'))).toBe(true);
  return must(parseExchangeAnswer((await openExchange(file, dataKey)) ?? ''), 'an answer');
}

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
  expect(await at.outcomesOf(op)).toEqual(['applied']);
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
  const where = file.indexOf('"body":"') + 40;
  const letter = file[where] === 'A' ? 'B' : 'A';
  const bent = file.slice(0, where) + letter + file.slice(where + 1);
  expect(await bring(bent)).toEqual({ ok: false, error: { code: 'exchange/bent' } });
  expect(await bring('{}')).toEqual({ ok: false, error: { code: 'exchange/not-a-file' } });
  const elsewhere = await written(desk, [[op]], { epoch: 'another' });
  expect(await bring(elsewhere)).toEqual({ ok: false, error: { code: 'exchange/other-history' } });
  await at.revoke(desk);
  // Nor does he read on by a file that brings nothing (I-25).
  for (const one of [file, await written(desk, [])]) {
    expect(await bring(one)).toEqual({ ok: false, error: { code: 'sync/not-enrolled' } });
  }
  expect(await at.outcomesOf(op)).toEqual([]);
});

it('takes nothing that somebody else said, and waits for what stands before it', async () => {
  const theirs = makes(other);
  const foreign = { batches: [{ ...other.batch([theirs]), isHeld: false }] };
  expect(await bring(await written(desk, [], foreign))).toMatchObject({ ok: false });
  expect(await at.outcomesOf(theirs)).toEqual([]);
  const [first, second] = [makes(desk), makes(desk)];
  const early = await bring(await written(desk, [[second]]));
  expect(early).toMatchObject({ ok: true, value: { decided: 0, waiting: 1 } });
  const both = await bring(await written(desk, [[first], [second]]));
  expect(both).toMatchObject({ ok: true, value: { decided: 2, waiting: 0 } });
});

/** As a station writes it: what all of its street said, each as its author signed it. */
const street = (
  batches: readonly (readonly [Author, AnyOperation])[],
  over: Partial<Record<keyof ExchangeActs, unknown>> = {},
): Promise<string> =>
  written(at.author('station'), [], {
    as: 'station',
    batches: batches.map(([author, op]) => ({ ...author.batch([op]), isHeld: false })),
    ...over,
  });

it('takes from a station what all of its street said, and lets nobody wait for one who must', async () => {
  const b = at.author('b');
  const [missing, second] = [makes(desk), makes(desk)];
  const theirs = makes(b);
  const answer = await answered(
    await street([
      [desk, second],
      [b, theirs],
    ]),
  );
  expect(answer.decisions.map(({ opId }) => opId)).toEqual([theirs.opId]);
  expect(answer).toMatchObject({ replica: at.author('station').replica, pages: [], refused: [] });
  // So that others go before it on the next one.
  expect(answer.waiting).toEqual([second.opId]);
  // By its author's own stick, or over the line: then the rest of his comes, too.
  await answered(await written(desk, [[missing]]));
  const next = await answered(
    await street([
      [desk, second],
      [b, theirs],
    ]),
  );
  expect(next.decisions.map(({ opId }) => opId)).toEqual([second.opId, theirs.opId]);
  expect(await at.outcomesOf(theirs)).toEqual(['applied']);
});

it('takes from a station nothing of another street, and says of what it will never take', async () => {
  const op = makes(desk);
  const alien = await bring(await street([[other, makes(other)]]));
  expect(alien).toEqual({ ok: false, error: { code: 'grant/other-scope' } });
  const forged = { ...desk.batch([op]), isHeld: false, sig: at.author('b').sign(op.hash) };
  const told = await answered(await street([], { batches: [forged] }));
  expect(told).toMatchObject({ decisions: [], refused: [op.opId] });
  expect(await at.outcomesOf(op)).toEqual([]);
  // Whoever is no station brings his own alone.
  const plain = await bring(await street([[desk, op]], { as: undefined }));
  expect(plain).toMatchObject({ ok: false, error: { code: 'exchange/not-a-file' } });
});
