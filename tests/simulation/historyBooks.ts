import { baseOf } from '#core/district/aheadOfRestore.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { hasStanding } from '#core/domain/case/membership.ts';
import type { Outcome } from '#core/domain/operation/decision.ts';
import { PROGRAM_PERSON, TELEPHONY_PERSON, kindSpecs } from '#core/domain/operation/kindSpec.ts';
import { asSaidFirst, type AnyOperation } from '#core/domain/operation/operation.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import type { SimConsole } from './simConsole.ts';
import type { DistrictBooks } from './simDistrict.ts';

/*
 * The books of a history, read when it is over. Each line begins with the invariant that it breaks
 * (docs/invariants.md).
 */
export type Acknowledged = {
  readonly op: AnyOperation;
  /** The district's clock at the moment the person acted. */
  readonly at: number;
  /** Its console's line was cut. */
  readonly isCut: boolean;
};

/** I-01: acknowledged and without an outcome at the district. */
export function lost(
  { entries }: DistrictBooks,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): string[] {
  const decided = new Set(entries.map(({ op }) => op.opId));
  const missing = [...acknowledged.keys()].filter((id) => !decided.has(id));
  return missing.map((id) => `I-01 lost ${id}`);
}

/** I-03: decided more than once. I-04: a version that is not the number of decisions on its case. */
export function counts({ entries, cases }: DistrictBooks): string[] {
  const seen = new Set<string>();
  const perCase = new Map<string, number>();
  const faults: string[] = [];
  for (const { op, decision } of entries) {
    if (seen.has(op.opId)) faults.push(`I-03 twice ${op.opId}`);
    seen.add(op.opId);
    if (op.caseId !== null && decision.ver !== null) {
      perCase.set(op.caseId, (perCase.get(op.caseId) ?? 0) + 1);
    }
  }
  for (const { doc } of cases) {
    if (perCase.get(doc.caseId) !== doc.ver) faults.push(`I-04 version of ${doc.caseId}`);
  }
  return faults;
}

/** I-02: what one replica made is decided in the order in which it was made. */
export function order({ entries }: DistrictBooks): string[] {
  const last = new Map<string, number>();
  const faults: string[] = [];
  for (const { op } of entries) {
    const key = `${op.replica}#${op.incarnation}`;
    if (op.rseq <= (last.get(key) ?? 0)) faults.push(`I-02 order of ${key}`);
    last.set(key, op.rseq);
  }
  return faults;
}

/** I-02: what stands in the log is, word for word, what was acknowledged to its person. */
export function saidOtherwise(
  { entries }: DistrictBooks,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): string[] {
  return entries.flatMap(({ op }) => {
    const said = acknowledged.get(op.opId)?.op;
    const isSame = said === undefined || saysSame(said, op);
    return isSame ? [] : [`I-02 ${op.opId} says something else than its author`];
  });
}

/** Word for word, in whatever order a store keeps the fields. */
function saysSame(one: AnyOperation, other: AnyOperation): boolean {
  return nodeHashing.canonical(one.args) === nodeHashing.canonical(other.args);
}

/** Of which case which scope was once no member any more, whether it is again or not. */
function everLeft(entries: DistrictBooks['entries']): ReadonlySet<string> {
  const left = entries.flatMap(({ decision: { caseId, casePatch } }) => {
    const patch = casePatch as Partial<Pick<CaseDoc, 'left'>> | null;
    return Object.keys(patch?.left ?? {}).map((scope) => `${caseId ?? ''} ${scope}`);
  });
  return new Set(left);
}

/**
 * I-05: an author knows his own acts. Those of his chain that were decided above the version he had seen are
 * counted in `own`; otherwise he would be judged against himself. Whose replica began anew sees old versions
 * again, and is left out, as is a case that left his place and came back: it comes as it was when it came, which
 * may be before what he has heard decided.
 */
