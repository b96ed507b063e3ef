import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { buildDemoGround, scatterCases, type DemoGround } from './demoGround.ts';

export type HarnessServer = { readonly url: string; readonly close: () => Promise<void> };

const root = resolve(import.meta.dirname, '../../..');
const HTML = `<!doctype html><html lang="zh-CN" data-theme="dark" data-density="normal"><head>
<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' blob: data:">
<link rel="stylesheet" href="/tokens.css"><link rel="stylesheet" href="/base.css">
<link rel="stylesheet" href="/map.css"><link rel="stylesheet" href="/harness.css"></head>
<body><div id="map" class="map-canvas" tabindex="0"></div><script src="/harness.js"></script></body></html>`;

/** A page that holds nothing but the map, over the demo ground; for real mice and real frames. */
export async function serveHarness(entry = 'harness.ts'): Promise<HarnessServer> {
  const demo = buildDemoGround();
  const bundle = await build({
    entryPoints: [resolve(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const css = (name: string): string => readFileSync(resolve(root, 'renderer', name), 'utf8');
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', HTML],
    '/harness.js': ['text/javascript', bundle.outputFiles[0]?.text ?? ''],
    '/tokens.css': ['text/css', css('ui/tokens.css')],
    '/base.css': ['text/css', css('ui/base.css')],
    '/map.css': ['text/css', css('map/map.css')],
    '/harness.css': ['text/css', '#map { position: absolute; inset: 0; }'],
  };
  const server = createServer((request, reply) => answer({ request, reply, demo, files }));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

type Question = {
  readonly request: IncomingMessage;
  readonly reply: ServerResponse;
  readonly demo: DemoGround;
  readonly files: Readonly<Record<string, readonly [string, string]>>;
};

function answer({ request, reply, demo, files }: Question): void {
  const path = request.url ?? '/';
  const [, kind = '', first = '', second = ''] = path.split('/');
  const file = files[path];
  if (file !== undefined) {
    reply.setHeader('content-type', file[0]);
    reply.end(file[1]);
  } else if (kind === 'areas') {
    reply.end(JSON.stringify(demo.areas[first as keyof typeof demo.areas]));
  } else if (kind === 'cases') {
    reply.end(JSON.stringify(scatterCases(demo.ground, Number(first), Number(second))));
  } else if (kind === 'base') {
    const range = /(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? ['', '0', '0'];
    reply.statusCode = 206;
    reply.end(demo.basemap.subarray(Number(range[1]), Number(range[2]) + 1));
  } else {
    reply.statusCode = 404;
    reply.end();
  }
}
