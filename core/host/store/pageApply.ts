import type { CaseDoc, CaseStub } from '../../domain/case/caseDoc.ts';
import type { Hashing } from '../../kernel/hashing.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import type { FeedEntry, WireEvent } from '../../protocol/sync/frames.ts';
import { applyEvent, stateHashOf } from '../../sync/confirmed.ts';
import type { FetchedCase } from '../../sync/syncPorts.ts';
import type { ToldNotice } from './noticeRows.ts';
import { patchRecord, type RecordBook } from './recordBook.ts';
import { mapInSlices } from './slices.ts';

export type HeldCase =
  | { readonly form: 'full' | 'broken'; readonly doc: CaseDoc }
  | { readonly form: 'stub'; readonly stub: CaseStub };

export type PageChanges = {
  readonly cases: Map<string, HeldCase>;
  readonly events: WireEvent[];
  /** By `type/id`. */
  readonly records: Map<string, { readonly type: string; readonly id: string; readonly doc: Json }>;
  readonly left: Set<string>;
  readonly notices: ToldNotice[];
  /** Number of the first entry that only a newer program reads. */
  unread: number | null;
};

export type PageContext = {
  readonly held: ReadonlyMap<string, HeldCase>;
  readonly book: RecordBook;
  readonly scope: string;
  readonly scopes: readonly string[];
  readonly hashing: Hashing;
  /** The same as `applyEvent`; a simulation of many consoles works out once what all of them are told. */
  readonly apply?: typeof applyEvent;
};

/** What a page of a feed changes, worked out in memory; the caller writes it in one transaction. */
export function changesOf(entries: readonly FeedEntry[], context: PageContext): PageChanges {
  const changes = noChanges();
  for (const entry of entries) apply(entry, changes, context);
  return changes;
}

/** The same in pieces, for whoever has other things to do meanwhile. Nobody else may move the rows until then. */
export async function changesInSlices(
  entries: readonly FeedEntry[],
  context: PageContext,
): Promise<PageChanges> {
  const changes = noChanges();
  await mapInSlices(entries, (entry) => {
    apply(entry, changes, context);
  });
  return changes;
}

function noChanges(): PageChanges {
  return {
    cases: new Map(),
    events: [],
    records: new Map(),
    left: new Set(),
    notices: [],
    unread: null,
  };
}

function apply(entry: FeedEntry, changes: PageChanges, context: PageContext): void {
  if (entry.type === 'event') applyOne(entry.event, changes, context);
  else if (entry.type === 'notice') changes.notices.push({ ...entry.notice, seq: entry.seq });
  else if (entry.type === 'enter') enter(entry, changes, context);
  else if (isLeave(entry)) leave(entry, changes, context);
  else passOver(entry, changes, context);
}

/** What a district of a later release may tell besides: of which case, if of any. */
type NewerEntry = { readonly seq: number; readonly caseId?: unknown };

function isLeave(entry: { readonly type: string }): boolean {
  return entry.type === 'leave';
}

/** Its case is asked for whole: what became of it stands in its document. */
function passOver({ seq, caseId }: NewerEntry, changes: PageChanges, context: PageContext): void {
  changes.unread ??= seq;
  if (typeof caseId !== 'string') return;
  const held = heldNow(caseId, changes, context);
  if (held?.form === 'full') changes.cases.set(caseId, { form: 'broken', doc: held.doc });
}

/** Ids of the cases whose rows must be at hand before the page is worked out. */
export function casesIn(entries: readonly FeedEntry[]): string[] {
  const ids = new Set<string>();
  for (const entry of entries) {
    if (entry.type === 'notice') continue;
    const id: unknown = entry.type === 'event' ? entry.event.caseId : entry.caseId;
    if (typeof id === 'string') ids.add(id);
  }
  return [...ids];
}

function heldNow(id: string, changes: PageChanges, context: PageContext): HeldCase | undefined {
  return changes.cases.get(id) ?? context.held.get(id);
}

