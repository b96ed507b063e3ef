import * as v from 'valibot';

/**
 * Rows and small documents that views carry. Times are epoch ms, coordinates WGS84 millionths of a degree.
 * Nothing here is worded: codes and ids go over the wire, the renderer words them.
 */
const Ms = v.number();
const Nullable = <T extends v.GenericSchema>(schema: T): v.NullableSchema<T, undefined> =>
  v.nullable(schema);

export const Stage = v.picklist([
  'reported',
  'precheck',
  'to_dispatch',
  'dispatched',
  'handling',
  'handled',
  'to_close',
  'closed',
  'refused',
  'voided',
  'merged',
]);
export const Urgency = v.picklist(['ordinary', 'urgent', 'critical']);

/**
 * `confirmed`, or only here: pending operations on it are not yet decided by the district; `street` when all of
 * these are others', told by the station.
 */
export const SyncState = v.picklist(['confirmed', 'pending', 'conflict', 'street']);

export const CaseRow = v.object({
  caseId: v.string(),
  caseNo: Nullable(v.string()),
  urgency: Urgency,
  title: v.string(),
  placeText: v.string(),
  street: Nullable(v.string()),
  stage: Stage,
  holder: v.string(),
  matter: Nullable(v.string()),
  leadUnit: Nullable(v.string()),
  /** Name of the lead unit: units are too many for `ref.names`. */
  leadName: Nullable(v.string()),
  /** The clock that runs out first, or null when none runs. */
  clock: Nullable(
    v.object({ name: v.string(), startedAt: Ms, dueAt: Ms, pausedSince: Nullable(Ms) }),
  ),
  sync: SyncState,
  urged: v.number(),
  handOuts: v.number(),
  returns: v.number(),
  round: v.number(),
  createdAt: Ms,
  updatedAt: Ms,
  /** One of the caller's further cases in 30 days, or several callers of one matter. */
  repeat: v.number(),
  callers: v.number(),
  /** Waits for an act of the person who is logged in. */
  mine: v.boolean(),
  /** Since when the district has seen nothing of the street that holds it; told in the hall only. */
  silentSince: v.optional(Ms),
  /** 挂账: until then its limits stand still. */
  suspendedUntil: v.optional(Ms),
  /** 督办: to be settled by then, and closed by the district. */
  supervisedUntil: v.optional(Ms),
  /** 脱敏: its words were taken out, so there is no title. */
  redacted: v.optional(v.literal(true)),
});
export type CaseRow = v.InferOutput<typeof CaseRow>;

/** A case near a point, and how far from it. */
export const NearRow = v.object({ ...CaseRow.entries, metres: v.number() });
export type NearRow = v.InferOutput<typeof NearRow>;

