import { request } from 'node:https';
import { mkdir, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { fingerprintOf } from '#core/node/certificate.ts';
import type { HostMessage } from '#core/protocol/console/envelope.ts';
import { parseSnapshot } from '#core/protocol/console/parse.ts';
import type { WallView } from '#core/protocol/console/views.ts';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

let place: Place;
let running: RunningDistrict;
let hall: Author;
const sockets: WebSocket[] = [];

async function start(host = '127.0.0.1'): Promise<RunningDistrict> {
  const pages = join(place.folder, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'wall.html'), '<!doctype html>');
  await writeFile(join(pages, 'assets', 'a-1234.js'), 'export {};');
  return startDistrict(place, { host, pages });
}

beforeEach(async () => {
  place = await smallPlace();
  running = await start();
  hall = new Author('hall', 'district', place.clock);
  await hall.enrol(running.district);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await running.close();
  await place.remove();
});

type Page = { readonly socket: WebSocket; readonly messages: HostMessage[] };

function dial(url: string, headers: Record<string, string> = {}): Promise<Page> {
  const messages: HostMessage[] = [];
  const socket = new WebSocket(url, { headers, rejectUnauthorized: false });
  sockets.push(socket);
  socket.on('message', (data: Buffer) =>
    messages.push(JSON.parse(data.toString('utf8')) as HostMessage),
  );
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      resolve({ socket, messages });
    });
    socket.on('error', reject);
  });
}

async function until<T>(found: () => T | undefined): Promise<T> {
  const end = Date.now() + 4_000;
  for (;;) {
    const value = found();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const say = ({ socket }: Page, message: unknown): void => {
  socket.send(JSON.stringify(message));
};
const wallOf = (
  { messages }: Page,
  isIt: (view: WallView) => boolean = () => true,
): Promise<WallView> =>
  until(() =>
    messages
      .flatMap((one) => (one.kind === 'snapshot' && one.id === 1 ? [one.value as WallView] : []))
      .findLast(isIt),
  );
const link = (): Promise<Page> => dial(`ws://127.0.0.1:${running.port}/link`);

async function createCase(over: Parameters<typeof creation>[0] = {}): Promise<string> {
  const caseId = newCaseId();
  const op = hall.make({
    kind: 'case.create',
    caseId,
    args: creation({ next: 'file', ...over }),
    by: 'opd',
  });
  await running.district.core.push(hall.batch([op]));
  return caseId;
}

describe('the wall', () => {
  it('shows figures that fit the contract and follow every commit', async () => {
    const page = await link();
    say(page, { kind: 'watch', id: 1, name: 'wall', params: {} });
    const first = await wallOf(page);
    expect(parseSnapshot('wall', first)).toMatchObject({ ok: true });
    expect(first.head.open.value).toBe(0);
    await createCase({ urgency: 'critical', title: '张三家门口路面塌陷' });
    const next = await wallOf(page, (view) => view.head.open.value === 1);
    expect(next.head).toMatchObject({ filedToday: { value: 1 }, toDispatch: 1 });
    expect(next.streets.find(({ street }) => street === STREET_A)).toMatchObject({
      open: 1,
      filedToday: 1,
    });
    expect(next.latest).toMatchObject([{ title: '坑洼', street: STREET_A, urgency: 'critical' }]);
    expect(next.alarm).toMatchObject({ matter: '坑洼' });
    expect(JSON.stringify(page.messages)).not.toContain('张三');
  });

  it('counts the same after a restart as before it', async () => {
    await createCase();
    await createCase({ next: 'queue' });
    const caseId = await createCase();
    const refuse = hall.make({
      kind: 'case.edit',
      caseId,
      args: { field: 'title', from: '路面坑洼', to: '别的' },
      by: 'opd',
      seen: [1, 0],
    });
    await running.district.core.push(hall.batch([refuse]));
    const call = {
      callId: newCaseId(),
      line: 'l1',
      caller: null,
      seat: null,
      rangAt: place.clock.wall() - 60_000,
      answeredAt: place.clock.wall() - 50_000,
      endedAt: place.clock.wall(),
      outcome: 'answered',
      recording: null,
    } as const;
    const act = { kind: 'call.log', caseId: null, args: call, actor: 'telephony' } as const;
    await running.district.core.act([act]);
    const page = await link();
    say(page, { kind: 'watch', id: 1, name: 'wall', params: {} });
    const before = await wallOf(page);
    expect(before.head).toMatchObject({
      callsToday: { value: 1 },
      within15: { value: 1, of: 1 },
      open: { value: 3 },
    });
    await running.close();
    running = await start();
    const again = await link();
    say(again, { kind: 'watch', id: 1, name: 'wall', params: {} });
    const after = await wallOf(again);
    expect(after.head).toEqual(before.head);
    expect(after.streets).toEqual(before.streets);
    expect(after.curve).toEqual(before.curve);
    expect(after.points).toEqual(before.points);
  });

  it('marks open cases under names that lead back to none', async () => {
    const place_ = { ...creation().place, point: { lonE6: 116_400_000, latE6: 39_900_000 } };
    const caseId = await createCase({ place: place_ });
    const page = await link();
    say(page, { kind: 'watch', id: 2, name: 'markers', params: {} });
    const { value } = await until(() => page.messages.find((one) => one.kind === 'snapshot'));
    expect(parseSnapshot('markers', value)).toMatchObject({ ok: true });
    expect(value).toMatchObject({
      markers: [[expect.any(String), 116_400_000, 39_900_000, 0, 0, 1, 0, STREET_A]],
    });
    expect(JSON.stringify(value)).not.toContain(caseId);
  });

  it('has nothing else of the console’s contract', async () => {
    const page = await link();
    const views = ['board', 'caseFile', 'calls', 'session', 'sync', 'conflicts', 'alarms'];
    const params: Readonly<Record<string, unknown>> = {
      board: { filter: 'all', text: '', sort: 'clock', from: 0, count: 10 },
      caseFile: { caseId: 'x' },
    };
    views.forEach((name, i) => {
      say(page, { kind: 'watch', id: 10 + i, name, params: params[name] ?? {} });
    });
    say(page, {
      kind: 'call',
      id: 30,
      name: 'session.login',
      input: { login: 'a', password: 'b', seat: 'c' },
    });
    say(page, {
      kind: 'call',
      id: 31,
      name: 'people.list',
      input: { text: '', from: 0, count: 1 },
    });
    await until(() => (page.messages.length >= views.length + 2 ? true : undefined));
    expect(page.messages.every((one) => one.kind === 'error')).toBe(true);
  });
});

describe('pages', () => {
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${running.port}${path}`);

  it('come with a strict policy, and only from their folder', async () => {
    const page = await get('/wall.html');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/assets/a-1234.js')).headers.get('cache-control')).toContain('immutable');
    for (const path of [
      '/../secrets.json',
      '/%2e%2e/secrets.json',
      '/..%2fsecrets.json',
      '/nothing.html',
      '/%00',
      '/%zz',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  it('of another site open no link', async () => {
    const foreign = dial(`ws://127.0.0.1:${running.port}/link`, { origin: 'http://evil.example' });
    await expect(foreign).rejects.toThrow('403');
    const host = `rebound.example:${running.port}`;
    const url = `ws://127.0.0.1:${running.port}/link`;
    await expect(dial(url, { origin: `http://${host}`, host })).rejects.toThrow('403');
    await expect(dial(url, { host })).rejects.toThrow('403');
  });
});