function applyOne(event: WireEvent, changes: PageChanges, context: PageContext): void {
  applyRecords(event, changes, context);
  const id = event.caseId;
  // Without a patch it is the part of a decision that a reader outside the case may have: its records.
  if (id === null || event.casePatch === null) return;
  const held = heldNow(id, changes, context);
  // A case that left comes back with `enter` only: a stray event of another feed must not revive it.
  if (held?.form === 'stub') return;
  const doc = held?.doc ?? null;
  const applied = (context.apply ?? applyEvent)(doc, event, context.hashing);
  if (applied.kind === 'known') return;
  if (applied.kind === 'moved') {
    changes.cases.set(id, { form: 'full', doc: applied.doc });
    changes.events.push(event);
  } else if (doc !== null) changes.cases.set(id, { form: 'broken', doc });
  else changes.cases.set(id, { form: 'broken', doc: emptyDoc(id) });
}

function applyRecords(event: WireEvent, changes: PageChanges, context: PageContext): void {
  for (const { type, id, patch } of event.records) {
    const key = `${type}/${id}`;
    const now = changes.records.get(key)?.doc ?? context.book.get(type, id);
    const doc = patchRecord(now, patch);
    if (versionOf(doc) < versionOf(now)) continue;
    changes.records.set(key, { type, id, doc });
  }
}

function versionOf(doc: Json | null): number {
  if (typeof doc !== 'object' || doc === null || !('ver' in doc)) return 0;
  const { ver } = doc as { readonly ver: unknown };
  return typeof ver === 'number' ? ver : 0;
}

function enter(
  entry: Extract<FeedEntry, { readonly type: 'enter' }>,
  changes: PageChanges,
  context: PageContext,
): void {
  const doc = entry.doc as CaseDoc;
  const held = heldNow(entry.caseId, changes, context);
  changes.left.delete(entry.caseId);
  if (held?.form === 'full' && held.doc.ver >= doc.ver) return;
  const isRight = stateHashOf(doc, context.hashing) === entry.stateHash;
  changes.cases.set(entry.caseId, { form: isRight ? 'full' : 'broken', doc });
  changes.events.push(...entry.events);
}

function leave(
  entry: Extract<FeedEntry, { readonly type: 'leave' }>,
  changes: PageChanges,
  context: PageContext,
): void {
  const held = heldNow(entry.caseId, changes, context);
  const others = context.scopes.filter((scope) => scope !== context.scope);
  // A row that does not fit may be no more than what its last patch said.
  const doc: Partial<CaseDoc> = held === undefined || held.form === 'stub' ? {} : held.doc;
  const members: Readonly<Record<string, true | undefined>> = doc.members ?? {};
  if (others.some((scope) => members[scope] === true)) return;
  changes.cases.set(entry.caseId, { form: 'stub', stub: entry.stub as CaseStub });
  changes.left.add(entry.caseId);
}

/**
 * What is kept of an answer and of what pages have brought since it was asked for; null when the answer is
 * of no use. What pages say of a case that is whole here, or that left, is never older than an answer.
 */
export function takenOf(
  fetched: FetchedCase,
  here: HeldCase | undefined,
  hashing: Hashing,
): HeldCase | null {
  const { stub, stateHash } = fetched;
  const doc = fetched.doc as CaseDoc | null;
  if (stub !== null) return here?.form === 'full' ? null : { form: 'stub', stub };
  if (doc === null || here?.form === 'stub') return null;
  return stateHashOf(doc, hashing) === stateHash ? newerOf(doc, here) : null;
}

/**
 * What stands in place of a row that is not as the district has it; null when the answer is no better. `gone`: no
 * member, and never was.
 */
export function mendedBy(
  fetched: FetchedCase,
  was: string | null,
  hashing: Hashing,
): HeldCase | 'gone' | null {
  const { stub, stateHash } = fetched;
  const doc = fetched.doc as CaseDoc | null;
  if (doc !== null) {
    const isRight = stateHashOf(doc, hashing) === stateHash;
    return isRight && stateHash !== was ? { form: 'full', doc } : null;
  }
  if (was === null) return null;
  return stub === null ? 'gone' : { form: 'stub', stub };
}

function newerOf(doc: CaseDoc, here: Exclude<HeldCase, { readonly form: 'stub' }> | undefined) {
  const ahead = (here?.doc.ver ?? 0) - doc.ver;
  if (ahead >= 0 && here?.form === 'full') return here;
  return ahead > 0 ? null : ({ form: 'full', doc } as const);
}

/** Stands for a case of which only later steps came; it is never shown. */
function emptyDoc(caseId: string): CaseDoc {
  return { caseId, ver: 0 } as unknown as CaseDoc;
}