export function ownCounted({ entries }: DistrictBooks, anew: ReadonlySet<string>): string[] {
  const before = new Map<string, { readonly rseq: number; readonly ver: number }[]>();
  const left = everLeft(entries);
  const faults: string[] = [];
  for (const { op, decision } of entries) {
    if (left.has(`${op.caseId ?? ''} ${op.scope}`)) continue;
    const base = op.bases.find((one) => one.of === `case:${op.caseId ?? ''}`);
    // What was said once more was made long before: its author counts it no longer.
    if (base === undefined || decision.ver === null || op.replays !== undefined) continue;
    if (anew.has(op.replica)) continue;
    const key = `${op.replica}#${op.incarnation}#${op.caseId ?? ''}`;
    const own = before.get(key) ?? [];
    const above = own.filter((one) => one.ver > base.ver).length;
    if (above > base.own)
      faults.push(`I-05 ${op.opId} does not count ${above - base.own} own acts`);
    before.set(key, [...own, { rseq: op.rseq, ver: decision.ver }]);
  }
  return faults;
}

/** I-05: and he counts no act that he has not made, or has seen decided. */
export function ownOvercounted({ entries }: DistrictBooks, anew: ReadonlySet<string>): string[] {
  const before = new Map<string, (number | null)[]>();
  return entries.flatMap(({ op, decision }) => {
    const base = op.bases.find((one) => one.of === `case:${op.caseId ?? ''}`);
    if (base === undefined || op.replays !== undefined || anew.has(op.replica)) return [];
    const key = `${op.replica}#${op.caseId ?? ''}`;
    const own = before.get(key) ?? [];
    before.set(key, [...own, decision.ver]);
    const waiting = own.filter((ver) => ver === null || ver > base.ver).length;
    return base.own <= waiting
      ? []
      : [`I-05 ${op.opId} counts ${base.own - waiting} acts too many`];
  });
}

/**
 * I-17: a wrong clock never wins. What an act does to a case is told by what its author had seen and by the
 * order of the district, so the same act after an author who is years ahead is taken as after any other.
 */
export function clocksDoNotWin({ entries }: DistrictBooks): string[] {
  return entries
    .filter(({ op, decision }) => op.kind === 'case.note' && decision.outcome === 'superseded')
    .map(({ op }) => `I-17 ${op.opId} is a note, which nothing overtakes`);
}

/** I-11: a proposal outlives the move of its case; only what adopts it takes it away. */
export function proposalsLost({ entries }: DistrictBooks): string[] {
  const open = new Map<string, Set<string>>();
  return entries.flatMap(({ op, decision }) => {
    const patch = decision.casePatch as { readonly proposals?: object | null } | null;
    const own = open.get(op.caseId ?? '') ?? new Set<string>();
    open.set(op.caseId ?? '', own);
    if (patch?.proposals === null && own.size > 0)
      return [`I-11 ${op.opId} loses ${own.size} proposals`];
    for (const [id, proposal] of Object.entries(patch?.proposals ?? {})) {
      if (proposal === null) own.delete(id);
      else own.add(id);
    }
    return [];
  });
}

const OWN_VOICES: readonly string[] = [PROGRAM_PERSON, TELEPHONY_PERSON];

/** Lowering an urgency is a decision, raising it a fact: the kind alone does not tell. */
const BOTH = 'case.urgency';

/** I-14: every case has a number by the time that its creation is decided, and no other case has it, or ever had. */
export function numbers(
  { cases, toldTwice }: DistrictBooks,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): string[] {
  const owner = new Map<string, string>();
  const twice = toldTwice.map((what) => `I-14 ${what}`);
  const faults = cases.flatMap(({ doc: { caseId, caseNo } }) => {
    if (caseNo === undefined) return [`I-14 ${caseId} has no number`];
    const other = owner.get(caseNo);
    owner.set(caseNo, caseId);
    return other === undefined ? [] : [`I-14 ${caseId} has the number of ${other}`];
  });
  const now = new Map(cases.map(({ doc }) => [doc.caseId, doc.caseNo]));
  const changed = [...acknowledged.values()].flatMap(({ op }) => {
    if (op.kind !== 'case.create' || op.caseId === null || op.args.caseNo === null) return [];
    const isSame = now.get(op.caseId) === op.args.caseNo;
    return isSame ? [] : [`I-14 ${op.caseId} was told of as ${op.args.caseNo}`];
  });
  return [...faults, ...twice, ...changed];
}

