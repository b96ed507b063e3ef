import { applyMergePatch, type Json } from '../../kernel/mergePatch.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../../kernel/time.ts';
import { decide } from '../decide.ts';
import type { ArgsOf, OpKind } from '../operation/args.ts';
import type {
  DecideFacts,
  Decision,
  Grant,
  Limit,
  MatterFacts,
  Reference,
  UndoneOp,
  UnitFacts,
  WhistleFacts,
} from '../operation/decision.ts';
import type { OpId, PersonId, Role, Scope } from '../operation/identity.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { RecordKind, RecordOf } from '../record/records.ts';
import type { CaseDoc } from './caseDoc.ts';

/**
 * A small town for tests of the rules: two streets, some units, people with one role each, and a hub that
 * decides operations in the order in which they are handed to it. Nothing in production imports it.
 */
export const EAST = 'street:110101001';
export const WEST = 'street:110101002';
export const START: EpochMs = 1_763_600_000_000;

const LIMIT_MS: Readonly<Record<Limit['clock'], number>> = {
  urgent_hour: HOUR_MS,
  urgent_day: DAY_MS,
  natural_day: DAY_MS,
  work_hour: HOUR_MS,
  work_day: DAY_MS,
};

function unit(
  id: string,
  homeScope: UnitFacts['homeScope'],
  more: Partial<UnitFacts> = {},
): UnitFacts {
  return {
    id,
    name: id,
    kind: 'section',
    homeScope,
    exclusive: false,
    hasConsole: false,
    ...more,
  };
}

const UNITS: readonly UnitFacts[] = [
  unit('e-roads', EAST),
  unit('e-green', EAST, { hasConsole: true }),
  unit('e-water', EAST),
  unit('e-crew', EAST, { exclusive: true, kind: 'crew' }),
  unit('w-roads', WEST),
  unit('d-water', 'district', { hasConsole: true, kind: 'department' }),
];

const MATTERS: readonly MatterFacts[] = [
  {
    id: 'm-pothole',
    filesAutomatically: true,
    needsCheck: true,
    conditions: [{ id: 'c-deep', limit: { value: 4, clock: 'work_hour' } }],
    defaultLimit: { value: 2, clock: 'work_day' },
    dutyUnit: () => null,
  },
  {
    id: 'm-kerb',
    filesAutomatically: true,
    needsCheck: false,
    closing: ['result', 'photo_before', 'photo_after', 'replied'],
    conditions: [{ id: 'c-deep', limit: { value: 4, clock: 'work_hour' } }],
    defaultLimit: { value: 2, clock: 'work_day' },
    dutyUnit: () => null,
  },
  {
    id: 'm-kerb-stone',
    above: ['m-kerb'],
    filesAutomatically: true,
    needsCheck: true,
    conditions: [],
    defaultLimit: { value: 2, clock: 'work_day' },
    dutyUnit: () => null,
  },
  {
    id: 'm-tree',
    filesAutomatically: false,
    needsCheck: false,
    conditions: [{ id: 'c-fallen', limit: { value: 2, clock: 'urgent_hour' } }],
    defaultLimit: { value: 1, clock: 'natural_day' },
    dutyUnit: (street) => (street === '110101001' ? 'e-green' : null),
  },
];

const WHISTLE_ITEMS: readonly WhistleFacts[] = [
  {
    id: 'w-burst',
    version: 'v1',
    standards: ['tried', 'beyond the street'],
    respondWithin: { value: 0.5, clock: 'urgent_hour' },
    finishWithin: { value: 1, clock: 'urgent_day' },
  },
  {
    id: 'w-ruin',
    version: 'v1',
    standards: ['tried'],
    respondWithin: { value: 24, clock: 'urgent_hour' },
    finishWithin: { value: 10, clock: 'work_day' },
  },
];

/** `person@scope` with the role first: `dispatcher@street:110101001`. */
function grantsFor(person: PersonId): readonly Grant[] {
  const [roles, scope] = person.split('@');
  if (roles === undefined || scope === undefined) return [];
  return roles.split('+').map((role) => ({
    role: role.replace(/\d+$/, '') as Role,
    scope: scope as Scope,
    from: 0,
    to: null,
  }));
}

