import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { stubOf } from '../../domain/case/caseStub.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import { changesOf, takenOf, type HeldCase } from '../../host/store/pageApply.ts';
import { RecordBook } from '../../host/store/recordBook.ts';
import { linesOf } from '../../host/sync/fillFolder.ts';
import { mergeDiff } from '../../kernel/mergeDiff.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { readFillLine } from '../../protocol/sync/firstFill.ts';
import type { FeedEntry } from '../../protocol/sync/frames.ts';
import { stateHashOf } from '../../sync/confirmed.ts';
import { feedOf } from '../caseFeed.ts';
import type { StoredDecision } from '../store/districtStore.ts';
import { MemoryDistrictStore } from '../store/memoryDistrictStore.ts';
import { makeSnapshot } from './makeSnapshot.ts';

const EAST = 'street:110101001';
const WEST = 'street:110101002';
const ROWS_A_PAGE = 2;
const ENTRIES_A_PAGE = 3;

const act = fc.record({
  caseId: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5'),
  what: fc.constantFrom('edit' as const, 'edit' as const, 'move' as const, 'share' as const),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

/** A district in which cases are made, changed, moved and shared, as its log, its rows and its feeds have it. */
function district() {
  const store = new MemoryDistrictStore();
  const docs = new Map<string, CaseDoc>();
  let seq = 0;
  return {
    store,
    docs,
    head: () => seq,
    decide({ caseId, what }: Act): void {
      seq += 1;
      const before = docs.get(caseId) ?? null;
      const after = changed(before, { caseId, what, seq });
      const stateHash = stateHashOf(after, nodeHashing);
      const patch = before === null ? after : mergeDiff(before as never, after as never);
      const decision = {
        ...{ serverSeq: seq, outcome: 'applied', rule: null, reason: null, at: seq, errMs: 0 },
        ...{ holderBefore: before?.holder ?? null, caseId, ver: after.ver, stateHash },
        ...{ casePatch: patch as unknown as Json, records: [], notices: [] },
      } as unknown as StoredDecision;
      const op = {
        ...{ opId: `o${seq}`, v: 1, kind: 'case.note', caseId, args: { text: 'x' }, bases: [] },
        ...{
          actor: 'p',
          scope: 'district',
          replica: 'r',
          incarnation: 1,
          rseq: seq,
          hash: `h${seq}`,
        },
        t: { wall: seq },
      } as unknown as AnyOperation;
      docs.set(caseId, after);
      store.put({
        entries: [{ op, decision, receivedAt: seq, chain: `${seq}` }],
        cases: [{ doc: after, stateHash, lastSeq: seq }],
        records: [],
        feed: feedOf({ op, decision, before, after }),
        marks: [],
      });
    },
  };
}

function changed(
  before: CaseDoc | null,
  { caseId, what, seq }: Act & { readonly seq: number },
): CaseDoc {
  const holder = what === 'move' && before?.holder === EAST ? WEST : EAST;
  const members = { district: true, [holder]: true, ...(what === 'share' ? { [WEST]: true } : {}) };
  const kept = what === 'edit' && before !== null ? before : { holder, members };
  const { holder: held, members: who } = kept;
  return {
    ...{ caseId, ver: (before?.ver ?? 0) + 1, stage: 'to_dispatch', place: {}, createdAt: 1 },
    ...{ title: `title ${seq}`, holder: held, members: who },
  } as unknown as CaseDoc;
}

/** A console of the eastern street. */
function reader() {
  const held = new Map<string, HeldCase>();
  const book = new RecordBook();
  const apply = (entries: readonly FeedEntry[]): void => {
    const on = { held, book, scope: EAST, scopes: [EAST], hashing: nodeHashing };
    for (const [id, row] of changesOf(entries, on).cases) held.set(id, row);
  };
  return { held, apply };
}

type Reader = ReturnType<typeof reader>;
type District = ReturnType<typeof district>;

async function readOn({ store, docs, head }: District, to: Reader, from: number): Promise<void> {
  for (let at = from; at < head();) {
    const limit = { entries: ENTRIES_A_PAGE, bytes: 1 << 20 };
    const page = await store.page(EAST, at, limit);
    to.apply(page.entries.map((text) => JSON.parse(text) as FeedEntry));
    if (page.to <= at) break;
    at = page.to;
  }
  // What does not fit is asked for whole, as any console does.
  for (const [id, row] of to.held) {
    const doc = docs.get(id);
    if (row.form !== 'broken' || doc === undefined) continue;
    const isMember = doc.members[EAST] === true;
    const stateHash = stateHashOf(doc, nodeHashing);
    const whole = { caseId: id, doc, stateHash, events: [], stub: null };
    const fetched = isMember ? whole : { ...whole, doc: null, stub: stubOf(doc) };
    const taken = takenOf(fetched as never, row, nodeHashing);
    if (taken !== null) to.held.set(id, taken);
  }
}

/** What it reads whole, by case. */
function wholeOf({ held }: Reader): Readonly<Record<string, CaseDoc>> {
  const whole: Record<string, CaseDoc> = {};
  for (const [id, row] of held) if (row.form === 'full') whole[id] = row.doc;
  return whole;
}

it('I-09, I-18: a feed cut at any number, its beginning as a snapshot made while people act, tells what the whole feed tells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 25 }),
      fc.array(act, { maxLength: 10 }),
      fc.array(act, { maxLength: 15 }),
      async (before, meanwhile, after) => {
        const town = district();
        for (const one of before) town.decide(one);
        const seq = town.head();
        const rest = [...meanwhile];
        const fill: MemoryDistrictStore['fill'] = async (scope, from, options) => {
          const page = await town.store.fill(scope, from, { ...options, entries: ROWS_A_PAGE });
          const next = rest.shift();
          if (next !== undefined) town.decide(next);
          return page;
        };
        const filled = reader();
        for await (const { content } of makeSnapshot(
          { fill },
          { scope: EAST, seq, now: seq, chunkBytes: 1 },
        )) {
          for (const line of await linesOf(content)) {
            const page = readFillLine(line);
            expect(page).not.toBeNull();
            filled.apply(page?.entries ?? []);
          }
        }
        for (const one of after) town.decide(one);
        await readOn(town, filled, seq);
        const told = reader();
        await readOn(town, told, 0);
        const members = [...town.docs].filter(([, doc]) => doc.members[EAST] === true);
        expect(wholeOf(told)).toEqual(Object.fromEntries(members));
        expect(wholeOf(filled)).toEqual(wholeOf(told));
      },
    ),
    { numRuns: 300, seed: 1 },
  );
});
