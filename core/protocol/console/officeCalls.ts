import * as v from 'valibot';
import { DATE_MAX_MS } from '../../kernel/time.ts';
import { WireId } from '../wireId.ts';

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const Id = WireId;
/** Epoch ms. */
const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(DATE_MAX_MS));
const Empty = v.object({});
const Done = v.object({});

/** What administrators and overseers ask: people, devices, drills, the log, numbers. */
export const officeCalls = {
  'people.list': {
    input: v.object({ text: Text(60), from: v.number(), count: v.number() }),
    output: v.object({
      total: v.number(),
      people: v.array(
        v.object({
          person: v.string(),
          name: v.string(),
          login: v.nullable(v.string()),
          grants: v.array(
            v.object({
              role: v.string(),
              scope: v.string(),
              from: v.number(),
              to: v.nullable(v.number()),
            }),
          ),
        }),
      ),
    }),
  },
  'people.make': {
    input: v.object({ name: Text(60), login: Text(60), password: Text(200) }),
    output: v.object({ person: v.string() }),
  },
  /** A first password again, for somebody who forgot his. */
  'people.password': {
    input: v.object({ person: Id, password: Text(200) }),
    output: Done,
  },
  'devices.list': {
    input: Empty,
    output: v.object({
      devices: v.array(
        v.object({
          device: v.string(),
          name: v.string(),
          scope: v.string(),
          replica: v.string(),
          enrolledAt: v.number(),
          revokedAt: v.nullable(v.number()),
          lastSeen: v.nullable(v.number()),
        }),
      ),
    }),
  },
  /** The last drill of every street, with what came of it once it is over. */
  'drill.list': {
    input: Empty,
    output: v.object({
      drills: v.array(
        v.object({
          street: v.string(),
          by: v.string(),
          from: v.number(),
          until: v.number(),
          endedAt: v.nullable(v.number()),
          report: v.nullable(
            v.object({
              operations: v.number(),
              cases: v.number(),
              conflicts: v.number(),
              settleMs: v.nullable(v.number()),
            }),
          ),
        }),
      ),
    }),
  },
  /** What shows that the log only grew; to overseers of the district. `witness` is this console's own. */
  'audit.state': {
    input: Empty,
    output: v.object({
      size: v.number(),
      chains: v.array(
        v.object({
          replica: v.string(),
          incarnation: v.number(),
          rseq: v.number(),
          at: v.number(),
          quarantinedAt: v.nullable(v.number()),
          name: v.nullable(v.string()),
          scope: v.nullable(v.string()),
        }),
      ),
      heads: v.array(
        v.object({ epoch: v.string(), size: v.number(), root: v.string(), at: v.number() }),
      ),
      verification: v.object({
        state: v.picklist(['never', 'running', 'done', 'cancelled', 'failed']),
        done: v.number(),
        of: v.number(),
        firstBad: v.nullable(v.number()),
        /** Acts whose words were taken out; an older district does not count them. */
        redacted: v.optional(v.number(), 0),
        at: v.nullable(v.number()),
      }),
      witnessed: v.array(v.number()),
    }),
  },
  /** Reads the whole log in the background, or ends that. */
  'audit.verify': { input: v.object({ on: v.boolean() }), output: Done },
  /** Who looked at what, the newest first; which case, only to who may read it. */
  'audit.looks': {
    input: v.object({
      /** First instant of the day; null for the last thirty days. */
      from: v.nullable(Instant),
      person: v.nullable(Id),
      caseNo: v.nullable(Text(40)),
      before: v.nullable(v.object({ at: v.number(), seq: v.number() })),
    }),
    output: v.object({
      looks: v.array(
        v.object({
          seq: v.number(),
          at: v.number(),
          person: v.string(),
          name: v.string(),
          scope: v.string(),
          seat: v.string(),
          what: v.picklist(['number', 'confidential', 'recording', 'print', 'export']),
          caseId: v.nullable(v.string()),
          caseNo: v.nullable(v.string()),
          why: v.string(),
        }),
      ),
      next: v.nullable(v.object({ at: v.number(), seq: v.number() })),
    }),
  },
  /**
   * Archived cases whose words are due to be forgotten, those archived first; or these, due or not. To
   * administrators of the district, who read no case: no word of any is told.
   */
  'forgetting.due': {
    input: v.object({
      after: v.nullable(v.object({ at: v.number(), seq: v.number() })),
      caseNo: v.nullable(Text(40)),
      caseIds: v.nullable(v.pipe(v.array(Id), v.maxLength(200))),
    }),
    output: v.object({
      years: v.number(),
      /** Who said how long; null while the default holds. */
      set: v.nullable(v.object({ at: v.number(), by: v.string() })),
      /** How many are due; 0 when these are asked for by their ids. */
      total: v.number(),
      /** There are more than were counted. */
      isMore: v.boolean(),
      rows: v.array(
        v.object({
          caseId: v.string(),
          caseNo: v.nullable(v.string()),
          ver: v.number(),
          archivedAt: v.number(),
          street: v.nullable(v.string()),
          matter: v.nullable(v.string()),
          dueAt: v.number(),
          redacted: v.nullable(
            v.object({
              at: v.number(),
              by: v.string(),
              reason: v.picklist(['retention', 'asked']),
            }),
          ),
        }),
      ),
      next: v.nullable(v.object({ at: v.number(), seq: v.number() })),
    }),
  },
  /** Of which leased numbers of a day there are cases, which were told for nothing, which never. */
  'numbers.report': {
    input: v.object({ day: Text(10) }),
    output: v.object({
      lines: v.array(
        v.object({
          of: v.picklist(['console', 'program', 'lost']),
          name: v.nullable(v.string()),
          origin: v.string(),
          from: v.number(),
          to: v.number(),
          used: v.number(),
          gaps: v.array(v.tuple([v.number(), v.number()])),
          unused: v.nullable(v.tuple([v.number(), v.number()])),
        }),
      ),
    }),
  },
  'devices.code': {
    input: v.object({ scope: Id }),
    output: v.object({ code: v.string(), expiresAt: v.number() }),
  },
} as const;
