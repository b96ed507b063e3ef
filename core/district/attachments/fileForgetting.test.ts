import { expect, it } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import type { LogEntry } from '../store/districtStore.ts';
import { FILE_LISTS } from '../store/forgotten.ts';
import { MemoryDistrictStore } from '../store/memoryDistrictStore.ts';
import { FileForgetting } from './fileForgetting.ts';

const NAMES = Array.from({ length: 120 }, (_, i) => i.toString(16).padStart(64, '0'));
const attached = (sha256: string): LogEntry =>
  ({ op: { kind: 'case.attach', args: { sha256 } }, decision: { outcome: 'applied' } }) as never;

async function storeOf(...lists: (readonly string[])[]): Promise<MemoryDistrictStore> {
  const store = new MemoryDistrictStore();
  for (const [i, list] of lists.entries()) {
    await store.setMeta(`${FILE_LISTS}${i}/c`, JSON.stringify(list));
  }
  return store;
}

/** What it deletes; `at` is told each name before. */
function forgetting(store: MemoryDistrictStore, at: (sha256: string) => void = () => undefined) {
  const removed: string[] = [];
  let commit: (entries: readonly LogEntry[]) => void = () => undefined;
  const remove = (sha256: string): Promise<void> => {
    at(sha256);
    removed.push(sha256);
    return Promise.resolve();
  };
  const made = new FileForgetting({
    district: {
      store,
      onCommit: (listener) => {
        commit = listener;
        return () => undefined;
      },
    },
    files: { remove },
    log: silentLog,
  });
  return { made, removed, commit: (entry: LogEntry) => commit([entry]) };
}

const lists = (store: MemoryDistrictStore) => store.metasOf(FILE_LISTS);

it('I-28: looks for all names of some redactions at once, and keeps no list of what is done', async () => {
  const store = await storeOf(NAMES.slice(0, 30), NAMES.slice(20, 50), []);
  let looks = 0;
  const filesNamed = store.filesNamed.bind(store);
  store.filesNamed = (names) => {
    looks += 1;
    return filesNamed(names);
  };
  const { removed } = forgetting(store);
  await expect.poll(async () => (await lists(store)).size).toBe(0);
  expect([removed, looks]).toEqual([NAMES.slice(0, 50), 1]);
});

it('stops behind a file when it is closed, and does the others at its next start', async () => {
  const store = await storeOf(NAMES);
  const closing: Promise<void>[] = [];
  const first = forgetting(store, (sha256) => {
    if (sha256 === NAMES[60]) closing.push(first.made.close());
  });
  await expect.poll(() => closing.length).toBe(1);
  await Promise.all(closing);
  expect(first.removed).toEqual(NAMES.slice(0, 61));
  expect((await lists(store)).size).toBe(1);
  const next = forgetting(store);
  await expect.poll(async () => (await lists(store)).size).toBe(0);
  expect(next.removed).toEqual(NAMES);
});

it('leaves a file that was put on a case after it was looked for', async () => {
  const store = await storeOf(NAMES.slice(0, 3));
  const [one = '', two = '', three = ''] = NAMES;
  const { removed, commit } = forgetting(store, (sha256) => {
    if (sha256 === one) commit(attached(two));
  });
  await expect.poll(async () => (await lists(store)).size).toBe(0);
  expect(removed).toEqual([one, three]);
});
