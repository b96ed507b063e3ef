import * as v from 'valibot';

const Ms = v.number();
const Count = v.number();

/**
 * Where an act of this console stands; `decided` did what was asked, or what a rule made of it. `street` is no
 * act of this console: another of the street said it, the station told it, the district has not decided it.
 */
export const QueueState = v.picklist([
  'pending',
  'decided',
  'superseded',
  'conflict',
  'refused',
  'deferred',
  'street',
]);
export type QueueState = v.InferOutput<typeof QueueState>;

export const QueueParams = v.object({
  state: v.union([v.literal('all'), QueueState]),
  from: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
});
export type QueueParams = v.InferOutput<typeof QueueParams>;

/** A window of the acts of this console that are still kept, newest first. */
export const QueueView = v.object({
  total: Count,
  from: Count,
  counts: v.object({
    pending: Count,
    decided: Count,
    superseded: Count,
    conflict: Count,
    refused: Count,
    deferred: Count,
    street: Count,
  }),
  rows: v.array(
    v.object({
      opId: v.string(),
      kind: v.string(),
      caseId: v.nullable(v.string()),
      caseNo: v.nullable(v.string()),
      caseTitle: v.nullable(v.string()),
      byName: v.string(),
      at: Ms,
      rseq: Count,
      incarnation: Count,
      state: QueueState,
      outcome: v.nullable(v.string()),
      rule: v.nullable(v.number()),
      reason: v.nullable(v.string()),
      decidedAt: v.nullable(Ms),
    }),
  ),
  asOf: Ms,
});
export type QueueView = v.InferOutput<typeof QueueView>;
