import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { must } from '#core/kernel/assert.ts';
import { House, settled, within, type HouseDesk } from '#tests/processes/house.ts';
import { runSource } from '#tests/processes/ownProcess.ts';
import { creation } from '#tests/support/smallDistrict.ts';

/** Whatever must not be read off a stick. */
const CALLER = '13912345678';
const TITLE = '暖气不热，家中老人独自在家';

const STATION = 'core/station/main.ts';

let house: House;
let stick = '';

beforeEach(async () => {
  house = await House.open();
  stick = await mkdtemp(join(tmpdir(), 'shaotai-stick-'));
});
afterEach(async () => {
  await house.close();
  await rm(stick, { recursive: true, force: true });
});

const note = (text: string): unknown => ({ text, public: false });
const file = ({ client }: HouseDesk, caseId: string) => client.look('caseFile', { caseId });
const sync = ({ client }: HouseDesk) => client.look('sync', {});

type Written = { readonly name: string; readonly base64: string };

/** What a page saves, as a file on the stick. */
async function saved({ name, base64 }: Written): Promise<string> {
  await writeFile(join(stick, name), Buffer.from(base64, 'base64'));
  return name;
}

async function written<N extends 'exchange.write' | 'exchange.bring'>(
  { client }: HouseDesk,
  name: N,
  input: Parameters<typeof client.do<N>>[1],
) {
  const done = await client.do(name, input);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return { ...done.value, file: await saved(done.value) };
}

const fromStick = (name: string): Promise<string> => readFile(join(stick, name), 'utf8');
const take = async ({ client }: HouseDesk, name: string) =>
  client.do('exchange.take', { text: await fromStick(name) });

async function brought(hall: HouseDesk, names: readonly string[]) {
  const answers = [];
  for (const name of names) {
    answers.push(await written(hall, 'exchange.bring', { text: await fromStick(name) }));
  }
  return answers;
}

it('[R1-09] a street without any line sends its acts on a stick and gets the decisions back, all of it once', async () => {
  const hall = await house.openDesk('adm', { scope: 'district' });
  // Whoever greets from now on learns by which key the district signs.
  await house.district.district.audit.heads.make();
  const desks = await house.openStreet();
  const [a, b] = desks;
  const known = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(
    async () =>
      (await file(b, known)).sync === 'confirmed' && (await file(b, known)).found === 'full',
  );
  for (const desk of desks) await within(async () => (await sync(desk)).pendingOps === 0);

  house.cutLine();
  const made = must(
    (await a.does('case.create', null, creation({ next: 'file', title: TITLE }))).caseId,
    'id',
  );
  await a.does('case.note', known, note(`回电 ${CALLER}`));
  await b.does('case.note', known, note('乙到过现场'));
  for (const desk of desks) await within(async () => (await sync(desk)).line === 'cut');

  const files = [];
  for (const desk of desks) files.push((await written(desk, 'exchange.write', {})).file);
  for (const name of files) {
    const text = await fromStick(name);
    expect(text).not.toContain(CALLER);
    expect(text).not.toContain(made);
  }
  // Who carries it reads nothing of it, and only an administrator may bring it.
  expect(
    await a.client.do('exchange.bring', { text: await fromStick(files[0] ?? '') }),
  ).toMatchObject({ ok: false });
  await brought(hall, files);
  // Once more, now that both are decided: nothing is decided twice, and each answer tells of the other.
  const answers = await brought(hall, files);
  expect(answers.map(({ decided, waiting }) => [decided, waiting])).toEqual([
    [2, 0],
    [1, 0],
  ]);
  const [forA = '', forB = ''] = answers.map((one) => one.file);
  expect((await fromStick(forA)).includes(CALLER)).toBe(false);

  // Another's answer, and one in which a single letter was changed, are refused, and say why.
  expect(await take(a, forB)).toEqual({ ok: false, error: { code: 'exchange/other-console' } });
  const whole = await fromStick(forA);
  const at = whole.indexOf('"body":"') + 200;
  const bent = `${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`;
  expect(await a.client.do('exchange.take', { text: bent })).toEqual({
    ok: false,
    error: { code: 'exchange/bent' },
  });
  expect((await sync(a)).pendingOps).toBe(2);

  for (const [desk, name] of [
    [a, forA],
    [b, forB],
  ] as const) {
    expect(await take(desk, name)).toMatchObject({ ok: true, value: { isMore: false } });
    // Taking it in again changes nothing.
    expect(await take(desk, name)).toMatchObject({ ok: true, value: { entries: 0 } });
    expect(await sync(desk)).toMatchObject({ line: 'cut', pendingOps: 0 });
  }
  for (const caseId of [known, made]) await equalEverywhere(desks, caseId);

  // What was said since waits for the next stick, or for the line: nothing comes twice over it.
  await a.does('case.note', made, note('线路恢复前'));
  house.wan.heal();
  await settled(desks);
  await equalEverywhere(desks, made);
  expect(await house.counted(desks)).toEqual([1, 1, 1, 1, 1]);
});

