import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { PAGE_HEADERS } from '../../protocol/console/contentPolicy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wasm': 'application/wasm',
  '.pmtiles': 'application/octet-stream',
};

/** The pages of the renderer. Names with a hash in them never change; everything else is asked for again. */
export async function serveStatic(
  folder: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  const file = inside(folder, path);
  const found = file === null ? null : await stat(file).catch(() => null);
  const type = file === null ? undefined : TYPES[extname(file)];
  if (file === null || found?.isFile() !== true || type === undefined) {
    response.writeHead(404, PAGE_HEADERS).end();
    return;
  }
  const isHashed = path.startsWith('/assets/');
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-type': type,
    'content-length': found.size,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file a path names, or null when it would leave the folder. */
export function inside(folder: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    // A broken escape names no file.
    return null;
  }
  if (decoded.includes('\0')) return null;
  const root = normalize(folder);
  const file = normalize(join(root, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}
