import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { systemClock } from '#core/node/systemClock.ts';
import type { HostMessage } from '#core/protocol/console/envelope.ts';
import { STREET_A, creation, smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

const PROGRAM = fileURLToPath(new URL('../../core/host/main.ts', import.meta.url));
const PASSWORD = 'robust-password';
const SCOPE = `street:${STREET_A}` as const;

let place: Place;
let district: RunningDistrict;
let folder = '';
const children: ChildProcess[] = [];
const pages: Page[] = [];

beforeEach(async () => {
  place = await smallPlace();
  district = await startDistrict(place, { clock: systemClock() });
  await district.district.logins.set('dia', 'dia', PASSWORD);
  folder = join(await mkdtemp(join(tmpdir(), 'shaotai-robust-')), 'console');
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.socket.terminate();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await district.close();
  await place.remove();
  await rm(join(folder, '..'), { recursive: true, force: true });
});

type Started = { readonly child: ChildProcess; readonly port: number };

async function start(): Promise<Started> {
  const args = ['--data', folder, '--port', '0', '--reference', place.folder];
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve({ child, port: (JSON.parse(line) as { readonly listening: number }).listening });
    });
    child.once('exit', (code) => {
      reject(new Error(`ended with ${String(code)}`));
    });
  });
}

async function kill({ child }: Started): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

class Page {
  readonly socket: WebSocket;
  readonly #waiting = new Map<number, (message: HostMessage) => void>();
  #last = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as HostMessage;
      if ('id' in message) this.#waiting.get(message.id)?.(message);
    });
  }

  /** `raw` is the text of a call's input that this side could not write itself. */
  ask(message: Record<string, unknown>, raw?: string): Promise<HostMessage> {
    this.#last += 1;
    const id = this.#last;
    const text = JSON.stringify({ ...message, id });
    this.socket.send(raw === undefined ? text : `${text.slice(0, -1)},"input":${raw}}`);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  /** The answer's value, or the code of its refusal. */
  async call(name: string, input: unknown): Promise<unknown> {
    const answer = await this.ask({ kind: 'call', name, input });
    if (answer.kind === 'reply') return answer.value;
    return answer.kind === 'error' ? answer.error.code : null;
  }
}

function dial({ port }: Started): Promise<Page> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/link`);
  const page = new Page(socket);
  pages.push(page);
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      resolve(page);
    });
    socket.once('error', reject);
  });
}

async function enter(page: Page): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    const login = { login: 'dia', password: PASSWORD, seat: 'a1' };
    const answer = await page.call('session.login', login);
    if (typeof answer === 'object') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nobody may log in');
}

async function enrolled(): Promise<{ readonly host: Started; readonly page: Page }> {
  const host = await start();
  const page = await dial(host);
  const { code } = await district.enrolment.issue(SCOPE, 'adm');
  const address = `ws://127.0.0.1:${district.port}`;
  const asked = { address, code, name: 'robust', scope: SCOPE };
  expect(await page.call('setup.enrol', asked)).toMatchObject({ device: expect.any(String) });
  await enter(page);
  return { host, page };
}

const create = (title: string): Record<string, unknown> => ({
  kind: 'case.create',
  caseId: null,
  args: creation({ title }),
});

async function titlesAtDistrict(): Promise<string[]> {
  const entries = await district.district.store.log(0, 10_000);
  return entries.flatMap(({ op }) => (op.kind === 'case.create' ? [op.args.title] : [])).sort();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 150; turn += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited in vain');
}

it('what a killed console acknowledged arrives once, though its replica was cut short, spoiled or lost', async () => {
  let { host, page } = await enrolled();
  const acknowledged: string[] = [];
  const spoil: readonly (() => Promise<void>)[] = [
    () => truncate(join(folder, 'replica.db'), 5_000),
    () => truncate(join(folder, 'replica.db-wal'), 3_000),
    async () => {
      const file = await open(join(folder, 'replica.db-wal'), 'r+');
      await file.write(Buffer.alloc(2_048, 0x5a), 0, 2_048, 64);
      await file.close();
    },
    () => rm(join(folder, 'replica.db')),
  ];
  for (const [turn, harm] of spoil.entries()) {
    await page.call('line.cut', { on: true });
    for (const part of ['a', 'b', 'c']) {
      const title = `${turn}${part}`;
      expect(await page.call('op.submit', create(title))).toMatchObject({
        rseq: expect.any(Number),
      });
      acknowledged.push(title);
    }
    await kill(host);
    await harm();
    host = await start();
    page = await dial(host);
    await enter(page);
  }
  await until(async () => (await titlesAtDistrict()).length >= acknowledged.length);
  expect(await titlesAtDistrict()).toEqual(acknowledged);
  const board = { filter: 'all', text: '', sort: 'newest', from: 0, count: 50 };
  await until(async () => {
    const shown = await page.ask({ kind: 'watch', name: 'board', params: board });
    const { total } = (shown.kind === 'snapshot' ? shown.value : { total: -1 }) as {
      total: number;
    };
    return total === acknowledged.length;
  });
});