const AS_ASKED: readonly Outcome[] = ['applied', 'noop', 'conflict'];

/** I-23: whose act did not do what he asked finds that in his inbox, and nobody one thing twice. */
export function authorsTold({ entries, inboxes }: DistrictBooks): string[] {
  const faults: string[] = [];
  for (const [person, told] of inboxes) {
    const once = new Set(told.map(({ opId, code }) => `${opId}:${code}`));
    if (once.size < told.length) faults.push(`I-23 ${person} is told something twice`);
  }
  for (const { op, decision } of entries) {
    if (AS_ASKED.includes(decision.outcome) || OWN_VOICES.includes(op.actor)) continue;
    const said = asSaidFirst(op).opId;
    const isTold = inboxes.get(op.actor)?.some(({ opId }) => opId === said) === true;
    if (!isTold) faults.push(`I-23 ${op.actor} is not told of ${op.opId}`);
  }
  return faults;
}

/** I-11: a fact may be kept without effect; it is never refused. */
export function factsRefused({ entries }: DistrictBooks): string[] {
  return entries
    .filter(({ op, decision }) => {
      const isFact = kindSpecs[op.kind].cls === 'F' && op.kind !== BOTH;
      return isFact && decision.outcome === 'refused-recorded';
    })
    .map(({ op, decision }) => `I-11 ${op.kind} refused: ${decision.reason?.code ?? ''}`);
}

/**
 * I-11: what waited for its case is decided once that is there, and its author is told. A stranger waits on: what
 * made his place a member may have been decided otherwise this time, and so does who had seen a version that the case
 * has not come to again (docs/adr/0020).
 */
export function keptWaiting({ entries, cases, inboxes }: DistrictBooks): string[] {
  const again = new Map(entries.map((entry) => [entry.op.replays?.opId, entry]));
  const made = new Map(cases.map(({ doc }) => [doc.caseId, doc]));
  return entries.flatMap(({ op, decision }) => {
    if (decision.outcome !== 'deferred') return [];
    const isDone = again.has(op.opId);
    const doc = made.get(op.caseId ?? '');
    if (!isDone && doc !== undefined && isToBeDecided(op, doc))
      return [`I-11 ${op.opId} waits though its case is here`];
    const told = inboxes.get(op.actor)?.filter(({ opId }) => opId === op.opId) ?? [];
    return told.length === (isDone ? 2 : 1) ? [] : [`I-23 ${op.actor} hears amiss of ${op.opId}`];
  });
}

function isToBeDecided(op: AnyOperation, doc: CaseDoc): boolean {
  return (baseOf(op)?.ver ?? 0) <= doc.ver && hasStanding(doc, op.scope);
}

/** I-03: what is decided again was deferred, is what its author said, of that time, and names that decision. */
export function saidAgain({ entries }: DistrictBooks): string[] {
  return entries.flatMap(({ op, decision }) => {
    if (op.replays === undefined) return [];
    const first = entries.find((one) => one.op.opId === op.replays?.opId);
    const isSame =
      first?.decision.outcome === 'deferred' &&
      first.decision.serverSeq === decision.redecides &&
      first.decision.at === decision.at &&
      saysSame(first.op, op);
    return isSame ? [] : [`I-03 ${op.opId} is not what was deferred`];
  });
}

/** The district allows 100 ms for a message; the slowest frame of a storm takes this long. */
const SLOWEST_FRAME_MS = 500;

/**
 * I-17: the corrected time of an act is as right as it says, on a line of this kind. Where a clock is wrong,
 * it lies at least between the act before it and its receipt.
 */
