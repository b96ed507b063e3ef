import { expect, it } from 'vitest';
import { MemoryDistrictStore } from '../store/memoryDistrictStore.ts';
import { PageTexts } from './pageTexts.ts';

class CountingStore extends MemoryDistrictStore {
  reads = 0;
  fails = false;

  override page(
    ...ask: Parameters<MemoryDistrictStore['page']>
  ): ReturnType<MemoryDistrictStore['page']> {
    this.reads += 1;
    return this.fails ? Promise.reject(new Error('busy')) : super.page(...ask);
  }
}

it('reads a page once for a whole hall, and anew when the scope has moved', async () => {
  const store = new CountingStore();
  const pages = new PageTexts(store);
  const hall = await Promise.all(Array.from({ length: 56 }, () => pages.page('district', 0, 0)));
  expect(store.reads).toBe(1);
  expect(new Set(hall).size).toBe(1);
  expect(JSON.parse(hall[0]?.text ?? '')).toEqual({
    f: 'page',
    scope: 'district',
    from: 0,
    to: 0,
    head: 0,
    entries: [],
  });
  await pages.page('district', 0, 1);
  await pages.page('ref', 0, 0);
  expect(store.reads).toBe(3);
});

it('does not keep a failure, nor more than a few pages', async () => {
  const store = new CountingStore();
  const pages = new PageTexts(store);
  store.fails = true;
  await expect(pages.page('district', 0, 0)).rejects.toThrow('busy');
  store.fails = false;
  await pages.page('district', 0, 0);
  expect(store.reads).toBe(2);
  for (let from = 1; from <= 60; from += 1) await pages.page('district', from, 0);
  await pages.page('district', 0, 0);
  expect(store.reads).toBe(63);
});
