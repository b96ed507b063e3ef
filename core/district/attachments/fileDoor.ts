import type { IncomingMessage, ServerResponse } from 'node:http';
import { bytesWithin } from '../../node/bytesWithin.ts';
import type { FileFolder } from '../../node/files/fileFolder.ts';
import { FILE_PIECE_BYTES } from '../../protocol/console/attachments.ts';
import { PAGE_HEADERS } from '../../protocol/console/contentPolicy.ts';
import { bearerOf } from '../http/bearer.ts';
import type { FileTicket, FileTickets } from './fileTickets.ts';

export const FILE_DOOR = '/files/';

const HEADERS = { ...PAGE_HEADERS, 'cache-control': 'no-store' };
const STATUS = { 'file/too-large': 413, 'storage/full': 507, 'file/wrong-bytes': 422 } as const;

/**
 * Files on their own way, never on the socket of the operations. HEAD tells where a file goes on, PATCH
 * brings the next piece, GET gives the whole. The ticket says which file; nothing else is looked at.
 */
export function fileDoor(files: FileFolder, tickets: FileTickets) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const sha256 = url.pathname.slice(FILE_DOOR.length);
    const ticket = tickets.look(bearerOf(request));
    const way = request.method === 'GET' ? 'fetch' : 'send';
    if (ticket === null || ticket.sha256 !== sha256 || ticket.way !== way) {
      response.writeHead(403, HEADERS).end();
    } else if (request.method === 'GET') await give(files, ticket, response);
    else if (request.method === 'HEAD') await tell(files, ticket, response);
    else if (request.method === 'PATCH') await take(files, ticket, { request, response });
    else response.writeHead(405, HEADERS).end();
  };
}

async function tell(
  files: FileFolder,
  { sha256 }: FileTicket,
  response: ServerResponse,
): Promise<void> {
  const { whole, offset } = await files.state(sha256);
  response
    .writeHead(200, { ...HEADERS, 'upload-offset': offset, 'upload-complete': whole ? '?1' : '?0' })
    .end();
}

async function give(
  files: FileFolder,
  { sha256 }: FileTicket,
  response: ServerResponse,
): Promise<void> {
  const bytes = await files.read(sha256);
  if (!bytes.ok) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  response
    .writeHead(200, {
      ...HEADERS,
      'content-type': 'application/octet-stream',
      'content-length': bytes.value.length,
    })
    .end(bytes.value);
}

async function take(
  files: FileFolder,
  { sha256, bytes }: FileTicket,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const offset = Number(request.headers['upload-offset']);
  const piece = await body(request);
  if (piece === null || !Number.isSafeInteger(offset) || offset < 0) {
    response.writeHead(400, HEADERS).end();
    return;
  }
  const put = await files.put({ sha256, bytes, offset, piece });
  if (put.ok) {
    const { whole, offset: next } = put.value;
    response
      .writeHead(204, { ...HEADERS, 'upload-offset': next, 'upload-complete': whole ? '?1' : '?0' })
      .end();
  } else {
    const status = put.error in STATUS ? STATUS[put.error as keyof typeof STATUS] : 500;
    response.writeHead(status, HEADERS).end();
  }
}

/** Null when it is more than a piece, or ended in the middle. */
async function body(request: IncomingMessage): Promise<Buffer | null> {
  try {
    return await bytesWithin(request, FILE_PIECE_BYTES);
  } catch {
    // Hung up in the middle: what came is less than was promised.
    return null;
  }
}
