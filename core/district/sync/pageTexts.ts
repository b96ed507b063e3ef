import { BoundedMap } from '../../kernel/bounded.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { INBOX_KEPT, PAGE_ENTRIES_MAX } from '../../protocol/sync/frames.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import { isInbox } from './readable.ts';

const PAGE_BYTES = 512 * 1024;
const KEPT = 48;

export type PageText = { readonly to: number; readonly head: number; readonly text: string };

/**
 * Pages as they go over the wire, read once for all consoles that stand at the same place: after a commit a
 * whole hall asks for the same few entries within milliseconds.
 */
export class PageTexts {
  readonly #store: DistrictStore;
  readonly #pages = new BoundedMap<string, Promise<PageText>>(KEPT);

  constructor(store: DistrictStore) {
    this.#store = store;
  }

  /** `head` is where the scope stands now: with a new one, the page is read anew. */
  page(scope: Scope, from: number, head: number): Promise<PageText> {
    const key = `${scope} ${from} ${head}`;
    const known = this.#pages.get(key);
    if (known !== undefined) return known;
    const made = this.#read(scope, from);
    this.#pages.set(key, made);
    made.catch(() => this.#pages.delete(key));
    return made;
  }

  async #read(scope: Scope, from: number): Promise<PageText> {
    const limit = { entries: PAGE_ENTRIES_MAX, bytes: PAGE_BYTES };
    const isFirst = from === 0 && isInbox(scope);
    const after = isFirst ? await this.#store.tail(scope, INBOX_KEPT) : from;
    const { to, head, entries } = await this.#store.page(scope, after, limit);
    return { to, head, text: pageFrame({ scope, from, to, head }, entries) };
  }
}

/** The frame around entries that are texts already. */
export function pageFrame(
  page: {
    readonly scope: Scope;
    readonly from: number;
    readonly to: number;
    readonly head: number;
  },
  entries: readonly string[],
): string {
  const start = JSON.stringify({ f: 'page', ...page });
  return `${start.slice(0, -1)},"entries":[${entries.join(',')}]}`;
}
