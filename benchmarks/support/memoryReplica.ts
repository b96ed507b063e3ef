import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { applyEvent, stateHashOf } from '#core/sync/confirmed.ts';
import type { FeedEntry, WireEvent } from '#core/protocol/sync/frames.ts';
import type { Page, ReplicaPort } from '#core/sync/syncPorts.ts';

export type MemoryReplica = ReplicaPort & {
  readonly entries: () => number;
  /** Resolves when a scope's feed has come as far as that. */
  readonly reached: (scope: string, seq: number) => Promise<void>;
};

/**
 * Confirmed cases in memory, as PouchDB's memory adapter holds documents: every effect is applied and every
 * state hash checked. `at`: where its feeds stand when it begins.
 */
export function memoryReplica(
  at: Readonly<Record<string, number>> = {},
  onEvent: (event: WireEvent) => void = () => undefined,
): MemoryReplica {
  const docs = new Map<string, CaseDoc>();
  const waiting: { readonly scope: string; readonly seq: number; readonly done: () => void }[] = [];
  let epoch: string | null = null;
  let cursors: Record<string, number> = {};
  let entries = 0;
  return {
    epoch: () => epoch,
    cursors: () => cursors,
    applyPage(page: Page) {
      for (const entry of page.entries) {
        apply(entry, docs);
        if (entry.type === 'event') onEvent(entry.event);
      }
      cursors = { ...cursors, [page.scope]: page.to };
      entries += page.entries.length;
      for (const one of waiting) if ((cursors[one.scope] ?? 0) >= one.seq) one.done();
      return Promise.resolve({ entries: page.entries.length, broken: [] });
    },
    broken: () => [],
    reset(next) {
      epoch = next;
      cursors = { ...at };
      return Promise.resolve();
    },
    replaceCase: () => Promise.resolve(),
    entries: () => entries,
    reached: (scope, seq) =>
      (cursors[scope] ?? 0) >= seq
        ? Promise.resolve()
        : new Promise((done) => waiting.push({ scope, seq, done })),
  };
}

function apply(entry: FeedEntry, docs: Map<string, CaseDoc>): void {
  if (entry.type === 'enter') {
    const doc = entry.doc as CaseDoc;
    if (stateHashOf(doc, nodeHashing) !== entry.stateHash) throw new Error('another state hash');
    docs.set(entry.caseId, doc);
  }
  if (entry.type !== 'event' || entry.event.caseId === null) return;
  if (entry.event.casePatch === null) return;
  const applied = applyEvent(docs.get(entry.event.caseId) ?? null, entry.event, nodeHashing);
  if (applied.kind === 'broken') throw new Error(`case ${entry.event.caseId} does not fit`);
  if (applied.kind === 'moved') docs.set(entry.event.caseId, applied.doc);
}
