import * as v from 'valibot';
import { DATE_MAX_MS } from '../../kernel/time.ts';
import { WireId } from '../wireId.ts';
import { FILE_PIECE_BYTES } from './attachments.ts';
import {
  CaseRow,
  MatterCandidate,
  MatterRow,
  NearRow,
  PaperCardRow,
  PlaceCandidate,
  Responsible,
  UnitRow,
} from './rows.ts';
import { NoticeList } from './notices.ts';
import { officeCalls } from './officeCalls.ts';
import { CARDS_A_SHEET } from './paperCards.ts';
import { placeCalls } from './placeCalls.ts';
import { WhistleChoices } from './whistles.ts';

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const Id = WireId;
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Epoch ms. */
const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(DATE_MAX_MS));
const Empty = v.object({});
const Done = v.object({});

/** Acknowledged: committed with synchronous=FULL in this replica's outbox. */
export const Receipt = v.object({
  opId: v.string(),
  rseq: v.number(),
  caseId: v.nullable(v.string()),
  caseNo: v.nullable(v.string()),
  /** Kept as a proposal or request until another decides. */
  later: v.boolean(),
  /**
   * What the rules make of it, as far as this console knows the case: in force, a proposal to the holder, a
   * request that somebody judges, a conflict, kept without the effect asked for, or nothing new.
   */
  becomes: v.picklist(['applied', 'proposal', 'request', 'conflict', 'kept', 'nothing']),
  /** Who decides on the case. */
  holder: v.nullable(v.string()),
});
export type Receipt = v.InferOutput<typeof Receipt>;

const Draft = v.object({ key: Id, body: v.unknown(), savedAt: v.number() });
const Settings = v.object({
  language: v.picklist(['zh-CN', 'en', 'pseudo']),
  theme: v.picklist(['dark', 'light']),
  density: v.picklist(['dense', 'normal', 'relaxed']),
  textSize: v.pipe(v.number(), v.minValue(90), v.maxValue(150)),
  soundMode: v.picklist(['hall', 'headset', 'silent']),
  volume: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
});
export type Settings = v.InferOutput<typeof Settings>;

/**
 * Every question and command of the console. Errors are codes of core/protocol/errors.ts or of
 * core/domain/operation/refusal.ts; a failed schema is `op/schema` with the field's path.
 */