it('[R1-09] a station without any line writes one stick for its street, takes the answer in, and its consoles hear of it', async () => {
  const hall = await house.openDesk('adm', { scope: 'district' });
  const station = await house.startStation(0);
  const desks = await house.openStreet(station.port);
  const [a, b] = desks;
  await settled(desks);
  for (const desk of desks) await within(async () => (await sync(desk)).station?.isOpen === true);
  house.cutLine();
  for (const desk of desks) await within(async () => (await sync(desk)).line === 'cut');
  const made = must(
    (await a.does('case.create', null, creation({ next: 'file', title: TITLE }))).caseId,
    'id',
  );
  await within(async () => (await file(b, made)).found === 'full');
  await b.does('case.note', made, note(`回电 ${CALLER}`));
  await within(async () => (await sync(a)).station?.others === 1);

  // Any console of the street carries it out of the station, and its answer back.
  const out = await written(a, 'exchange.write', { of: 'station' });
  expect(out).toMatchObject({ acts: 2, left: 0 });
  expect(await fromStick(out.file)).not.toContain(CALLER);
  const [answer] = await brought(hall, [out.file]);
  expect(answer).toMatchObject({ decided: 2, waiting: 0 });
  expect(await house.counted(desks)).toEqual([1, 1]);
  expect(await take(b, out.file)).toEqual({ ok: false, error: { code: 'exchange/not-a-file' } });
  const taken = { ok: true, value: { decisions: 2 } };
  expect(await take(b, answer?.file ?? '')).toMatchObject(taken);
  for (const desk of desks) await within(async () => (await sync(desk)).station?.others === 0);
  expect((await file(b, made)).timeline).toHaveLength(2);
  expect(await written(a, 'exchange.write', { of: 'station' })).toMatchObject({ acts: 0 });

  // What is said since is on the next stick, which the station writes by itself while it does not run.
  await a.does('case.note', made, note('第二张盘'));
  await within(async () => (await sync(b)).station?.others === 1);
  await station.process.kill();
  const own = ['--data', house.stationFolder];
  const told = await runSource(STATION, [...own, '--stick-write', stick]);
  expect(told).toMatchObject({ code: 0, last: { acts: 1, left: 0 } });
  const [next] = await brought(hall, [basename((told.last as { file: string }).file)]);
  const from = join(stick, next?.file ?? '');
  const done = await runSource(STATION, [...own, '--stick-take', from]);
  expect(done.last).toEqual({ decisions: 1, refused: 0 });
  await house.startStation(station.port);
  for (const desk of desks) await within(async () => (await sync(desk)).station?.isOpen === true);
  for (const desk of desks) await within(async () => (await sync(desk)).station?.others === 0);
  expect((await file(b, made)).timeline).toHaveLength(3);

  house.wan.heal();
  await settled(desks);
  await equalEverywhere(desks, made);
  expect(await house.counted(desks)).toEqual([1, 1, 1]);
});

/** Every desk comes to show what the district has, and nothing of its own beyond. */
async function equalEverywhere(desks: readonly HouseDesk[], caseId: string): Promise<void> {
  const [held] = await house.district.district.store.cases([caseId]);
  for (const desk of desks) {
    await within(async () => {
      const { sync: state, doc } = await file(desk, caseId);
      return state === 'confirmed' && (doc as CaseDoc | null)?.ver === held?.doc.ver;
    });
  }
}
