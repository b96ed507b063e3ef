import * as v from 'valibot';
import { DATE_MAX_MS } from '../../kernel/time.ts';
import { WireId } from '../wireId.ts';
import { ScopeSum } from './scopeSum.ts';
import { TreeHead } from './treeHead.ts';

/*
 * The wire between a console (or station) and the district: JSON text frames over one WebSocket, the same
 * frames over long-poll (docs/protocol.md). Its numbers stand in versions.ts.
 */
export const BATCH_OPS_MAX = 250;
export const BATCH_BYTES_MAX = 256 * 1024;
export const PAGE_ENTRIES_MAX = 500;
/** Of an inbox a console keeps this many, and is told no more when it comes with nothing. */
export const INBOX_KEPT = 1_000;
export const BATCHES_IN_FLIGHT = 4;
export const HEARTBEAT_MS = 15_000;
/** So many undecided acts of others can an act name that its author had seen. */
export const SAW_MAX = 100;

/** JSON reads 1e999 as infinity, and no clock says more than a date can hold. */
const Num = v.pipe(v.number(), v.finite(), v.minValue(-DATE_MAX_MS), v.maxValue(DATE_MAX_MS));
const Int = v.pipe(v.number(), v.safeInteger());
/** What a person wrote on a card; no clock of a machine. Epoch ms. */
const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(DATE_MAX_MS));
const Id = WireId;
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Json = v.unknown();

/** Operations travel whole; their hash chain is checked before their content is looked at. */
export const WireOperation = v.looseObject({
  opId: Id,
  kind: v.pipe(v.string(), v.maxLength(40)),
  v: Int,
  caseId: v.nullable(Id),
  args: Json,
  rseq: Int,
  incarnation: Int,
  replica: Id,
  prevHash: Hash,
  hash: Hash,
  group: v.optional(Id),
  bases: v.pipe(
    v.array(v.looseObject({ of: v.string(), ver: Int, own: Int })),
    v.maxLength(16),
    v.readonly(),
  ),
  epoch: v.optional(v.pipe(v.string(), v.maxLength(64))),
  saw: v.optional(v.pipe(v.array(Id), v.maxLength(SAW_MAX), v.readonly())),
  actor: Id,
  seat: Id,
  scope: Id,
  how: v.pipe(v.string(), v.maxLength(20)),
  onBehalf: v.optional(Id),
  said: v.optional(v.looseObject({ at: Instant, source: v.string(), card: v.string() })),
  t: v.looseObject({
    wall: Num,
    mono: Num,
    boot: v.pipe(v.string(), v.maxLength(64)),
    off: Num,
    err: Num,
  }),
});

const WireBody = v.omit(WireOperation, ['rseq', 'incarnation', 'replica', 'prevHash', 'hash']);

/**
 * Whether the district will read this act at all: asked before it is acknowledged, since one that cannot be
 * read would stand before everything acknowledged after it. Returns the field that it would stumble over.
 */
export function unreadableField(body: unknown): string | null {
  const parsed = v.safeParse(WireBody, body);
  if (parsed.success) return null;
  return v.getDotPath(parsed.issues[0]) ?? 'op';
}

