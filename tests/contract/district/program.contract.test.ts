import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import type { ServerFrame } from '#core/protocol/sync/frames.ts';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';

const PROGRAM = fileURLToPath(new URL('../../../core/district/main.ts', import.meta.url));

let place: Place;
const children: ChildProcess[] = [];

beforeEach(async () => {
  place = await smallPlace();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await place.remove();
});

type Started = {
  readonly child: ChildProcess;
  readonly ready: Promise<Record<string, unknown>>;
  readonly ended: Promise<number | null>;
};

function start(...more: readonly string[]): Started {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', PROGRAM, '--data', place.folder, '--port', '0', ...more],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(JSON.parse(line) as Record<string, unknown>);
    });
    void ended.then((code) => {
      reject(new Error(`ended with ${String(code)}`));
    });
  });
  ready.catch(() => undefined);
  return { child, ready, ended };
}

const lock = (): boolean => existsSync(join(place.folder, 'lock.json'));

it('prints one-time codes for the places asked for, and none for a place that is not there', async () => {
  const { child, ready, ended } = start('--code', 'district', '--code', 'street:999');
  const { listening, codes } = (await ready) as {
    listening: number;
    codes: Record<string, string>;
  };
  expect(Object.keys(codes)).toEqual(['district']);
  const { publicKey } = createDeviceKey();
  const enrolled = await fetch(`http://127.0.0.1:${listening}/enrol`, {
    method: 'POST',
    body: JSON.stringify({ code: codes['district'], name: 'first', publicKey }),
  });
  expect(await enrolled.json()).toMatchObject({ scope: 'district', profile: 'small' });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('says one line when it listens, keeps a second one out, and stops within three seconds', async () => {
  const first = start();
  expect(await first.ready).toMatchObject({
    listening: expect.any(Number),
    host: '127.0.0.1',
    fingerprint: null,
  });
  expect(lock()).toBe(true);
  expect(await start().ended).toBe(3);
  const asked = performance.now();
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(3_000);
  expect(lock()).toBe(false);
});

it('reports the numbers of a day beside the running district, and says when there is none', async () => {
  const author = new Author('a', `street:${STREET_A}`, place.clock);
  const district = await place.open();
  await author.enrol(district);
  author.number();
  const act = { kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'dia' } as const;
  await district.core.push(author.batch([author.make(act)]));
  await district.close();

  const running = start();
  await running.ready;
  const report = start('--number-report', '2026-03-02');
  expect(await report.ready).toMatchObject({ device: author.device, used: 1, gaps: [[1, 1]] });
  expect(await report.ended).toBe(0);
  expect(lock()).toBe(true);
  running.child.kill('SIGTERM');
  await running.ended;

  await rm(join(place.folder, 'district.db'));
  expect(await start('--number-report', '2026-03-02').ended).toBe(1);
});

it('loses nothing that it answered when it is killed in the middle, and starts again', async () => {
  const author = new Author('hall', 'district', place.clock);
  const district = await place.open();
  await author.enrol(district);
  await district.close();

  const first = start();
  const { listening } = await first.ready;
  const answered = await pushUntil(`ws://127.0.0.1:${String(listening)}/sync`, author, () => {
    first.child.kill('SIGKILL');
  });
  await first.ended;
  expect(answered.length).toBeGreaterThan(50);

  const again = start();
  await again.ready;
  again.child.kill('SIGTERM');
  await again.ended;
  const after = await place.open();
  const known = await after.store.knownByIds(answered);
  await after.close();
  expect(known.map(({ opId }) => opId).sort()).toEqual([...answered].sort());
});

/** Pushes one small batch after another, four in flight, and kills after some answers. */
function pushUntil(url: string, author: Author, kill: () => void): Promise<string[]> {
  const answered: string[] = [];
  const caseId = newCaseId();
  const socket = new WebSocket(url);
  let batch = 0;
  const push = (): void => {
    batch += 1;
    const first = batch === 1;
    const note = { text: 'x', public: false };
    const op = first
      ? author.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' })
      : author.make({ kind: 'case.note', caseId, args: note, by: 'opd', seen: [0, batch - 1] });
    const { ops, sig } = author.batch([op]);
    socket.send(JSON.stringify({ f: 'push', batch, ops, sig }));
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(answered);
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as ServerFrame;
      if (frame.f === 'challenge') {
        const { device, replica } = author;
        socket.send(
          JSON.stringify({
            f: 'hello',
            protocol: 1,
            minProtocol: 1,
            program: 't',
            device,
            replica,
            incarnation: 1,
            scopes: ['district'],
            epoch: null,
            cursors: {},
            proof: author.sign(frame.nonce),
            session: null,
          }),
        );
      } else if (frame.f === 'welcome') for (let i = 0; i < 4; i += 1) push();
      else if (frame.f === 'decisions') {
        answered.push(...frame.decisions.map(({ opId }) => opId));
        push();
        if (answered.length === 60) kill();
      }
    });
  });
}
