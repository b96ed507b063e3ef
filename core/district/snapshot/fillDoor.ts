import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { hasCases } from '../../domain/case/hotSet.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { PAGE_HEADERS } from '../../protocol/console/contentPolicy.ts';
import {
  FILL_DOOR,
  readFillAsked,
  type FillAnswer,
  type FillChunk,
} from '../../protocol/sync/firstFill.ts';
import type { DeviceTickets } from '../deviceTickets.ts';
import { bearerOf } from '../http/bearer.ts';
import type { Asker, AskRefusal } from '../sync/asks.ts';
import type { Snapshots } from './snapshots.ts';

/** One snapshot of the scope that the asking device stands in. */
export type FillTickets = DeviceTickets<{ readonly scope: Scope; readonly seq: number }>;

/** What a console of this scope begins with. Of its own scope alone: what it may read otherwise is told in pages. */
export function openFill(
  input: unknown,
  asker: Asker,
  { snapshots, tickets }: { readonly snapshots: Snapshots; readonly tickets: FillTickets },
): Result<FillAnswer, AskRefusal> {
  const asked = readFillAsked(input);
  if (asked?.scope !== asker.scope || !hasCases(asker.scope)) return err({ code: 'op/schema' });
  const { scope } = asker;
  const found = snapshots.find(scope, asked.seq);
  if (typeof found === 'string') return ok({ state: found });
  const ticket = tickets.give(asker, { scope, seq: found.seq });
  return ok({ state: 'ready', manifest: found, ticket });
}

const HEADERS = { ...PAGE_HEADERS, 'cache-control': 'no-store' };

/** GET gives a chunk of the snapshot that the ticket names, and nothing else. */
export function fillDoor(snapshots: Snapshots, tickets: FillTickets) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const ticket = tickets.look(bearerOf(request));
    const sha256 = url.pathname.slice(FILL_DOOR.length);
    const found = ticket === null ? 'none' : snapshots.find(ticket.scope, ticket.seq);
    const chunk =
      typeof found === 'string' ? undefined : found.chunks.find((one) => one.sha256 === sha256);
    if (request.method !== 'GET') response.writeHead(405, HEADERS).end();
    else if (chunk === undefined) response.writeHead(403, HEADERS).end();
    else await give(snapshots.file(chunk), chunk, response);
  };
}

async function give(file: string, chunk: FillChunk, response: ServerResponse): Promise<void> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    'content-type': 'application/octet-stream',
    'content-length': chunk.bytes,
  });
  // Hung up in the middle: the console asks for it again.
  await pipeline(createReadStream('', { fd: handle }), response).catch(() => undefined);
}
