import { caseNoOf, parseCaseNo } from '#core/domain/case/caseNo.ts';
import { dayNumberAt, formatLocalDay } from '#core/domain/calendar/localDay.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, hashedText, wholeText } from '#core/domain/operation/operationHash.ts';
import { plannedBody } from '#core/demo/history/demoReplica.ts';
import { historyHours } from '#core/demo/history/historyDays.ts';
import type { PlannedOp } from '#core/demo/history/plannedOp.ts';
import type { World } from '#core/demo/history/world.ts';
import { must } from '#core/kernel/assert.ts';
import { uuidV7, type RandomBytes } from '#core/kernel/ids.ts';
import { DAY_MS, type EpochMs } from '#core/kernel/time.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';

/** A console that speaks for a scope of the loaded history; device and replica are named the same. */
export type BulkAuthor = { readonly name: string; readonly scope: Scope };

/** An act with its text, as the district keeps it. */
export type BulkOp = { readonly op: AnyOperation; readonly text: string };

/** Acts of one console, one after the other. */
export type BulkRun = { readonly author: BulkAuthor; readonly ops: readonly BulkOp[] };

/** What comes in together: no act later than `receivedAt`. */
export type BulkBatch = { readonly receivedAt: EpochMs; readonly runs: readonly BulkRun[] };

export type BulkPlan = {
  readonly cases: number;
  /** So many stay open, every other one of the last; the rest end with their making. */
  readonly open: number;
  /** When the last one was made, milliseconds. */
  readonly until: EpochMs;
  readonly batchCases: number;
};

/** Cases of the demo's own days, to be made again: what ends at once, and what stays open. */
export type CaseTemplates = {
  readonly ended: readonly Creation[];
  readonly open: readonly Creation[];
};
type Creation = Extract<PlannedOp, { readonly kind: 'case.create' }>;

/** A case every half minute: 2,880 a day. */
const EVERY_MS = 30_000;
const BETWEEN_ACTS_MS = 4_000;
const NOTES = ['已电话告知来电人，请留意回访', '已与属地核实情况，转阅存档'] as const;
/** Of each case: its making and the notes. */
export const ACTS_A_CASE = 1 + NOTES.length;
const TEMPLATE_DAYS = 3;

export function caseTemplates(world: World, seed: number): CaseTemplates {
  const first = Math.floor(Date.now() / DAY_MS) - TEMPLATE_DAYS;
  const creations: Creation[] = [];
  for (const { ops } of historyHours({ first, days: TEMPLATE_DAYS, storm: null, seed }, world)) {
    for (const op of ops) {
      // What the district numbers itself follows from its own clock.
      if (op.kind === 'case.create' && op.args.caseNo !== null) creations.push(op);
    }
  }
  const endsAtOnce = ({ args: { next } }: Creation): boolean =>
    next === 'answer' || next === 'selfHandled';
  return {
    ended: creations.filter(endsAtOnce),
    open: creations.filter((one) => !endsAtOnce(one)),
  };
}

/** Chained acts of all cases in the order of their time, in batches; `authors` by scope. */
export function* bulkBatches(
  plan: BulkPlan,
  templates: CaseTemplates,
  on: {
    readonly authors: ReadonlyMap<Scope, BulkAuthor>;
    readonly zoneMinutes: number;
    readonly random: RandomBytes;
  },
): Generator<BulkBatch> {
  const ends = new Map<Scope, { rseq: number; hash: string }>();
  const numbers = new Numbers(on.zoneMinutes);
  for (let from = 0; from < plan.cases; from += plan.batchCases) {
    const upTo = Math.min(from + plan.batchCases, plan.cases);
    const byScope = new Map<Scope, PlannedOp[]>();
    for (let i = from; i < upTo; i += 1) {
      const from0 = templateOf(i, plan, templates);
      const at = plan.until - (plan.cases - i) * EVERY_MS;
      const acts = actsOf({ ...from0, at }, { numbers, random: on.random });
      const { scope } = from0.by;
      const said = byScope.get(scope);
      if (said === undefined) byScope.set(scope, acts);
      else said.push(...acts);
    }
    const runs = [...byScope].map(([scope, acts]): BulkRun => {
      const author = must(on.authors.get(scope), `an author of ${scope}`);
      return { author, ops: chainedOn(acts, author, ends) };
    });
    yield { receivedAt: plan.until - (plan.cases - upTo) * EVERY_MS, runs };
  }
}

