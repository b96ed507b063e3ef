import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { smallPlace, type Place } from '#tests/support/smallDistrict.ts';

const PROGRAM = fileURLToPath(new URL('../../core/district/main.ts', import.meta.url));

let place: Place;
let child: ChildProcess;
let port = 0;

beforeEach(async () => {
  place = await smallPlace();
  const args = ['--import', 'tsx', PROGRAM, '--data', place.folder, '--port', '0'];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child = started;
  port = await new Promise((resolve, reject) => {
    createInterface({ input: started.stdout }).once('line', (line) => {
      resolve((JSON.parse(line) as { readonly listening: number }).listening);
    });
    started.once('exit', reject);
  });
});
afterEach(async () => {
  child.kill('SIGKILL');
  await place.remove();
});

/** Says something raw, and hangs up after a while without a goodbye. Resolves with what was answered. */
function rude(said: string, hangUpMs: number | null): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(said);
      if (hangUpMs !== null) setTimeout(() => socket.resetAndDestroy(), hangUpMs);
    });
    socket.on('data', (data: Buffer) => (answer += data.toString('utf8')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer);
    });
  });
}

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: district\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Origin: http://evil.example\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

function dial(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/sync`);
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

it('the district outlives callers who hang up, shout, nest without end or name no address', async () => {
  for (let turn = 0; turn < 120; turn += 1) {
    const more = turn % 3 === 0 ? '' : 'x'.repeat(100_000);
    await rude(`${upgrade(turn % 2 === 0 ? '/sync' : '/nope')}${more}`, turn % 4);
  }
  expect(await rude(upgrade('http://['), null)).toBe('');
  const get = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
  expect(await rude(get('http://['), null)).toContain('400');
  for (const path of [
    '/..%2fsecrets.json',
    '/%2e%2e/secrets.json',
    '/ref/secrets.json',
    '/%',
    '//',
  ]) {
    expect(await rude(get(path), null), path).not.toMatch(/200 OK|dataKey|wallToken/);
  }
  const deep = '['.repeat(300_000) + ']'.repeat(300_000);
  for (const said of [
    'x'.repeat(3 * 1024 * 1024),
    deep,
    `{"f":"push","batch":1,"sig":"x","ops":[${deep}]}`,
    '{"f":"hello","device":"__proto__"}',
    '{"f":"__proto__"}',
    'null',
  ]) {
    const socket = await dial();
    const closed = new Promise((resolve) => {
      socket.on('error', resolve);
      socket.on('close', resolve);
    });
    socket.send(said);
    await closed;
  }
  (await dial()).terminate();
  expect(child.exitCode).toBeNull();
});