describe('beyond this machine', () => {
  const address = (): string => {
    const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    return all.find((one) => !one.internal && one.family === 'IPv4')?.address ?? '127.0.0.2';
  };

  it('speaks TLS with the certificate that consoles pin, and shows the wall for its token only', async () => {
    await running.close();
    running = await start('0.0.0.0');
    const host = address();
    const { port, fingerprint } = running;
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const token = running.district.secrets.wallToken;
    const seen = await new Promise<{ print: string; cookie: string }>((resolve, reject) => {
      const path = `/wall.html?token=${token}`;
      const sent = request({ host, port, path, rejectUnauthorized: false }, (response) => {
        const socket = response.socket as TLSSocket;
        const [cookie = ''] = response.headers['set-cookie'] ?? [];
        resolve({ print: fingerprintOf(socket.getPeerCertificate().raw), cookie });
        response.resume();
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(seen.print).toBe(fingerprint);
    expect(seen.cookie).toMatch(/^wall=.*HttpOnly; Secure; SameSite=Strict/);
    const url = `wss://${host}:${port}/link`;
    await expect(dial(url)).rejects.toThrow('403');
    await expect(dial(`${url}?token=wrong`)).rejects.toThrow('403');
    const page = await dial(url, { cookie: seen.cookie.split(';')[0] ?? '' });
    say(page, { kind: 'watch', id: 1, name: 'wall', params: {} });
    expect((await wallOf(page)).profileName).toBe('小区');
  });
});