function templateOf(i: number, { cases, open }: BulkPlan, templates: CaseTemplates): Creation {
  const fromEnd = cases - 1 - i;
  const isOpen = fromEnd < 2 * open && fromEnd % 2 === 0;
  const pool = isOpen ? templates.open : templates.ended;
  return must(pool[i % pool.length], 'the demo has cases');
}

function actsOf(
  creation: Creation,
  { numbers, random }: { readonly numbers: Numbers; readonly random: RandomBytes },
): PlannedOp[] {
  const { at, by, args } = creation;
  const caseId = uuidV7(at, random);
  const caseNo = numbers.next(must(args.caseNo, 'a number'), at);
  const made = { ...creation, opId: caseId, caseId, args: { ...args, caseNo, callId: null } };
  const notes = NOTES.map((text, n): PlannedOp => {
    const later = at + (n + 1) * BETWEEN_ACTS_MS;
    const said = { at: later, opId: uuidV7(later, random), caseId, by };
    return {
      ...said,
      kind: 'case.note',
      onBehalf: null,
      how: 'self',
      args: { text, public: false },
    };
  });
  return [{ ...made, opId: uuidV7(at, random) }, ...notes];
}

/** As `chained` does it, with the text at hand that it hashes. */
function chainedOn(
  acts: readonly PlannedOp[],
  { name, scope }: BulkAuthor,
  ends: Map<Scope, { rseq: number; hash: string }>,
): BulkOp[] {
  const versions = new Map<string, number>();
  let end = ends.get(scope) ?? { rseq: 0, hash: GENESIS_HASH };
  const chain = acts.map((planned): BulkOp => {
    const caseId = must(planned.caseId, 'acts on cases alone');
    const ver = versions.get(caseId) ?? 0;
    versions.set(caseId, ver + 1);
    const t = { wall: planned.at, mono: planned.at % DAY_MS, boot: 'bulk', off: 0, err: 0 };
    const body = plannedBody(planned, { ver, t });
    const link = { replica: name, incarnation: 1, rseq: end.rseq + 1, prevHash: end.hash };
    const linked = { ...body, ...link };
    const text = hashedText(nodeHashing, linked);
    const hash = nodeHashing.sha256(link.prevHash + text);
    end = { rseq: link.rseq, hash };
    const op = { ...linked, hash };
    return { op, text: wholeText(text, op) };
  });
  ends.set(scope, end);
  return chain;
}

/** Serials of each place and day, one after the other. */
class Numbers {
  readonly #zoneMinutes: number;
  readonly #last = new Map<string, number>();

  constructor(zoneMinutes: number) {
    this.#zoneMinutes = zoneMinutes;
  }

  next(like: string, at: EpochMs): string {
    const { origin } = must(parseCaseNo(like), 'a number of the demo');
    const day = formatLocalDay(dayNumberAt(at, this.#zoneMinutes));
    const key = `${origin} ${day}`;
    const serial = (this.#last.get(key) ?? 0) + 1;
    // Days are passed in order: of those before nothing more is asked.
    if (serial === 1) this.#forget(origin);
    this.#last.set(key, serial);
    return caseNoOf({ origin, day, serial });
  }

  #forget(origin: string): void {
    for (const key of this.#last.keys()) if (key.startsWith(`${origin} `)) this.#last.delete(key);
  }
}
