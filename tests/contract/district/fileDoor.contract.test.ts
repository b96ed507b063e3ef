import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#core/district/attachments/fileDesk.ts';
import { fileDoor } from '#core/district/attachments/fileDoor.ts';
import type { FileTickets } from '#core/district/attachments/fileTickets.ts';
import { DeviceTickets } from '#core/district/deviceTickets.ts';
import { startServer, type RunningServer } from '#core/district/http/districtServer.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { Role, Scope } from '#core/domain/operation/identity.ts';
import { askFileDoor } from '#core/host/attachments/fileLine.ts';
import { MINUTE_MS } from '#core/kernel/time.ts';
import { createCertificate, fingerprintOf } from '#core/node/certificate.ts';
import { FileFolder } from '#core/node/files/fileFolder.ts';
import { createFileSealing } from '#core/node/files/fileSealing.ts';
import { silentLog } from '#core/node/logFile.ts';
import { createDataKey } from '#core/node/sealing.ts';
import { FILE_PIECE_BYTES } from '#core/protocol/console/attachments.ts';

const bytes = randomBytes(5_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const live = new AbortController().signal;

let root: string;
let files: FileFolder;
let tickets: FileTickets;
let server: RunningServer;
let now: number;
let asked: number;

async function serve(tls: ReturnType<typeof certificate> | null): Promise<void> {
  const door = fileDoor(files, tickets);
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    tls,
    log: silentLog,
    routes: {
      request: (request, response, url) => {
        asked += 1;
        return door(request, response, url);
      },
      sockets: {},
    },
  });
}

const certificate = () =>
  createCertificate({
    commonName: 'shaotai-test',
    hosts: ['127.0.0.1'],
    from: Date.now() - MINUTE_MS,
    to: Date.now() + 60 * MINUTE_MS,
  });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shaotai-door-'));
  files = new FileFolder(root, createFileSealing(createDataKey()), {
    bytesMax: 10_000_000,
    reserveBytes: 0,
  });
  now = 0;
  asked = 0;
  tickets = new DeviceTickets(() => now);
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

const address = (scheme: string, fingerprint: string | null) => ({
  url: `${scheme}://127.0.0.1:${server.port}`,
  fingerprint,
});
const ticketTo = (way: 'send' | 'fetch', of = sha256, length = bytes.length): string =>
  tickets.give({ device: 'd', person: 'dispatcher' }, { sha256: of, way, bytes: length });
const ask = (more: Partial<Parameters<typeof askFileDoor>[1]>) =>
  askFileDoor(
    address('ws', null),
    { method: 'HEAD', sha256, ticket: '', bytesMax: 10_000, ...more },
    live,
  );
const put = (ticket: string, offset: number, piece: Buffer) =>
  ask({ method: 'PATCH', ticket, offset, piece });

describe('I-22: the door for files', () => {
  it('takes a file in pieces, tells where it goes on, and gives it whole', async () => {
    await serve(null);
    const ticket = ticketTo('send');
    expect(await ask({ ticket })).toMatchObject({ status: 200, offset: 0, isComplete: false });
    expect(await put(ticket, 0, bytes.subarray(0, 2_000))).toMatchObject({
      status: 204,
      offset: 2_000,
    });
    // A piece that was answered for on a line that broke: said again, it changes nothing.
    expect(await put(ticket, 0, bytes.subarray(0, 2_000))).toMatchObject({ offset: 2_000 });
    expect(await ask({ ticket })).toMatchObject({ offset: 2_000 });
    expect(await put(ticket, 2_000, bytes.subarray(2_000))).toMatchObject({ isComplete: true });
    const got = await ask({ method: 'GET', ticket: ticketTo('fetch') });
    expect(got.body).toEqual(bytes);
  });

  it('opens to nobody without a ticket for this file and this way', async () => {
    await serve(null);
    const other = 'a'.repeat(64);
    for (const [method, ticket] of [
      ['GET', ''],
      ['GET', ticketTo('send')],
      ['GET', ticketTo('fetch', other)],
      ['PATCH', ticketTo('fetch')],
      ['HEAD', 'made-up'],
    ] as const) {
      const piece = method === 'PATCH' ? { piece: bytes, offset: 0 } : {};
      expect((await ask({ method, ticket, ...piece })).status, method).toBe(403);
    }
    const old = ticketTo('send');
    now += 11 * MINUTE_MS;
    expect((await ask({ ticket: old })).status).toBe(403);
    const [fetching, sending] = [ticketTo('fetch'), ticketTo('send')];
    tickets.dropPerson('another');
    tickets.dropDevice('another');
    expect((await ask({ ticket: sending })).status).toBe(200);
    tickets.dropPerson('dispatcher');
    expect((await ask({ method: 'GET', ticket: fetching })).status).toBe(403);
    const last = ticketTo('send');
    tickets.dropDevice('d');
    expect((await ask({ ticket: last })).status).toBe(403);
    expect(await readdir(root)).toEqual([]);
  });

  it('keeps nothing of other bytes, of more than was said, and of half a piece', async () => {
    await serve(null);
    const wrong = 'b'.repeat(64);
    const refused = await ask({
      method: 'PATCH',
      sha256: wrong,
      ticket: ticketTo('send', wrong),
      offset: 0,
      piece: bytes,
    });
    expect(refused.status).toBe(422);
    expect(await files.state(wrong)).toEqual({ whole: false, offset: 0 });
    const ticket = ticketTo('send');
    expect((await put(ticket, 0, randomBytes(6_000))).status).toBe(413);
    const large = await put(ticket, 0, randomBytes(FILE_PIECE_BYTES + 1)).catch(() => null);
    expect(large === null || large.status === 400).toBe(true);
    await hangUpInTheMiddle(ticket);
    expect(await files.state(sha256)).toEqual({ whole: false, offset: 0 });
  });

  function hangUpInTheMiddle(ticket: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          `PATCH /files/${sha256} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ticket}\r\n` +
            'Upload-Offset: 0\r\nContent-Length: 5000\r\n\r\nhalf',
        );
        setTimeout(() => socket.resetAndDestroy(), 60);
      });
      socket.on('close', () => setTimeout(resolve, 60));
    });
  }

  it('is spoken to only behind the pinned certificate; to anybody else not a byte is said', async () => {
    const tls = certificate();
    await serve(tls);
    const ticket = ticketTo('send');
    const say = (fingerprint: string | null) =>
      askFileDoor(
        address('wss', fingerprint),
        { method: 'HEAD', sha256, ticket, bytesMax: 0 },
        live,
      );
    expect(await say(fingerprintOf(tls.cert))).toMatchObject({ status: 200, offset: 0 });
    const before = asked;
    await expect(say('00'.repeat(32))).rejects.toMatchObject({ code: 'file/line-cut' });
    expect(asked).toBe(before);
  });
});