it('nothing that a page sends ends the console: no frame, no depth, no size, no search text', async () => {
  const { host, page } = await enrolled();
  const before = page.socket;
  for (const text of [
    'no json',
    'null',
    '[]',
    '"x"',
    '{"kind":"call"}',
    '{"kind":"call","id":1e400,"name":"about.get","input":{}}',
    '{"kind":"call","id":-1,"name":"about.get","input":{}}',
    '{"kind":"call","id":9001,"name":"__proto__","input":{}}',
    '{"kind":"watch","id":9002,"name":"constructor","params":{}}',
    '{"kind":"rewatch","id":9003,"params":null}',
    `{"kind":"call","id":9004,"name":"op.submit","input":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
  ]) {
    before.send(text);
  }
  before.send(Buffer.from([0xff, 0xfe, 0x00]));
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  for (const raw of [
    `{"kind":"case.note","caseId":"x","args":${deep}}`,
    '{"kind":"case.note","caseId":"x","args":{"__proto__":{"polluted":1},"text":"x"}}',
  ]) {
    expect((await page.ask({ kind: 'call', name: 'op.submit' }, raw)).kind).toBe('error');
  }
  await page.ask({ kind: 'call', name: 'draft.save' }, `{"key":"intake:1","body":${deep}}`);
  await page.call('draft.list', {});
  for (const bad of [
    create('x'.repeat(100_000)),
    { ...create('x'), kind: 'toString' },
    { kind: 'case.note', caseId: '__proto__', args: { text: 'x', public: false } },
    { kind: 'case.note', caseId: 'constructor', args: { text: 'x', public: false } },
    {
      kind: 'grant.give',
      caseId: null,
      args: { person: 'dia', role: 'administrator', scope: 'district', from: 0, to: null },
    },
    { kind: 'call.log', caseId: null, args: {} },
  ]) {
    expect(await page.call('op.submit', bad), JSON.stringify(bad).slice(0, 60)).toEqual(
      expect.any(String),
    );
  }
  for (const text of [
    '"',
    '*',
    'NEAR(',
    "' OR 1=1 --",
    'a OR b*',
    '^',
    '{x}:',
    '路"*',
    '\u0000',
    '-',
    '😀',
  ]) {
    expect(await page.call('case.search', { text, limit: 20 }), text).toEqual({ rows: [] });
    await page.call('place.search', { text, limit: 20 });
    await page.call('matter.search', { text, limit: 20 });
    const params = { filter: 'all', text, sort: 'clock', from: 0, count: 10 };
    expect((await page.ask({ kind: 'watch', name: 'board', params })).kind, text).toBe('snapshot');
  }
  expect(await page.call('case.search', { text: 'x'.repeat(10_000), limit: 20 })).toBe('op/schema');
  for (const limit of [-1, 1e308, 0.5]) await page.call('place.search', { text: '路', limit });
  for (const offset of [-1, 1e308, 0.5]) await page.call('map.base', { offset, length: 1e308 });
  for (const lon of [1e308, -1e308, 0]) {
    await page.call('place.at', { lon, lat: lon });
    await page.call('case.near', { lon, lat: lon, metres: 1e308, hours: -1e308 });
  }
  const { socket } = await dial(host);
  const cut = new Promise((resolve) => socket.once('close', resolve));
  socket.send('x'.repeat(5 * 1024 * 1024));
  await cut;
  expect(host.child.exitCode).toBeNull();
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(await page.call('op.submit', create('danach'))).toMatchObject({ rseq: 1 });
  await until(async () => (await titlesAtDistrict()).includes('danach'));
});

it('files of a console are for the account that runs it alone', async () => {
  await enrolled();
  const open: string[] = [];
  for (const name of ['.', ...(await readdir(folder, { recursive: true }))]) {
    const { mode } = await stat(join(folder, name));
    if ((mode & 0o077) !== 0) open.push(name);
  }
  expect(open).toEqual([]);
});