export const WireDecision = v.object({
  opId: Id,
  rseq: Int,
  serverSeq: Int,
  outcome: v.string(),
  rule: v.nullable(Int),
  reason: v.nullable(
    v.object({
      code: v.string(),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  ),
  caseId: v.nullable(Id),
  /** Version of the case after it: the operation leaves the overlay when the confirmed case is there. */
  ver: v.nullable(Int),
  /** Corrected time. */
  at: v.number(),
  /** It was deferred by the decision of this number and is decided again. */
  redecides: v.optional(Int),
});
export type WireDecision = v.InferOutput<typeof WireDecision>;

/** A decided operation with its effects: what every member replica applies. */
export const WireEvent = v.object({
  serverSeq: Int,
  op: Json,
  outcome: v.string(),
  rule: v.nullable(Int),
  reason: v.nullable(
    v.object({
      code: v.string(),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  ),
  at: v.number(),
  errMs: v.number(),
  holderBefore: v.nullable(v.string()),
  caseId: v.nullable(Id),
  ver: v.nullable(Int),
  casePatch: Json,
  /** SHA-256 of the RFC 8785 text of the case document after it. */
  stateHash: v.nullable(Hash),
  records: v.array(v.object({ type: v.string(), id: v.string(), patch: Json })),
  notices: v.array(v.object({ to: v.string(), code: v.string(), rule: v.nullable(Int) })),
  redecides: v.optional(Int),
});
export type WireEvent = v.InferOutput<typeof WireEvent>;

/** What somebody is told of a decided operation: ids and codes, never a word of what it was about. */
export const WireNotice = v.object({
  /** A person or a scope. */
  to: v.string(),
  code: v.string(),
  rule: v.nullable(Int),
  caseId: v.nullable(Id),
  caseNo: v.nullable(v.string()),
  opId: Id,
  kind: v.string(),
  by: Id,
  scope: v.string(),
  /** When its author said it was, and the corrected time. */
  saidAt: v.number(),
  at: v.number(),
  errMs: v.number(),
  outcome: v.string(),
  reason: v.nullable(
    v.object({
      code: v.string(),
      detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
    }),
  ),
  /** The act it met. */
  met: v.nullable(
    v.object({ opId: Id, kind: v.string(), by: Id, scope: v.string(), at: v.number() }),
  ),
});
export type WireNotice = v.InferOutput<typeof WireNotice>;

/**
 * One row of a scope's feed. `enter` brings a whole case, `leave` leaves a stub behind; an inbox carries
 * notices alone.
 */
export const FeedEntry = v.variant('type', [
  v.object({ type: v.literal('event'), seq: Int, event: WireEvent }),
  v.object({
    type: v.literal('enter'),
    seq: Int,
    caseId: Id,
    doc: Json,
    stateHash: Hash,
    events: v.array(WireEvent),
  }),
  v.object({ type: v.literal('leave'), seq: Int, caseId: Id, stub: Json, to: v.string() }),
  v.object({ type: v.literal('notice'), seq: Int, notice: WireNotice }),
]);
export type FeedEntry = v.InferOutput<typeof FeedEntry>;

const Cursors = v.record(v.string(), Int);

export const ClientFrame = v.variant('f', [
  v.object({
    f: v.literal('hello'),
    protocol: Int,
    minProtocol: Int,
    program: v.string(),
    device: Id,
    replica: Id,
    incarnation: Int,
    scopes: v.pipe(v.array(v.string()), v.maxLength(40)),
    epoch: v.nullable(v.string()),
    cursors: Cursors,
    /** Ed25519 over the challenge's nonce, base64. */
    proof: v.string(),
    /** Token of the person's session, when someone is logged in; null for the console alone. */
    session: v.nullable(v.string()),
    /** Nobody sits there: it brings what others said and speaks for no street. */
    as: v.optional(v.literal('station')),
  }),
  v.object({
    f: v.literal('push'),
    batch: Int,
    ops: v.pipe(v.array(WireOperation), v.maxLength(BATCH_OPS_MAX)),
    /** Ed25519 over the last operation's hash, base64: the chain covers the rest. */
    sig: v.string(),
    /** The author's clocks at sending: within one boot they tell the age of an act exactly. */
    sentAt: v.optional(v.object({ wall: Num, mono: Num, boot: v.string() })),
  }),
  v.object({
    f: v.literal('pull'),
    scope: v.string(),
    from: Int,
    /** With what the scope's cases amount to, where the page ends at the head. */
    sum: v.optional(v.boolean()),
  }),
  v.object({ f: v.literal('clock'), sent: Num }),
  v.object({
    f: v.literal('login'),
    id: Int,
    login: v.pipe(v.string(), v.maxLength(60)),
    password: v.pipe(v.string(), v.maxLength(200)),
    seat: Id,
    /** In place of a first password, which somebody else has chosen. */
    newPassword: v.optional(v.pipe(v.string(), v.maxLength(200))),
  }),
  /** May whoever logged in here have this seat? Answered; refused with who sits there. */
  v.object({ f: v.literal('sit'), id: Int, seat: Id, takeOver: v.boolean() }),
  /** `person` is null when he leaves the seat. */
  v.object({ f: v.literal('seat'), seat: Id, state: v.string(), person: v.nullable(v.string()) }),
  v.object({
    f: v.literal('callAct'),
    id: Int,
    act: v.picklist(['claim', 'pass', 'hold', 'resume', 'end']),
    callId: Id,
    seat: Id,
  }),
  /** A question only the district can answer now (people, devices, enrolment codes, older cases). */
  v.object({
    f: v.literal('ask'),
    id: Int,
    name: v.pipe(v.string(), v.maxLength(40)),
    input: Json,
  }),
]);
export type ClientFrame = v.InferOutput<typeof ClientFrame>;

export const ServerFrame = v.variant('f', [
  v.object({ f: v.literal('challenge'), nonce: v.string(), protocol: Int, minProtocol: Int }),
  v.object({
    f: v.literal('welcome'),
    protocol: Int,
    epoch: v.string(),
    restoredAt: v.nullable(v.number()),
    /** Highest gapless rseq of this incarnation that is decided. */
    have: Int,
    heads: Cursors,
    serverTime: v.number(),
    durableSeq: Int,
  }),
  v.object({
    f: v.literal('refuse'),
    code: v.string(),
    /** Of `sync/version`: whether the `console` is `older` or `newer` than the district takes. */
    details: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
  }),
  v.object({ f: v.literal('decisions'), batch: Int, decisions: v.array(WireDecision) }),
  v.object({ f: v.literal('needFrom'), rseq: Int }),
  /** Nothing of this batch is decided, for a reason that is none of its own: keep it and come again. */
  v.object({ f: v.literal('later'), batch: Int, code: v.string() }),
  v.object({
    f: v.literal('page'),
    scope: v.string(),
    from: Int,
    to: Int,
    head: Int,
    entries: v.array(FeedEntry),
    sum: v.optional(ScopeSum),
  }),
  v.object({ f: v.literal('poke'), heads: Cursors }),
  v.object({ f: v.literal('clock'), sent: v.number(), server: v.number() }),
  v.object({ f: v.literal('login'), id: Int, ok: v.boolean(), value: Json }),
  v.object({ f: v.literal('calls'), calls: Json }),
  v.object({
    f: v.literal('seats'),
    seats: Json,
    /** Seats that are not free, each with its console. */
    sat: v.optional(v.array(v.object({ seat: Id, device: v.string() }))),
    at: v.number(),
  }),
  /** The seat is another's now: nothing rings here any more. */
  v.object({ f: v.literal('seatLost'), seat: Id, by: v.string() }),
  /** When each street was last heard of, and how many open cases it had then. */
  v.object({
    f: v.literal('streets'),
    streets: v.array(
      v.object({
        street: v.string(),
        lastSeen: v.nullable(v.number()),
        open: Int,
        /** While the district may decide for it: since when nothing of it was seen. */
        silentSince: v.optional(v.nullable(v.number())),
      }),
    ),
  }),
  v.object({ f: v.literal('answer'), id: Int, ok: v.boolean(), value: Json }),
  /** What the district signed about its whole log: every console is a witness of it. */
  v.object({ f: v.literal('head'), head: TreeHead }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;