export function times(
  { entries }: DistrictBooks,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): string[] {
  const before = new Map<string, number>();
  return entries.flatMap(({ op, decision, receivedAt }) => {
    const made = acknowledged.get(op.opId);
    if (made === undefined) return [];
    const earliest = before.get(op.replica) ?? Infinity;
    before.set(op.replica, Math.max(made.at, before.get(op.replica) ?? 0));
    const off = Math.abs(decision.at - made.at);
    const isRight = off <= decision.errMs + SLOWEST_FRAME_MS;
    const isBetween = decision.at >= earliest - SLOWEST_FRAME_MS && decision.at <= receivedAt;
    return isRight || isBetween ? [] : [`I-17 ${op.opId} is ${off} ms off, says ${decision.errMs}`];
  });
}

export type Reader = {
  readonly name: string;
  readonly scope: string;
  readonly console: SimConsole;
};

/** What a settled console holds, against what the district holds. */
export async function readerFaults(
  reader: Reader,
  books: DistrictBooks,
  hashing: Hashing,
): Promise<string[]> {
  return [
    ...(await rows(reader, books, hashing)),
    ...(await outcomes(reader, books)),
    ...records(reader, books, hashing),
  ];
}

/**
 * I-09: a member has every row, at the last version. I-06: as the district has it. I-18: nobody else has
 * more than a stub. I-07: no overlay is left.
 */
async function rows(
  { name, scope, console }: Reader,
  books: DistrictBooks,
  hashing: Hashing,
): Promise<string[]> {
  const faults = console.files.keeper.cases().map((id) => `I-07 ${name} overlays ${id}`);
  const all = await console.files.held();
  for (const { doc, stateHash } of books.cases) {
    const held = all.get(doc.caseId);
    const full = held?.form === 'full' ? held.doc : null;
    const isMember = doc.members[scope as 'district'] === true;
    if (!isMember && full !== null) faults.push(`I-18 ${name} keeps ${doc.caseId}`);
    if (!isMember) continue;
    if (full?.ver !== doc.ver) faults.push(`I-09 ${name} lacks ${doc.caseId}`);
    else if (stateHashOf(full, hashing) !== stateHash) {
      faults.push(`I-06 ${name} has another ${doc.caseId}`);
    }
  }
  return faults;
}

/** I-08: whoever is at rest has heard what became of each of his acts, and not only that it arrived. */
export async function unanswered(
  { name, console }: Reader,
  books: DistrictBooks,
  anew: ReadonlySet<string>,
): Promise<string[]> {
  const replica = `r-${name}`;
  if (anew.has(replica)) return [];
  const delivered = await console.files.delivered();
  const own = books.entries.filter(({ op }) => op.replica === replica && !delivered.has(op.opId));
  return own.map(({ op }) => `I-08 ${name} has no answer to ${op.opId}`);
}

/** I-03: the outcome that was delivered is the one that was stored. */
async function outcomes({ name, console }: Reader, books: DistrictBooks): Promise<string[]> {
  const delivered = await console.files.delivered();
  // The last word on an act: of one that was deferred and decided since, the latter.
  const last = new Map(books.entries.map(({ op, decision }) => [asSaidFirst(op).opId, decision]));
  return [...last].flatMap(([opId, decision]) => {
    const told = delivered.get(opId);
    const isSame = told?.ver === decision.ver && told.outcome === decision.outcome;
    return told === undefined || isSame ? [] : [`I-03 ${name} was told another outcome of ${opId}`];
  });
}

/** I-06, for the records that everybody reads. */
function records({ name, console }: Reader, books: DistrictBooks, hashing: Hashing): string[] {
  return books.units.flatMap(({ id, doc }) => {
    const own = console.files.book.get('unit', id);
    const isSame = own !== null && hashing.canonical(own) === hashing.canonical(doc);
    return isSame ? [] : [`I-06 ${name} has another unit ${id}`];
  });
}