export const townReference: Reference = {
  unit: (id) => UNITS.find((one) => one.id === id) ?? null,
  matter: (id) => MATTERS.find((one) => one.id === id) ?? null,
  whistleItem: (id) => WHISTLE_ITEMS.find((one) => one.id === id) ?? null,
  holds: (scope) => scope === 'district' || scope === EAST || scope === WEST,
  addLimit: (start, limit, pauses = []) => {
    let dueAt = start + limit.value * LIMIT_MS[limit.clock];
    for (const { from, to } of pauses) {
      if (from < dueAt && to > start) dueAt += to - Math.max(start, from);
    }
    return { dueAt, unpublished: false };
  },
  grantsOf: grantsFor,
  limits: {
    dispatch: { value: 1, clock: 'urgent_hour' },
    sign: { value: 2, clock: 'urgent_hour' },
    firstContact: { value: 4, clock: 'urgent_hour' },
    urgentSignMinutes: 10,
  },
};

export type Saying<K extends OpKind> = {
  readonly by: PersonId;
  readonly kind: K;
  readonly args: ArgsOf[K];
  readonly from?: Scope;
} & Partial<Pick<OperationBody<K>, 'onBehalf' | 'how' | 'soleHand' | 'caretaker' | 'said'>>;

/** A hub with one case and the records around it. Every `say` is decided at once. */
export type Hub = {
  readonly doc: () => CaseDoc;
  readonly record: <K extends RecordKind>(type: K, id: string) => RecordOf[K] | null;
  readonly log: () => readonly UndoneOp[];
  readonly say: <K extends OpKind>(saying: Saying<K>, options?: SayOptions) => Decision;
  readonly at: () => EpochMs;
  /** Decides an operation made elsewhere under its own id: the author's own view of the case. */
  readonly adopt: (op: AnyBody, options?: SayOptions) => Decision;
  readonly facts: (seen?: number) => DecideFacts;
  readonly body: <K extends OpKind>(saying: Saying<K>, seen?: number) => OperationBody<K>;
};

export type SayOptions = {
  /** Decided version of the case that the author had seen; without it, the newest. */
  readonly seen?: number;
  /** The author's own operations since then, which were pending and are not unseen. */
  readonly mine?: readonly OpId[];
  readonly silent?: readonly Scope[];
  /** Corrected time, where it is not simply the next minute. */
  readonly at?: EpochMs;
  readonly receivedAt?: EpochMs;
  /** What the district alone knows of it. */
  readonly known?: Pick<
    DecideFacts,
    'numberDoubt' | 'connectedThen' | 'isHistoryDoubted' | 'other'
  >;
};

export const CASE_ID = '0190c0de-0000-7000-8000-000000000001';
/** A second case beside it, open in the east, of which every hub knows. */
export const OTHER_ID = '0190c0de-0000-7000-8000-000000000002';

