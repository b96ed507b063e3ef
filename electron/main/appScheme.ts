// Serves the built pages, and the ground of the data folder, on the program's own scheme: no file:
// addresses, one origin, and the content policy on every answer.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import { PAGE_HEADERS } from '#core/protocol/console/contentPolicy.ts';
import { readByteRange } from './byteRange.ts';
import { fileForAddress } from './pageAddress.ts';

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
  '.pmtiles': 'application/octet-stream',
};

/** Before `ready`: a standard, secure origin, so that storage, fetch and streams work on it. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'shaotai', privileges }]);
}

type ResponseBody = ConstructorParameters<typeof Response>[0];

export type PageFolders = { readonly renderer: string; readonly ground: string };

export function serveAppScheme(session: Session, folders: PageFolders): void {
  session.protocol.handle('shaotai', (request) => answer(request, folders));
}

async function answer(request: Request, folders: PageFolders): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405);
  const file = fileForAddress(request.url);
  if (file === undefined) return empty(404);
  const path = await existingFile(folders[file.home], file.path);
  if (path === undefined) return empty(404);
  const { size } = await stat(path);
  const range = readByteRange(request.headers.get('range'), size);
  if (range === 'unsatisfiable') return empty(416, { 'content-range': `bytes */${size}` });
  const headers: Record<string, string> = {
    ...PAGE_HEADERS,
    'content-type': MIME[extname(path)] ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
  };
  const { first, last } = range ?? { first: 0, last: size - 1 };
  headers['content-length'] = String(last - first + 1);
  if (range !== undefined) headers['content-range'] = `bytes ${first}-${last}/${size}`;
  const hasBody = request.method === 'GET' && size > 0;
  const body = hasBody ? webStream(path, first, last) : null;
  return new Response(body, { status: range === undefined ? 200 : 206, headers });
}

function webStream(path: string, start: number, end: number): ResponseBody {
  return Readable.toWeb(createReadStream(path, { start, end })) as ResponseBody;
}

/** The real path of a plain file inside the folder; a link that leads out of it is not followed. */
async function existingFile(folder: string, path: string): Promise<string | undefined> {
  try {
    const home = await realpath(folder);
    const real = await realpath(join(home, path));
    if (!real.startsWith(home + sep)) return undefined;
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}

function empty(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { ...PAGE_HEADERS, ...headers } });
}
