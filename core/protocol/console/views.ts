import * as v from 'valibot';
import { NoticesParams, NoticesView } from './notices.ts';
import { QueueParams, QueueView } from './queue.ts';
import {
  CallRow,
  CaseRow,
  ConflictRow,
  MarkerTuple,
  OutboxRow,
  SyncState,
  TimelineRow,
} from './rows.ts';
import { RelatedCase } from './relatedCase.ts';
import { StationSeen } from './stationSeen.ts';

const Ms = v.number();
const Count = v.number();
/** A console without rows takes in those of its scope: so many cases are here. */
const Filling = v.object({ done: Count, of: Count });

/** Filters of the board; `mine` is what waits for me. Counts of all of them come with every window. */
export const BoardFilter = v.picklist([
  'mine',
  'toDispatch',
  'returned',
  'toSign',
  'inHand',
  'toCheck',
  'near',
  'pending',
  'closedToday',
  'all',
]);
export type BoardFilter = v.InferOutput<typeof BoardFilter>;

export const BoardParams = v.object({
  filter: BoardFilter,
  /** Free text: case number tail, words of the title or place, pinyin initials. */
  text: v.pipe(v.string(), v.maxLength(200)),
  sort: v.picklist(['clock', 'newest', 'updated']),
  from: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
});
export type BoardParams = v.InferOutput<typeof BoardParams>;

/**
 * Groups of the board sorted by `clock`, in this order. `now` comes before all: overdue, or critical and
 * not yet signed. Then by what the case waits for; inside a group the clock that runs out first, rows
 * without a clock last, then by case number.
 */
export const BoardLane = v.picklist([
  'now',
  'queue',
  'toDispatch',
  'returned',
  'toSign',
  'inHand',
  'toCheck',
  'toClose',
  'ended',
]);
export type BoardLane = v.InferOutput<typeof BoardLane>;

export const BoardWindow = v.object({
  total: Count,
  /** Rows per group of the whole filtered list in list order; empty unless sorted by `clock`. */
  lanes: v.array(v.object({ lane: BoardLane, count: Count })),
  from: v.number(),
  rows: v.array(CaseRow),
  counts: v.record(BoardFilter, Count),
  asOf: Ms,
});
export type BoardWindow = v.InferOutput<typeof BoardWindow>;

/** Everything of one case. `doc` is core/domain/case/caseDoc.ts's CaseDoc with pending steps applied. */
export const CaseFile = v.object({
  found: v.picklist(['full', 'stub', 'none']),
  /** Of a stub whose case the district keeps whole for this scope: it is on its way, or waits for the line. */
  whole: v.optional(v.nullable(v.picklist(['coming', 'cut']))),
  doc: v.nullable(v.unknown()),
  /** Names for ids in the document: people and units. */
  names: v.record(v.string(), v.string()),
  /** Masked for everybody; `caller.open` tells the rest to whom may see it, and writes down that he looked. */
  callerNumber: v.nullable(v.string()),
  callerName: v.nullable(v.string()),
  callerSight: v.picklist(['open', 'masked', 'none']),
  timeline: v.array(TimelineRow),
  /** Merged, linked, of one whistle with it, or where its unit went. */
  related: v.optional(v.array(RelatedCase)),
  /** Where the bytes of each attachment of the document are, by hash. */
  files: v.record(v.string(), v.picklist(['here', 'waiting', 'absent'])),
  /** Acts of step ① for this person and stage; a refused one says why. */
  acts: v.array(
    v.object({
      kind: v.string(),
      allowed: v.boolean(),
      /** Delivered when the line is back (P or proposal). */
      later: v.boolean(),
      reason: v.nullable(
        v.object({
          code: v.string(),
          detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
        }),
      ),
    }),
  ),
  /** What this person may take back, the newest first, and until when; null where no time ends it. */
  undoable: v.optional(v.array(v.object({ opId: v.string(), until: v.nullable(Ms) }))),
  sync: SyncState,
  pendingOps: Count,
  /** Since when the district has seen nothing of the street that holds it; told in the hall only. */
  silentSince: v.optional(v.nullable(Ms)),
  /** Meanwhile this person may decide in its place. */
  mayTakeCare: v.optional(v.boolean()),
});
export type CaseFile = v.InferOutput<typeof CaseFile>;

