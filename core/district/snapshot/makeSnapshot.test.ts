import { expect, it } from 'vitest';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { Scope } from '../../domain/operation/identity.ts';
import { readFillLine } from '../../protocol/sync/firstFill.ts';
import type { FeedPage } from '../store/districtStore.ts';
import { makeSnapshot } from './makeSnapshot.ts';

const SCOPE: Scope = 'street:110101001';
const enter = (seq: number): string =>
  `{"type":"enter","seq":${seq},"caseId":"c${seq}","doc":{},"stateHash":"","events":[]}`;

/** Cases by the order of their last change, as a store tells them; `over` is what it does wrong. */
function storeOf(seqs: readonly number[], over: (page: FeedPage) => FeedPage = (page) => page) {
  return {
    fill: (_scope: Scope, after: number, { upTo }: { readonly upTo: number }) => {
      const found = seqs.filter((seq) => seq > after && seq <= upTo).slice(0, 2);
      const to = found.length < 2 ? upTo : (found.at(-1) ?? upTo);
      return Promise.resolve(over({ to, head: 99, entries: found.map(enter) }));
    },
  };
}

async function made(store: ReturnType<typeof storeOf>, seq: number) {
  const chunks = [];
  for await (const chunk of makeSnapshot(store, { scope: SCOPE, seq, now: 0, chunkBytes: 1 })) {
    chunks.push(chunk);
  }
  return chunks;
}

it('tells every case up to its number once, in pages that follow each other', async () => {
  const chunks = await made(storeOf([3, 5, 8, 9, 12, 20]), 12);
  expect(chunks.map(({ from, to, cases }) => [from, to, cases])).toEqual([
    [0, 5, 2],
    [5, 9, 2],
    [9, 12, 1],
  ]);
  const texts = await Promise.all(
    chunks.map(async ({ content }) => (await promisify(brotliDecompress)(content)).toString()),
  );
  const pages = texts.flatMap((text) => text.split('\n').map(readFillLine));
  expect(pages.flatMap((page) => page?.entries.map(({ seq }) => seq))).toEqual([3, 5, 8, 9, 12]);
});

it('I-09: makes none that is newer than its cursor, whatever a store says', async () => {
  const newer = storeOf([3, 5, 8], (page) => ({ ...page, entries: [...page.entries, enter(13)] }));
  await expect(made(newer, 12)).rejects.toThrow('newer than its cursor');
  const beyond = storeOf([3, 5, 8], (page) => ({ ...page, to: page.to + 10 }));
  await expect(made(beyond, 12)).rejects.toThrow('not beyond its number');
  const standing = storeOf([3, 5, 8], (page) => ({ ...page, to: 0 }));
  await expect(made(standing, 12)).rejects.toThrow('goes on');
});