export const calls = {
  /** Acts. `args` by kind as in core/domain/operation/args.ts; checked by that kind's schema. */
  'op.submit': {
    input: v.object({
      kind: Text(40),
      /** Null for a new case: the host makes the id and takes the number. */
      caseId: v.nullable(Id),
      args: v.unknown(),
      onBehalf: v.optional(Id),
      /** Version under which the district told of a case that its author does not read (`forgetting.due`). */
      ver: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      how: v.optional(v.picklist(['self', 'phone', 'radio', 'paper', 'adapter'])),
      said: v.optional(
        v.object({
          at: Instant,
          source: v.literal('paper'),
          card: v.pipe(Text(40), v.nonEmpty()),
          until: v.exactOptional(Instant),
        }),
      ),
      /** Same token, same act: a second send of one form makes no second operation. */
      once: v.optional(Id),
    }),
    output: Receipt,
  },
  /** Stage 1 of intake: the next case number, to be told to the caller while typing. */
  'number.peek': {
    /** With the token of a form the number is that form's own from now on. */
    input: v.object({ form: Id }),
    output: v.object({ caseNo: v.nullable(v.string()) }),
  },

  /** Blank cards for hours without the program: numbers of the lease that stand on paper from now on. */
  'cards.list': {
    input: Empty,
    output: v.object({ cards: v.array(PaperCardRow) }),
  },
  /** Fewer than asked for where the lease holds no more. */
  'cards.print': {
    input: v.object({
      count: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(CARDS_A_SHEET)),
      day: v.picklist(['today', 'tomorrow']),
    }),
    output: v.object({ caseNos: v.array(v.string()), printedAt: v.number() }),
  },
  /** Nobody wrote on them: their numbers are never told. */
  'cards.release': {
    input: v.object({ caseNos: v.pipe(v.array(Text(40)), v.maxLength(500)) }),
    output: Done,
  },
  /** The case that a card became already, as far as this console knows. */
  'cards.find': {
    input: v.object({ card: Text(40) }),
    output: v.object({
      state: v.nullable(v.picklist(['blank', 'entered', 'released'])),
      caseId: v.nullable(v.string()),
      caseNo: v.nullable(v.string()),
    }),
  },

  'session.login': {
    input: v.object({
      login: Text(60),
      password: Text(200),
      seat: Id,
      /** In place of a first password, which somebody else has chosen. */
      newPassword: v.optional(Text(200)),
      /** Although another console has this seat; refused all the same while somebody talks there. */
      takeOver: v.optional(v.boolean()),
      /** Nobody chose this seat: where this person may not sit there, the first free desk does as well. */
      isProposed: v.optional(v.boolean()),
    }),
    output: Done,
  },
  'session.logout': { input: Empty, output: Done },
  'session.lock': { input: Empty, output: Done },
  'session.unlock': {
    input: v.object({ password: Text(200), newPassword: v.optional(Text(200)) }),
    output: Done,
  },
  ...placeCalls,

  'case.search': {
    input: v.object({ text: Text(200), limit: v.number() }),
    output: v.object({ rows: v.array(CaseRow) }),
  },
  /**
   * A file that is to be attached, piece by piece and before its act: `offset` is where the next one goes
   * on, `whole` that its hash was proven and the bytes are on disk.
   */
  'file.put': {
    input: v.object({
      caseId: Id,
      sha256: Sha256,
      bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      base64: Text(Math.ceil(FILE_PIECE_BYTES / 3) * 4),
    }),
    output: v.object({ offset: v.number(), whole: v.boolean() }),
  },
  /** Bytes of an attachment from `offset` on; fetched from the district first where they are not here. */
  'file.get': {
    input: v.object({
      caseId: Id,
      sha256: Sha256,
      offset: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    }),
    output: v.object({ base64: v.string(), total: v.number() }),
  },
  /** Encrypts and hashes a number and name typed by hand; the sealed form goes into operations. */
  'caller.seal': {
    input: v.object({
      number: Text(40),
      name: v.nullable(Text(60)),
      kind: v.picklist(['person', 'enterprise', 'vulnerable']),
      confidential: v.boolean(),
    }),
    output: v.object({ caller: v.unknown() }),
  },
  /**
   * The caller of a case, to look at or for a paper: noted in the outbox before it is told (docs/adr/0031).
   * For a paper it is told as far as this person may see it.
   */
  'caller.open': {
    input: v.object({
      caseId: Id,
      to: v.picklist(['look', 'print']),
      why: v.optional(Text(200)),
    }),
    output: v.object({ number: v.nullable(v.string()), name: v.nullable(v.string()) }),
  },
  'caller.cases': {
    input: v.object({ number: Text(40) }),
    output: v.object({ rows: v.array(CaseRow) }),
  },
  /** Places by name; `heard`, and the text is running words in which names are looked for. */
  'place.search': {
    input: v.object({ text: Text(10_000), limit: v.number(), heard: v.optional(v.boolean()) }),
    output: v.object({ candidates: v.array(PlaceCandidate) }),
  },
  'place.at': {
    input: v.object({ lon: v.number(), lat: v.number() }),
    output: v.object({ responsible: v.nullable(Responsible), near: v.nullable(v.string()) }),
  },
  /** `kindWord` is the word for the appeal's type: matters of that type come first. */
  'matter.search': {
    input: v.object({ text: Text(200), limit: v.number(), kindWord: v.optional(Text(20)) }),
    output: v.object({ matters: v.array(MatterCandidate) }),
  },
  'matter.get': {
    input: v.object({ matter: Id }),
    output: v.object({ matter: v.nullable(MatterRow) }),
  },
  /** Units that may take this case, best first, with reasons. */
  'unit.propose': {
    input: v.object({ caseId: Id }),
    output: v.object({ units: v.array(UnitRow) }),
  },
  /** With `caseId`, nearest to the case first. */
  'unit.list': {
    input: v.object({ street: v.nullable(Id), text: Text(60), caseId: v.optional(Id) }),
    output: v.object({ units: v.array(UnitRow) }),
  },
  /** Open cases around a point, nearest first. */
  'case.near': {
    input: v.object({ lon: v.number(), lat: v.number(), metres: v.number(), hours: v.number() }),
    output: v.object({ rows: v.array(NearRow) }),
  },

  /** Rows of given cases, those that this replica has; for a cluster on the map. */
  'case.rows': {
    input: v.object({ caseIds: v.pipe(v.array(Id), v.maxLength(200)) }),
    output: v.object({ rows: v.array(CaseRow) }),
  },

  'draft.save': {
    input: v.object({ key: Id, body: v.unknown() }),
    output: v.object({ savedAt: v.number() }),
  },
  'draft.list': { input: Empty, output: v.object({ drafts: v.array(Draft) }) },
  'draft.drop': { input: v.object({ key: Id }), output: Done },

  'call.claim': { input: v.object({ callId: Id }), output: Done },
  'call.pass': { input: v.object({ callId: Id }), output: Done },
  'call.hold': { input: v.object({ callId: Id, on: v.boolean() }), output: Done },
  'call.end': { input: v.object({ callId: Id }), output: Done },
  'seat.state': {
    input: v.object({ state: v.picklist(['idle', 'after_call', 'break', 'off']) }),
    output: Done,
  },

  'alarm.acknowledge': { input: v.object({ id: Id }), output: Done },
  /** Seen by whoever is logged in, on this desk: these, or all of a list as a view of it showed them. */
  'notice.read': {
    input: v.object({
      ids: v.pipe(v.array(Text(160)), v.maxLength(300)),
      all: v.optional(v.object({ list: NoticeList, upTo: v.number() })),
    }),
    output: Done,
  },
  'line.cut': { input: v.object({ on: v.boolean() }), output: Done },

  ...officeCalls,

  'settings.get': { input: Empty, output: Settings },
  'settings.set': { input: Settings, output: Done },
  /** Areas as GeoJSON-like rings in WGS84 millionths, once per start; level by level. */
  'map.areas': {
    input: v.object({ level: v.picklist(['street', 'community', 'grid', 'cell']) }),
    output: v.object({
      areas: v.array(
        v.object({
          code: v.string(),
          name: v.string(),
          label: v.tuple([v.number(), v.number()]),
          rings: v.array(v.array(v.number())),
        }),
      ),
    }),
  },
  /** Base map bytes by range; `url` where the body serves it over HTTP or the app scheme. */
  'map.base': {
    input: v.object({ offset: v.number(), length: v.number() }),
    output: v.object({ base64: v.string(), total: v.number() }),
  },
  'ref.names': {
    input: Empty,
    /** Everything a screen words by id: streets, channels, lines, tags, answers. */
    output: v.object({
      streets: v.array(
        v.object({ code: v.string(), name: v.string(), nameEn: v.string(), origin: v.string() }),
      ),
      channels: v.array(
        v.object({ code: v.string(), name: v.string(), nameEn: v.string(), discovery: v.string() }),
      ),
      lines: v.array(v.object({ line: v.string(), name: v.string(), greeting: v.string() })),
      intakes: v.array(v.object({ scope: v.string(), name: v.string(), nameEn: v.string() })),
      answers: v.array(
        v.object({
          id: v.string(),
          title: v.string(),
          text: v.string(),
          basis: v.string(),
          /** Says all there is to say: a call can be closed with it. */
          closes: v.boolean(),
        }),
      ),
      /** A wall has none. */
      whistles: v.exactOptional(WhistleChoices),
    }),
  },
  'diagnostics.bundle': {
    input: Empty,
    output: v.object({ name: v.string(), base64: v.string() }),
  },
} as const;
export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = v.InferInput<Calls[N]['input']>;
export type CallOutput<N extends CallName> = v.InferOutput<Calls[N]['output']>;
