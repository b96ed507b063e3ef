import type { ServerFrame } from '../protocol/sync/frames.ts';
import type { Page, ReplicaPort } from './syncPorts.ts';

export type PageFrame = Extract<ServerFrame, { readonly f: 'page' }>;

/** Of a feed that is far ahead so many pages at most are written at once, and none waits longer for the next one. */
const GATHERED_MAX = 4;
const GATHER_MS = 250;

type Gathered = { readonly since: number; readonly pages: readonly PageFrame[] };

/**
 * While more is to come a page waits for the next ones and is written with them: acts that wait here are judged over
 * the rows once instead of once a page. Nothing of it counts as read before it is written (I-09).
 */
export class Gathering {
  readonly #replica: Pick<ReplicaPort, 'cursors' | 'applyPage'>;
  readonly #mono: () => number;
  readonly #gathered = new Map<string, Gathered>();

  constructor(replica: Pick<ReplicaPort, 'cursors' | 'applyPage'>, mono: () => number) {
    this.#replica = replica;
    this.#mono = mono;
  }

  /** Where the last page that waits ends; the cursor when none does. */
  reached(scope: string): number {
    return this.#gathered.get(scope)?.pages.at(-1)?.to ?? this.#cursor(scope);
  }

  /** True while the next page is worth waiting for. */
  add(page: PageFrame): boolean {
    const before = this.#gathered.get(page.scope) ?? { since: this.#mono(), pages: [] };
    const pages = [...before.pages, page];
    this.#gathered.set(page.scope, { ...before, pages });
    // What the district states of its rows holds where this page ends.
    return page.to < page.head && page.sum === undefined && pages.length < GATHERED_MAX;
  }

  /** Names cases that do not fit; null when these pages are of no use any more. */
  async write(scope: string, isRead: boolean): Promise<readonly string[] | null> {
    const pages = this.#gathered.get(scope)?.pages ?? [];
    this.#gathered.delete(scope);
    const page = joined(pages);
    if (page === null) return [];
    // Filled, or begun anew, meanwhile.
    if (!isRead || page.from !== this.#cursor(scope)) return null;
    return (await this.#replica.applyPage(page)).broken;
  }

  /** Scopes whose pages have waited for long, or all with pages that wait. */
  scopes(which: 'overdue' | 'all'): readonly string[] {
    const until = which === 'all' ? Infinity : this.#mono() - GATHER_MS;
    return [...this.#gathered].flatMap(([scope, { since }]) => (since <= until ? scope : []));
  }

  forget(): void {
    this.#gathered.clear();
  }

  #cursor(scope: string): number {
    return this.#replica.cursors()[scope] ?? 0;
  }
}

function joined(pages: readonly PageFrame[]): Page | null {
  const [first] = pages;
  const to = pages.at(-1)?.to;
  if (first === undefined || to === undefined) return null;
  const { scope, from } = first;
  return { scope, from, to, entries: pages.flatMap(({ entries }) => entries) };
}