describe('who gets a ticket', () => {
  const doc = {
    members: { district: true },
    left: { 'street:110101001': 5 },
    attachments: { [sha256]: { name: 'x', use: 'after', bytes: 5_000 } },
  } as unknown as CaseDoc;
  const asker = (scope: Scope, person: string | null) => ({
    device: 'd',
    replica: 'r',
    incarnation: 1,
    scope,
    person,
  });
  const open = async (
    input: Readonly<Record<string, unknown>>,
    scope: Scope = 'district',
    of: CaseDoc = doc,
    person: string | null = 'dispatcher',
  ): Promise<string> => {
    const ports = {
      files,
      tickets,
      caseOf: (id: string) => Promise.resolve(id === 'c' ? of : null),
      readerOf: (who: string) => ({
        person: who,
        grants: [{ role: who as Role, scope: 'district' as const, from: 0, to: null }],
        unitsAtHome: () => [],
      }),
    };
    const answer = await openFile(
      { caseId: 'c', sha256, bytes: 5_000, ...input },
      asker(scope, person),
      ports,
    );
    if (!answer.ok) return answer.error.code;
    return answer.value.have ? 'have' : 'ticket';
  };

  it('is judged by the case: what a decided act names, for a member of now, or once to send', async () => {
    await serve(null);
    expect(await open({ way: 'send' })).toBe('ticket');
    expect(await open({ way: 'send' }, 'street:110101001')).toBe('ticket');
    expect(await open({ way: 'send' }, 'street:110101002')).toBe('file/unknown');
    expect(await open({ way: 'send', sha256: 'c'.repeat(64) })).toBe('file/unknown');
    expect(await open({ way: 'send', sha256: '__proto__' })).toBe('file/unknown');
    expect(await open({ way: 'send', caseId: 'other' })).toBe('file/unknown');
    expect(await open({ way: 'look' })).toBe('file/unknown');
    expect(await open({ way: 'fetch' })).toBe('file/not-yet');
    expect(await open({ way: 'fetch' }, 'district', doc, null)).toBe('file/unknown');
    expect(await open({ way: 'fetch' }, 'district', doc, 'quality')).toBe('file/unknown');
    expect(await open({ way: 'send' }, 'district', doc, null)).toBe('ticket');
    const nameless = {
      ...doc,
      attachments: { [sha256]: { name: '', use: 'after', bytes: 0 } },
    } as CaseDoc;
    expect(await open({ way: 'send', bytes: 30_000_000 }, 'district', nameless)).toBe(
      'file/too-large',
    );
    await files.put({ sha256, bytes: bytes.length, offset: 0, piece: bytes });
    expect(await open({ way: 'send' })).toBe('have');
    expect(await open({ way: 'fetch' })).toBe('have');
    expect(await open({ way: 'fetch' }, 'street:110101001')).toBe('file/unknown');
  });
});
