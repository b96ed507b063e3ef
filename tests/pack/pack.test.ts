// The packed program: made offline, with its fuses blown, and it starts.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktopUser, handOver, sandboxArguments } from '#tests/e2e/fixtures/desktop.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A fuse's state in the program's file: the characters 0 and 1. */
const OFF = 0x30;
const ON = 0x31;
const UNPACKED = join(ROOT, 'out/pack/linux-unpacked');

async function run(words: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, text };
}

/** Chromium names the address for its own tools on stderr; only tests ask for it. */
function devtoolsAddress(program: ChildProcess): Promise<string> {
  return new Promise((found, fail) => {
    program.once('exit', (code) => fail(new Error(`the program ended with ${String(code)}`)));
    if (program.stderr === null) return;
    createInterface({ input: program.stderr }).on('line', (line) => {
      const match = /DevTools listening on (ws:\S+)/.exec(line);
      if (match?.[1] !== undefined) found(match[1]);
    });
  });
}

describe('the packed program', () => {
  let dataFolder = '';
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'shaotai-packed-'));
    const { code, text } = await run(['scripts/pack.mjs']);
    expect(code, text).toBe(0);
  });
  afterAll(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 }));

  it('cannot be run as a plain Node, inspected, or fed another app', async () => {
    const wire = await getCurrentFuseWire(join(UNPACKED, 'shaotai'));
    expect(wire[FuseV1Options.RunAsNode]).toBe(OFF);
    expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(OFF);
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(OFF);
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ON);
  });

  it('carries one native file outside its archive and no sources', async () => {
    const outside = await readdir(join(UNPACKED, 'resources/app.asar.unpacked'), {
      recursive: true,
    });
    expect(outside.filter((name) => name.endsWith('.node'))).toHaveLength(1);
    expect(outside.filter((name) => /\.(ts|cc|h|map)$/.test(name))).toEqual([]);
  });

  it('starts, shows its page, and reaches its host', async () => {
    await handOver(dataFolder);
    const words = [...sandboxArguments, '--remote-debugging-port=0', '--data', dataFolder];
    const program = spawn(join(UNPACKED, 'shaotai'), words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...desktopUser,
      env: { ...process.env, HOME: dataFolder, XDG_CACHE_HOME: join(dataFolder, 'cache') },
    });
    const ended = new Promise((done) => program.once('exit', done));
    try {
      const browser = await chromium.connectOverCDP(await devtoolsAddress(program));
      const context = browser.contexts()[0];
      const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
      if (page === undefined) throw new Error('no page was opened');
      await page.waitForURL(/#\/setup/);
      expect(page.url()).toMatch(/^shaotai:\/\/console\//);
      await browser.close();
    } finally {
      program.kill('SIGTERM');
      await ended;
    }
  });
});