export const TimelineRow = v.object({
  opId: v.string(),
  kind: v.string(),
  args: v.unknown(),
  actor: v.string(),
  actorName: v.string(),
  onBehalf: Nullable(v.string()),
  how: v.string(),
  /** Said in the place of a street that was silent. */
  caretaker: v.optional(v.literal(true)),
  scope: v.string(),
  /** Corrected time; `saidAt` differs when the author's clock was off or it is catch-up entry. */
  at: Ms,
  saidAt: Ms,
  errMs: v.number(),
  outcome: Nullable(v.string()),
  rule: Nullable(v.number()),
  reason: Nullable(
    v.object({
      code: v.string(),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  ),
  /** Said at another console of the street, told by the station: the district has not decided it. */
  isForeign: v.optional(v.literal(true)),
  /** Null while it stands only in this replica's outbox, or in another's of this street. */
  serverSeq: Nullable(v.number()),
  ver: Nullable(v.number()),
});
export type TimelineRow = v.InferOutput<typeof TimelineRow>;

/** `[caseId, lon, lat, urgency 0-2, lateness 0 ok 1 near 2 over, unsigned 0|1, sync 0|1, street]` */
export const MarkerTuple = v.tuple([
  v.string(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.number(),
  v.string(),
]);
export type MarkerTuple = v.InferOutput<typeof MarkerTuple>;

export const CallState = v.picklist([
  'ringing',
  'claimed',
  'answered',
  'held',
  'transferred',
  'ended',
  'abandoned',
]);
export const CallRow = v.object({
  callId: v.string(),
  line: v.string(),
  lineName: v.string(),
  greeting: v.string(),
  state: CallState,
  /** Full number; shown masked unless the role may see it. */
  number: Nullable(v.string()),
  seat: Nullable(v.string()),
  rangAt: Ms,
  answeredAt: Nullable(Ms),
  endedAt: Nullable(Ms),
  callerName: Nullable(v.string()),
  callerKind: Nullable(v.picklist(['person', 'enterprise', 'vulnerable'])),
  /** The caller asked for it in an earlier case: whoever writes the next one starts from that. */
  confidential: v.optional(v.boolean()),
  callsThisMonth: v.number(),
  callsThisYear: v.number(),
  /** Latest cases of this number, newest first, at most 10. */
  history: v.array(
    v.object({
      caseId: v.string(),
      caseNo: Nullable(v.string()),
      at: Ms,
      title: v.string(),
      stage: Stage,
      dueAt: Nullable(Ms),
      satisfied: Nullable(v.number()),
    }),
  ),
});
export type CallRow = v.InferOutput<typeof CallRow>;

export const ConflictSide = v.object({
  op: v.string(),
  kind: v.string(),
  by: v.string(),
  byName: v.string(),
  scope: v.string(),
  saidAt: Ms,
  correctedAt: Ms,
  errMs: v.number(),
  what: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
  /** What followed from it on the case: kinds with times. */
  followed: v.array(v.object({ kind: v.string(), at: Ms, step: v.optional(v.string()) })),
});
export const ConflictRow = v.object({
  conflictId: v.string(),
  caseId: v.string(),
  caseNo: Nullable(v.string()),
  caseTitle: v.string(),
  urgency: Urgency,
  rule: v.number(),
  options: v.array(v.string()),
  default: v.string(),
  owner: v.string(),
  raisedAt: Ms,
  decideBy: Ms,
  state: v.picklist(['open', 'resolved']),
  chosen: Nullable(v.string()),
  resolvedAt: Nullable(Ms),
  resolvedByName: v.optional(v.string()),
  /** The settling that this person may take back, and until when; null where no time ends it. */
  undo: v.optional(v.object({ opId: v.string(), until: v.nullable(Ms) })),
  pending: v.boolean(),
  sides: v.array(ConflictSide),
});
export type ConflictRow = v.InferOutput<typeof ConflictRow>;

export const PlaceCandidate = v.object({
  name: v.string(),
  kind: v.picklist(['street', 'community', 'estate', 'road', 'number', 'junction', 'poi']),
  lon: v.number(),
  lat: v.number(),
  cell: Nullable(v.string()),
  street: Nullable(v.string()),
  score: v.number(),
  why: v.string(),
});
export type PlaceCandidate = v.InferOutput<typeof PlaceCandidate>;

/** Who answers for a point: codes and names of every level, and the units on duty there. */
export const Responsible = v.object({
  cell: v.string(),
  baseGrid: v.string(),
  community: v.string(),
  communityName: v.string(),
  street: v.string(),
  streetName: v.string(),
  units: v.array(v.object({ unit: v.string(), name: v.string(), kind: v.string() })),
  openCases: v.number(),
});
export type Responsible = v.InferOutput<typeof Responsible>;

export const UnitRow = v.object({
  unit: v.string(),
  name: v.string(),
  kind: v.string(),
  homeScope: v.string(),
  exclusive: v.boolean(),
  /** Open assignments now; for exclusive units the case they are on. */
  load: v.number(),
  onCase: Nullable(v.string()),
  /** For a proposal: 0 to 1, and codes of why. */
  score: v.number(),
  why: v.array(v.string()),
  /** From the case asked about to the unit's place, or null when either is unknown. */
  metres: Nullable(v.number()),
});
export type UnitRow = v.InferOutput<typeof UnitRow>;

export const MatterRow = v.object({
  matter: v.string(),
  code: v.string(),
  name: v.string(),
  path: v.string(),
  sample: v.boolean(),
  filesAutomatically: v.boolean(),
  needsCheck: v.boolean(),
  /** What its standard demands before closing. */
  closing: v.optional(
    v.array(
      v.picklist(['photo_before', 'photo_after', 'result', 'verified', 'replied', 'contacted']),
    ),
  ),
  conditions: v.array(v.object({ id: v.string(), text: v.string(), limitText: v.string() })),
});
export type MatterRow = v.InferOutput<typeof MatterRow>;

/** A matter that was looked for: 0 to 1, and a code of why. */
export const MatterCandidate = v.object({
  ...MatterRow.entries,
  score: v.number(),
  why: v.picklist(['code', 'name', 'word', 'condition']),
});
export type MatterCandidate = v.InferOutput<typeof MatterCandidate>;

/** What somebody was told of a decided act. The page words it by its code. */
export const NoticeRow = v.object({
  id: v.string(),
  code: v.string(),
  rule: Nullable(v.number()),
  /** For me by name; otherwise for everybody of this scope. */
  mine: v.boolean(),
  /** The decided act is my own. */
  own: v.boolean(),
  read: v.boolean(),
  /** Null for whoever reads no cases. */
  caseId: Nullable(v.string()),
  caseNo: Nullable(v.string()),
  /** Null when the case is not held here. */
  caseTitle: Nullable(v.string()),
  kind: v.string(),
  byName: v.string(),
  scope: v.string(),
  saidAt: Ms,
  at: Ms,
  errMs: v.number(),
  outcome: v.string(),
  reason: Nullable(
    v.object({
      code: v.string(),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  ),
  /** The act it met. */
  met: Nullable(
    v.object({ kind: v.string(), byName: v.string(), own: v.boolean(), scope: v.string(), at: Ms }),
  ),
});
export type NoticeRow = v.InferOutput<typeof NoticeRow>;

/** An act of this replica and what became of it. */
export const OutboxRow = v.object({
  opId: v.string(),
  kind: v.string(),
  caseId: v.nullable(v.string()),
  caseNo: v.nullable(v.string()),
  at: v.number(),
  rseq: v.number(),
  outcome: v.nullable(v.string()),
  rule: v.nullable(v.number()),
  reason: v.nullable(v.string()),
});

/** A number on a printed card. */
export const PaperCardRow = v.object({
  caseNo: v.string(),
  printedAt: v.number(),
  printedBy: v.string(),
  state: v.picklist(['blank', 'entered', 'released']),
  caseId: v.nullable(v.string()),
});
export type PaperCardRow = v.InferOutput<typeof PaperCardRow>;
