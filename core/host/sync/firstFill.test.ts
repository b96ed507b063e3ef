import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeviceKey, deviceSigner } from '../../node/deviceKey.ts';
import { silentLog } from '../../node/logFile.ts';
import { fillLine, textOfFill, type FillManifest } from '../../protocol/sync/firstFill.ts';
import { FillFolder } from './fillFolder.ts';
import { FirstFill } from './firstFill.ts';

const SCOPE = 'street:110101001';
const KEY = createDeviceKey();
const enter = (seq: number): string => `{"type":"enter","seq":${seq},"caseId":"c${seq}"}`;

let folder: string;
let cursor: number;
let applied: number[];
let fetched: string[];
let fill: FirstFill;
let bytesOf: Map<string, Buffer>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-fill-'));
  [cursor, applied, fetched, bytesOf] = [0, [], [], new Map()];
});
afterEach(async () => {
  await fill.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A snapshot of two chunks, the first up to 400, the second up to 500. */
function snapshot(over: Partial<FillManifest> = {}, second = [450, 500]): FillManifest {
  const chunks = [
    { from: 0, to: 400, seqs: [310, 400] },
    { from: 400, to: 500, seqs: second },
  ].map(({ from, to, seqs }) => {
    const bytes = brotliCompressSync(fillLine({ from, to, entries: seqs.map(enter) }));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    bytesOf.set(sha256, bytes);
    return { sha256, bytes: bytes.length, from, to, cases: seqs.length };
  });
  const said = { epoch: 'e', scope: SCOPE, seq: 500, at: 0, cases: 4, chunks };
  const sig = deviceSigner(KEY)(textOfFill(said));
  return { ...said, key: KEY.publicKey, sig, ...over };
}

/** Runs until the rest is for the pages, or all is here. */
async function filled(
  manifest: FillManifest | null,
  over: Partial<ConstructorParameters<typeof FirstFill>[0]> = {},
): Promise<void> {
  let isOver = false;
  fill = new FirstFill({
    scope: SCOPE,
    folder: new FillFolder(join(folder, 'fill')),
    replica: () => ({
      cursors: () => ({ [SCOPE]: cursor }),
      applyFilled: (page) => {
        if (page.from !== cursor) return Promise.resolve(null);
        applied.push(...page.entries.map(({ seq }) => seq));
        cursor = page.to;
        return Promise.resolve({ entries: page.entries.length, broken: [] });
      },
    }),
    ask: () => {
      const value =
        manifest === null ? { state: 'none' } : { state: 'ready', manifest, ticket: 't' };
      return Promise.resolve({ ok: true, value: value as never });
    },
    fetch: ({ sha256 }) => {
      fetched.push(sha256);
      return Promise.resolve(bytesOf.get(sha256) ?? null);
    },
    keys: () => Promise.resolve([]),
    log: silentLog,
    onChange: () => {
      isOver = !fill.isFilling(SCOPE);
    },
    ...over,
  });
  await fill.open();
  fill.greeted({ epoch: 'e', heads: { [SCOPE]: 500 } });
  expect(fill.isFilling(SCOPE)).toBe(true);
  await expect.poll(() => isOver).toBe(true);
}

it('takes in all of a snapshot, in order, and leaves no file', async () => {
  await filled(snapshot());
  expect([cursor, applied]).toEqual([500, [310, 400, 450, 500]]);
  expect(fetched).toHaveLength(2);
  expect(await readdir(folder)).toEqual([]);
});

it('fetches no chunk again that is here, and one again that the disk has spoiled', async () => {
  const manifest = snapshot();
  const names = manifest.chunks.map(({ sha256 }) => sha256);
  const [first = '', second = ''] = names;
  const left = new FillFolder(join(folder, 'fill'));
  await left.begin(manifest);
  await writeFile(join(folder, 'fill', first), bytesOf.get(first) ?? '');
  await writeFile(join(folder, 'fill', second), 'spoiled');
  await filled(manifest);
  expect(fetched).toEqual([second]);
  expect(cursor).toBe(500);
});

it('I-09: takes no row that is newer than its cursor: the rest is told in pages', async () => {
  await filled(snapshot({}, [450, 501]));
  expect([cursor, applied]).toEqual([400, [310, 400]]);
});

it.each([
  ['that its district has not signed', { cases: 5 }],
  ['of another scope', { scope: 'district' }],
  ['of another history', { epoch: 'f' }],
  ['with a gap', { seq: 600 }],
])('takes nothing of a snapshot %s', async (_, over) => {
  await filled(snapshot(over));
  expect([cursor, fetched]).toEqual([0, []]);
});

it('takes nothing that another key has signed than the one it knows its district by', async () => {
  await filled(snapshot(), { keys: () => Promise.resolve([createDeviceKey().publicKey]) });
  expect([cursor, fetched]).toEqual([0, []]);
});

it('I-18: goes on with the snapshot that it began with, or by pages', async () => {
  const began = snapshot();
  await new FillFolder(join(folder, 'fill')).begin(began);
  cursor = 400;
  const other = snapshot({ seq: 500 }, [430, 500]);
  const said = { ...other, seq: 700, chunks: [...other.chunks] };
  said.chunks[1] = { ...(said.chunks[1] as (typeof said.chunks)[0]), to: 700 };
  const { key: _key, sig: _sig, ...text } = said;
  await filled({ ...said, sig: deviceSigner(KEY)(textOfFill(text)) });
  expect([cursor, fetched]).toEqual([400, []]);
});

it('ends with the line, and goes on with the next greeting', async () => {
  let isCut = true;
  const manifest = snapshot();
  const filling = filled(manifest, {
    fetch: ({ sha256 }, _ticket, signal) => {
      if (!isCut) return Promise.resolve(bytesOf.get(sha256) ?? null);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('the line is cut'));
        });
      });
    },
  });
  await expect.poll(() => fill.report()).toEqual({ done: 0, of: 4 });
  fill.lineCut();
  isCut = false;
  fill.greeted({ epoch: 'e', heads: { [SCOPE]: 500 } });
  await filling;
  expect([cursor, applied]).toEqual([500, [310, 400, 450, 500]]);
});

it('is told in pages by a district that makes none', async () => {
  await filled(null);
  expect([cursor, fetched]).toEqual([0, []]);
});

it('leaves a console alone that has rows, or whose story is short', () => {
  const having = { replica: () => ({ cursors: () => ({ [SCOPE]: 20 }) }) };
  fill = new FirstFill({ scope: SCOPE, ...having } as never);
  fill.greeted({ epoch: 'e', heads: { [SCOPE]: 5_000 } });
  expect(fill.isFilling(SCOPE)).toBe(false);
  fill = new FirstFill({ scope: SCOPE, replica: () => ({ cursors: () => ({}) }) } as never);
  fill.greeted({ epoch: 'e', heads: { [SCOPE]: 300 } });
  expect(fill.isFilling(SCOPE)).toBe(false);
});
