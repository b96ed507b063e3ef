import * as v from 'valibot';

const Int = v.pipe(v.number(), v.safeInteger());
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Moment = v.pipe(v.number(), v.safeInteger());

/** What the cases of a scope amount to at its head, over those that are open or ended since then. */
export const ScopeSum = v.object({
  seq: Int,
  since: Moment,
  count: Int,
  /** Sum of their state hashes, in no order. */
  sum: Hash,
  /** Of the feed `ref`, which has records and no cases: the kinds that are summed up. */
  kinds: v.optional(v.array(v.string())),
});
export type ScopeSum = v.InferOutput<typeof ScopeSum>;

/** A case's id, or `type/id` of a record. */
const RowId = v.pipe(v.string(), v.maxLength(200));

/** Asked for where two sums differ: row ids above `after`, up to and with `upTo`; null is no bound. */
export const SumRange = v.object({
  scope: v.pipe(v.string(), v.maxLength(80)),
  since: Moment,
  /** Where the asker stands: an answer from before it tells him nothing. */
  seq: Int,
  after: v.nullable(RowId),
  upTo: v.nullable(RowId),
});
export type SumRange = v.InferOutput<typeof SumRange>;

/** One record as it stands, by the id of its row. */
export const RecordAsked = v.object({ key: RowId });

/** Of a scope's cases that ended before this one, what is kept of each: the last that ended first. */
export const StubsAsked = v.object({
  before: v.object({ endedAt: Moment, caseId: v.pipe(v.string(), v.maxLength(64)) }),
});

/** Of a range: sums of the parts it falls into, or, where it is small, its rows: of `ref`, records. */
export type SumAnswer = {
  readonly head: number;
  readonly parts: readonly { readonly upTo: string | null; readonly sum: string }[];
  readonly cases: readonly {
    readonly caseId: string;
    readonly stateHash: string;
    readonly lastSeq: number;
  }[];
};
