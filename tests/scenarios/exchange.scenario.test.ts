import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { must } from '#core/kernel/assert.ts';
import { systemClock } from '#core/node/systemClock.ts';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { OwnProcess } from '#tests/support/ownProcess.ts';
import { STREET_A, creation, smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

const PASSWORD = 'exchange-password';
const STREET = `street:${STREET_A}` as const;
const LIMIT_MS = 45_000;
/** Whatever must not be read off a stick. */
const SEATS: Readonly<Record<string, string>> = { dca: 'a1', dia: 'a2', adm: 'd1' };
const CALLER = '13912345678';
const TITLE = '暖气不热，家中老人独自在家';

let place: Place;
let folder = '';
let stick = '';
let district: RunningDistrict;
let wan: BlackHole;
const processes: OwnProcess[] = [];
const clients: HostClient[] = [];

beforeEach(async () => {
  place = await smallPlace();
  folder = await mkdtemp(join(tmpdir(), 'shaotai-exchange-'));
  stick = await mkdtemp(join(tmpdir(), 'shaotai-stick-'));
  district = await startDistrict(place, { clock: systemClock() });
  wan = await openBlackHole(district.port);
  for (const login of ['dia', 'dca', 'adm']) {
    await district.district.logins.set(login, login, PASSWORD);
  }
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const one of processes.splice(0)) await one.kill();
  await wan.close();
  await district.close();
  await place.remove();
  for (const one of [folder, stick]) await rm(one, { recursive: true, force: true });
});

type Desk = { readonly client: HostClient; readonly said: string[] };

async function openDesk(name: string, scope: 'district' | typeof STREET): Promise<Desk> {
  const process = new OwnProcess('host/main.ts', [
    ...['--data', join(folder, name), '--port', '0', '--reference', place.folder],
  ]);
  processes.push(process);
  const client = await openHostClient(await process.port());
  clients.push(client);
  const { code } = await district.enrolment.issue(scope, 'adm');
  const port = scope === 'district' ? district.port : wan.port;
  const address = `ws://127.0.0.1:${port}`;
  const enrolled = await client.do('setup.enrol', { address, code, name, scope });
  expect(enrolled).toMatchObject({ ok: true });
  const login = { login: name, password: PASSWORD, seat: SEATS[name] ?? '' };
  await within(async () => (await client.do('session.login', login)).ok);
  return { client, said: [] };
}

async function does(desk: Desk, kind: string, caseId: string | null, args: unknown) {
  const done = await desk.client.do('op.submit', { kind, caseId, args });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  desk.said.push(done.value.opId);
  return done.value;
}

async function within(isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > LIMIT_MS) throw new Error('waited in vain');
    await delay(25);
  }
}

const note = (text: string): unknown => ({ text, public: false });
const file = ({ client }: Desk, caseId: string) => client.look('caseFile', { caseId });
const sync = ({ client }: Desk) => client.look('sync', {});

type Written = { readonly name: string; readonly base64: string };

/** What a page saves, as a file on the stick. */
async function saved({ name, base64 }: Written): Promise<string> {
  await writeFile(join(stick, name), Buffer.from(base64, 'base64'));
  return name;
}

async function written<N extends 'exchange.write' | 'exchange.bring'>(
  { client }: Desk,
  name: N,
  input: Parameters<typeof client.do<N>>[1],
) {
  const done = await client.do(name, input);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return { ...done.value, file: await saved(done.value) };
}

const fromStick = (name: string): Promise<string> => readFile(join(stick, name), 'utf8');
const take = async ({ client }: Desk, name: string) =>
  client.do('exchange.take', { text: await fromStick(name) });

async function brought(hall: Desk, names: readonly string[]) {
  const answers = [];
  for (const name of names) {
    answers.push(await written(hall, 'exchange.bring', { text: await fromStick(name) }));
  }
  return answers;
}

it('[R1-09] a street without any line sends its acts on a stick and gets the decisions back, all of it once', async () => {
  const hall = await openDesk('adm', 'district');
  // Whoever greets from now on learns by which key the district signs.
  await district.district.audit.heads.make();
  const desks = [await openDesk('dca', STREET), await openDesk('dia', STREET)] as const;
  const [a, b] = desks;
  const known = must((await does(a, 'case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(
    async () =>
      (await file(b, known)).sync === 'confirmed' && (await file(b, known)).found === 'full',
  );
  for (const desk of desks) await within(async () => (await sync(desk)).pendingOps === 0);

  wan.cut();
  wan.hangUp();
  const made = must(
    (await does(a, 'case.create', null, creation({ next: 'file', title: TITLE }))).caseId,
    'id',
  );
  await does(a, 'case.note', known, note(`回电 ${CALLER}`));
  await does(b, 'case.note', known, note('乙到过现场'));
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
  await does(a, 'case.note', made, note('线路恢复前'));
  wan.heal();
  for (const desk of desks) {
    await within(async () => {
      const view = await sync(desk);
      return view.line === 'online' && view.pendingOps === 0;
    });
  }
  await equalEverywhere(desks, made);
  const log = await district.district.store.log(0, 10_000);
  const times = desks
    .flatMap(({ said }) => said)
    .map((id) => log.filter(({ op }) => op.opId === id).length);
  expect(times).toEqual([1, 1, 1, 1, 1]);
});

/** Every desk comes to show what the district has, and nothing of its own beyond. */
async function equalEverywhere(desks: readonly Desk[], caseId: string): Promise<void> {
  const [held] = await district.district.store.cases([caseId]);
  for (const desk of desks) {
    await within(async () => {
      const { sync: state, doc } = await file(desk, caseId);
      return state === 'confirmed' && (doc as CaseDoc | null)?.ver === held?.doc.ver;
    });
  }
}