export const SessionView = v.object({
  state: v.picklist(['setup', 'login', 'open', 'locked']),
  person: v.nullable(v.object({ id: v.string(), name: v.string() })),
  seat: v.nullable(v.string()),
  scope: v.nullable(v.string()),
  scopeName: v.nullable(v.string()),
  roles: v.array(v.object({ role: v.string(), scope: v.string() })),
  profile: v.string(),
  profileName: v.string(),
  profileNameEn: v.string(),
  zone: v.string(),
  demo: v.boolean(),
  /** Logins to show on the login page; only in demo data folders. */
  demoLogins: v.array(
    v.object({
      login: v.string(),
      password: v.string(),
      role: v.string(),
      scopeName: v.string(),
      seat: v.string(),
    }),
  ),
  seats: v.array(v.string()),
  /** Those where another console's person sits, as far as is known here. */
  seatsTaken: v.optional(v.array(v.string())),
  /** The own last seat while it is free, else the first one that is. */
  proposedSeat: v.optional(v.nullable(v.string())),
  filling: v.optional(Filling),
  shiftSince: v.nullable(Ms),
});
export type SessionView = v.InferOutput<typeof SessionView>;

export const SyncView = v.object({
  line: v.picklist(['online', 'connecting', 'cut', 'refused']),
  since: Ms,
  lastHeard: v.nullable(Ms),
  /** The developer switch is what keeps it cut. */
  cutByHand: v.boolean(),
  /** The district keeps it cut until then, on purpose. */
  drillUntil: v.optional(v.nullable(Ms)),
  /** Why the district turns this console away, while it does. */
  refusedWith: v.optional(v.nullable(v.string())),
  /** Why the district takes no acts now although the line is up: they wait here, reading goes on. */
  heldBack: v.nullable(v.string()),
  station: v.optional(StationSeen),
  pendingOps: Count,
  pendingCases: Count,
  oldestPendingAt: v.nullable(Ms),
  byOutcome: v.record(v.string(), Count),
  clockOffsetMs: v.number(),
  clockErrMs: v.number(),
  numbersLeft: Count,
  cursor: Count,
  /** Last operations of this replica, newest first, at most 200. */
  outbox: v.array(OutboxRow),
  /** What the last healing did. */
  healing: v.nullable(
    v.object({
      cutAt: Ms,
      healedAt: Ms,
      sent: Count,
      received: Count,
      merged: Count,
      conflicts: Count,
      settleMs: v.number(),
    }),
  ),
  /** What came of holding the rows here against the district's since the program started. */
  checks: v.object({ compared: Count, repaired: Count, repairedAt: v.nullable(Ms) }),
  filling: v.optional(Filling),
  streets: v.array(
    v.object({
      street: v.string(),
      name: v.string(),
      lastSeen: v.nullable(Ms),
      open: Count,
      line: v.picklist(['online', 'cut', 'unknown']),
    }),
  ),
  device: v.nullable(v.object({ device: v.string(), replica: v.string(), incarnation: Count })),
});
export type SyncView = v.InferOutput<typeof SyncView>;

export const SeatState = v.picklist(['idle', 'ringing', 'talking', 'after_call', 'break', 'off']);
export const CallsView = v.object({
  seat: v.nullable(v.string()),
  seatState: SeatState,
  calls: v.array(CallRow),
  queue: Count,
  longestWaitMs: v.number(),
  idleSeats: Count,
  seatsTotal: Count,
  /** Own shift. */
  shift: v.object({
    answered: Count,
    within15: Count,
    meanTalkMs: v.number(),
    toCallBack: Count,
    drafts: Count,
    answeredAtOnce: Count,
  }),
  /** Calls on the same matter or place in the last hour, in 12 bars of 5 minutes. */
  lastHour: v.array(Count),
});
export type CallsView = v.InferOutput<typeof CallsView>;

export const MarkersSnapshot = v.object({ asOf: Ms, markers: v.array(MarkerTuple) });
export const MarkersDelta = v.object({
  asOf: Ms,
  upsert: v.array(MarkerTuple),
  remove: v.array(v.string()),
});
export type MarkersSnapshot = v.InferOutput<typeof MarkersSnapshot>;
export type MarkersDelta = v.InferOutput<typeof MarkersDelta>;

export const ConflictsView = v.object({
  open: v.array(ConflictRow),
  resolvedToday: v.array(ConflictRow),
  /** More cases with open conflicts than are shown at once: they come as these are settled. */
  casesBehind: v.optional(Count),
  /** Merged by rule without a person: rule number and count, last 24 h. */
  merged: v.array(v.object({ rule: v.number(), count: Count })),
  asOf: Ms,
});
export type ConflictsView = v.InferOutput<typeof ConflictsView>;

