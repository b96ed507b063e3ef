import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { PeopleDirectory } from '../../domain/catalogue/people.ts';

/** What an enrolled console fetches of its profile. Nothing here is about a citizen. */
const FILES: readonly string[] = [
  'catalogue.json',
  'calendar.json',
  'ground.json',
  'gazetteer.json',
  'people.json',
  'basemap.pmtiles',
];

export async function serveReference(
  folder: string,
  name: string,
  response: ServerResponse,
): Promise<void> {
  const file = join(folder, name);
  const found = FILES.includes(name) ? await stat(file).catch(() => null) : null;
  if (found === null) {
    response.writeHead(404).end();
    return;
  }
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };
  if (name === 'people.json') {
    const people = JSON.parse(await readFile(file, 'utf8')) as PeopleDirectory;
    // Demo passwords stand in this file: they stay where the demo was made.
    response.writeHead(200, headers).end(JSON.stringify({ ...people, demoLogins: [] }));
    return;
  }
  response.writeHead(200, { ...headers, 'content-length': found.size });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}
