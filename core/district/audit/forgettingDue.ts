import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { parseCaseNo } from '../../domain/case/caseNo.ts';
import type { CaseId } from '../../domain/operation/identity.ts';
import { dueAt, dueIfArchivedBy, yearsKept } from '../../domain/record/retention.ts';
import type { RetentionRecord } from '../../domain/record/records.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { District } from '../openDistrict.ts';
import type { ArchivedCase } from '../store/archivedCases.ts';
import type { Asks, AskRefusal } from '../sync/asks.ts';

const ROWS_A_PAGE = 100;
const NAMED_MOST = 200;
/** Counted no further: what is due is worked off long before, or by as many as there are. */
const COUNTED_MOST = 10_000;

type Parts = { readonly district: District; readonly asks: Asks; readonly clock: Clock };
type Place = Pick<ArchivedCase, 'at' | 'seq'>;

/** What is asked for: the next page of what is due, or these archived cases, due or not. */
type Wish =
  | { readonly by: 'time'; readonly after: Place }
  | { readonly by: 'number'; readonly caseNo: string }
  | { readonly by: 'ids'; readonly caseIds: readonly CaseId[] };

/**
 * Archived cases whose words are due to be forgotten, computed when an administrator looks (I-13): consoles hold
 * stubs of what ended long ago, and none of them knows all. Told is no word of a case, only what stays of it.
 */
export function serveForgetting({ district, asks, clock }: Parts): void {
  asks.askOfAdministrators('forgetting.due', (input) => answer(district, input, clock.wall()));
}

async function answer(
  district: District,
  input: Readonly<Record<string, unknown>>,
  now: EpochMs,
): Promise<Result<unknown, AskRefusal>> {
  const wish = wishOf(input);
  if (wish === null) return err({ code: 'op/schema' });
  const { store, core, people } = district;
  const record = core.state.recordsOf('retention')[0] ?? null;
  const years = yearsKept(record);
  const until = dueIfArchivedBy(now, years);
  // By ids it is asked again and again while they are worked off, for these alone.
  const total = wish.by === 'ids' ? 0 : await store.archivedCount(until, COUNTED_MOST + 1);
  const found = await archivedFor(district, wish, until);
  const docs = await docsOf(district, found);
  const rows = found.flatMap((one) => {
    const doc = docs.get(one.caseId);
    return doc === undefined ? [] : [rowOf(doc, one.at, { years, people })];
  });
  const last = found.at(-1);
  const isMore = wish.by === 'time' && found.length === ROWS_A_PAGE && last !== undefined;
  return ok({
    years,
    set: setBy(record, people),
    total: Math.min(total, COUNTED_MOST),
    isMore: total > COUNTED_MOST,
    rows,
    next: isMore ? { at: last.at, seq: last.seq } : null,
  });
}

function wishOf({ after, caseNo, caseIds }: Readonly<Record<string, unknown>>): Wish | null {
  if (typeof caseNo === 'string') {
    return parseCaseNo(caseNo) === null ? null : { by: 'number', caseNo };
  }
  if (Array.isArray(caseIds)) {
    const ids = caseIds.filter((one) => typeof one === 'string');
    return ids.length > NAMED_MOST ? null : { by: 'ids', caseIds: ids };
  }
  return { by: 'time', after: placeIn(after) ?? { at: 0, seq: 0 } };
}

function placeIn(given: unknown): Place | null {
  if (typeof given !== 'object' || given === null) return null;
  const { at, seq } = given as Partial<Place>;
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(seq)) return null;
  return { at: at ?? 0, seq: seq ?? 0 };
}

async function archivedFor(
  { store }: Pick<District, 'store'>,
  wish: Wish,
  until: EpochMs,
): Promise<readonly ArchivedCase[]> {
  if (wish.by === 'time') {
    return store.archived({ until, after: wish.after, limit: ROWS_A_PAGE });
  }
  const named =
    wish.by === 'ids'
      ? wish.caseIds
      : (await store.numbered([wish.caseNo])).map(({ caseId }) => caseId);
  const found: ArchivedCase[] = [];
  for (const caseId of named) {
    const history = await store.history(caseId, 0);
    const archiving = history.find(
      ({ op, decision }) => op.kind === 'case.archive' && decision.outcome === 'applied',
    );
    if (archiving === undefined) continue;
    const { at, serverSeq: seq } = archiving.decision;
    found.push({ caseId, at, seq });
  }
  return found;
}

async function docsOf(
  { store }: Pick<District, 'store'>,
  found: readonly ArchivedCase[],
): Promise<ReadonlyMap<CaseId, CaseDoc>> {
  const cases = await store.cases(found.map(({ caseId }) => caseId));
  return new Map(cases.map(({ doc }) => [doc.caseId, doc]));
}

type Names = Pick<District, 'people'>;

function rowOf(
  doc: CaseDoc,
  archivedAt: EpochMs,
  { years, people }: Names & { readonly years: number },
): Readonly<Record<string, unknown>> {
  const { caseId, caseNo = null, ver, redacted } = doc;
  const isDone = redacted !== undefined && redacted.ver === ver;
  return {
    ...{ caseId, caseNo, ver, archivedAt },
    street: doc.place.street ?? null,
    matter: doc.matter ?? null,
    dueAt: dueAt(archivedAt, years),
    redacted: isDone
      ? { at: redacted.atMs, by: nameOf(redacted.by, people), reason: redacted.reason }
      : null,
  };
}

function setBy(
  record: RetentionRecord | null,
  people: District['people'],
): { readonly at: EpochMs; readonly by: string } | null {
  return record === null ? null : { at: record.at, by: nameOf(record.by, people) };
}

function nameOf(person: string, people: District['people']): string {
  return people.person(person)?.name ?? person;
}