/** `records` by `type id`: hubs that are given the same decide in one district. */
export function openHub(caseId: string = CASE_ID, records = new Map<string, Json>()): Hub {
  let doc: CaseDoc | null = null;
  let clock = START;
  let count = 0;
  const log: UndoneOp[] = [];
  const record = <K extends RecordKind>(type: K, id: string): RecordOf[K] | null =>
    (records.get(`${type} ${id}`) as RecordOf[K] | undefined) ?? null;

  const facts = (
    seen?: number,
    { mine = [], silent = [], at = clock, receivedAt = at, known }: SayOptions = {},
  ): DecideFacts => ({
    at,
    receivedAt,
    errMs: 0,
    doc,
    unseen:
      seen === undefined ? [] : log.filter((one) => one.ver > seen && !mine.includes(one.op.opId)),
    record,
    other: caseId === OTHER_ID ? null : { doc: otherCase(), unseen: [] },
    reference: townReference,
    silentSince: (street) => (silent.includes(street) ? clock - HOUR_MS : null),
    ...known,
  });

  const body = <K extends OpKind>(saying: Saying<K>, seen?: number): OperationBody<K> =>
    bodyOf(saying, { caseId, count, at: clock, ver: seen ?? doc?.ver ?? 0 });

  const take = (op: AnyBody, options: SayOptions): Decision => {
    clock += 60_000;
    count += 1;
    const holderBefore = doc?.holder ?? null;
    const undone = log.find((one) => op.kind === 'undo' && one.op.opId === op.args.op) ?? null;
    const said = { replica: 'r-hub', ...op };
    const decision = decide(said, { ...facts(options.seen, options), undone });
    const { casePatch, records: patches } = decision.effects;
    if (casePatch !== null) {
      const before = (doc ?? undefined) as Json | undefined;
      doc = applyMergePatch(before, casePatch) as unknown as CaseDoc;
      const decided = { outcome: decision.outcome, ver: doc.ver, at: options.at ?? clock };
      log.push({ op, ...decided, holderBefore, casePatch });
    }
    for (const one of patches) {
      const key = `${one.type} ${one.id}`;
      records.set(key, applyMergePatch(records.get(key), one.patch));
    }
    return decision;
  };

  return {
    doc: () => {
      if (doc === null) throw new Error('no case was made');
      return doc;
    },
    record,
    log: () => log,
    at: () => clock,
    facts,
    body,
    adopt: (op, options = {}) => take(op, options),
    say: (saying, options = {}) => take(body(saying, options.seen) as AnyBody, options),
  };
}

let other: CaseDoc | null = null;

/** The second case, as it was made and filed. */
export function otherCase(): CaseDoc {
  if (other !== null) return other;
  const hub = openHub(OTHER_ID);
  const args = createArgs({ caseNo: 'DZM261121-0008', next: 'file' });
  hub.say({ by: `operator3@${EAST}`, kind: 'case.create', args });
  other = hub.doc();
  return other;
}

function bodyOf<K extends OpKind>(
  saying: Saying<K>,
  here: {
    readonly caseId: string;
    readonly count: number;
    readonly at: EpochMs;
    readonly ver: number;
  },
): OperationBody<K> {
  return {
    opId: `op-${String(here.count + 1).padStart(3, '0')}`,
    kind: saying.kind,
    v: 1,
    caseId: here.caseId,
    args: saying.args,
    bases: [{ of: `case:${here.caseId}`, ver: here.ver, own: 0 }],
    actor: saying.by,
    seat: 'seat-1',
    scope: saying.from ?? scopeOf(saying.by),
    how: saying.how ?? 'self',
    ...(saying.onBehalf === undefined ? {} : { onBehalf: saying.onBehalf }),
    ...(saying.soleHand === undefined ? {} : { soleHand: saying.soleHand }),
    ...(saying.caretaker === undefined ? {} : { caretaker: saying.caretaker }),
    ...(saying.said === undefined ? {} : { said: saying.said }),
    t: { wall: here.at, mono: 0, boot: 'b', off: 0, err: 0 },
  };
}

function scopeOf(person: PersonId): Scope {
  return (person.split('@')[1] ?? 'district') as Scope;
}

export const caller = {
  numberHmac: 'h'.repeat(64),
  numberSealed: 'sealed',
  tail: '0001',
  kind: 'person',
  confidential: false,
} as const;

export function createArgs(more: Partial<ArgsOf['case.create']> = {}): ArgsOf['case.create'] {
  return {
    caseNo: 'DZM261121-0009',
    biz: 'hotline',
    channel: '12345',
    discovery: 'passive',
    type: 'help',
    matter: 'm-pothole',
    dictVersion: 'v1',
    title: 'Hole in the road',
    text: 'A hole in the road in front of number 12.',
    caller,
    place: {
      point: { lonE6: 116_417_000, latE6: 39_930_000 },
      text: 'Number 12',
      cell: '110101001001001',
      street: '110101001',
      by: 'caller',
      confidence: 0.8,
    },
    urgency: 'ordinary',
    callId: null,
    externalNo: [],
    next: 'queue',
    answer: null,
    condition: null,
    ...more,
  };
}