export const AlarmsView = v.object({
  alarms: v.array(
    v.object({
      id: v.string(),
      level: v.picklist(['A1', 'A2', 'A3']),
      code: v.string(),
      caseId: v.nullable(v.string()),
      caseNo: v.nullable(v.string()),
      title: v.string(),
      since: Ms,
      acknowledged: v.boolean(),
    }),
  ),
});
export type AlarmsView = v.InferOutput<typeof AlarmsView>;

/**
 * A figure with its age and its denominator; null is 未知, never 0. A count is its own value, `of` what it
 * is part of; a share (within15, onTime…, satisfied, solved, connected) is 0 to 1 and `of` its denominator.
 * `compare` is the same figure at the same time of yesterday.
 */
export const Figure = v.object({
  value: v.nullable(v.number()),
  of: v.nullable(v.number()),
  compare: v.nullable(v.number()),
  asOf: Ms,
});
export type Figure = v.InferOutput<typeof Figure>;

/**
 * Sent whole on change, at most 4 times a second, and at least every 5 seconds without one: silence means
 * trouble. No person is in it: a `title` is the matter's name, never words of a caller or an operator.
 */
export const WallView = v.object({
  asOf: Ms,
  profileName: v.string(),
  profileNameEn: v.string(),
  demo: v.boolean(),
  head: v.object({
    callsToday: Figure,
    within15: Figure,
    filedToday: Figure,
    closedToday: Figure,
    open: Figure,
    overdue: Figure,
    satisfied: Figure,
    near: Count,
    gridToday: Count,
    hotlineToday: Count,
    toDispatch: Count,
    toSign: Count,
    onTimeClosed: Figure,
    connected: Figure,
    solved: Figure,
  }),
  /** Calls per hour, 24 each; today's hours to come are null. */
  curve: v.object({ today: v.array(v.nullable(Count)), yesterday: v.array(Count), asOf: Ms }),
  streets: v.array(
    v.object({
      street: v.string(),
      name: v.string(),
      filedToday: Count,
      open: Count,
      overdue: Count,
      onTime: Figure,
      cutSince: v.nullable(Ms),
    }),
  ),
  channels: v.array(
    v.object({
      channel: v.string(),
      name: v.string(),
      count: Count,
      compare: v.nullable(v.number()),
    }),
  ),
  types: v.array(v.object({ type: v.string(), count: Count })),
  seats: v.array(v.object({ seat: v.string(), state: SeatState })),
  seatsAsOf: Ms,
  latest: v.array(v.object({ title: v.string(), street: v.string(), at: Ms, urgency: v.string() })),
  sync: v.array(
    v.object({
      street: v.string(),
      name: v.string(),
      lastSeen: v.nullable(Ms),
      lastOpen: Count,
      cutSince: v.nullable(Ms),
    }),
  ),
  /** Open cases without a name: [lon, lat, urgency 0-2, lateness 0 ok 1 near 2 over]. */
  /** Longitude, latitude, urgency, lateness, and 1 while nobody has signed it. */
  points: v.array(v.tuple([v.number(), v.number(), v.number(), v.number(), v.number()])),
  alarm: v.nullable(v.object({ street: v.string(), matter: v.string(), since: Ms })),
});
export type WallView = v.InferOutput<typeof WallView>;

const Empty = v.object({});

/** Every view: what it takes, what its snapshot and (where it has one) its delta carry. */
export const views = {
  session: { params: Empty, snapshot: SessionView },
  board: { params: BoardParams, snapshot: BoardWindow },
  caseFile: { params: v.object({ caseId: v.string() }), snapshot: CaseFile },
  calls: { params: Empty, snapshot: CallsView },
  sync: { params: Empty, snapshot: SyncView },
  queue: { params: QueueParams, snapshot: QueueView },
  markers: { params: Empty, snapshot: MarkersSnapshot, delta: MarkersDelta },
  conflicts: { params: Empty, snapshot: ConflictsView },
  alarms: { params: Empty, snapshot: AlarmsView },
  notices: { params: NoticesParams, snapshot: NoticesView },
  wall: { params: Empty, snapshot: WallView },
} as const;
export type Views = typeof views;
export type ViewName = keyof Views;
export type ViewParams<N extends ViewName> = v.InferOutput<Views[N]['params']>;
export type ViewSnapshot<N extends ViewName> = v.InferOutput<Views[N]['snapshot']>;
