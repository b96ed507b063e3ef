import { EAST, WEST } from '#core/domain/case/caseBuilders.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { must } from '#core/kernel/assert.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import type { FeedEntry } from '#core/protocol/sync/frames.ts';
import type { Acknowledged } from './historyBooks.ts';
import { sendAway, type SimAct } from './simActs.ts';
import type { SimConsole } from './simConsole.ts';
import type { DistrictBooks } from './simDistrict.ts';
import type { SimLine } from './simNet.ts';

/** Cases that went from one holder to another, and how many of them with acts of editors who were cut off meanwhile. */
export type Transfers = {
  readonly moved: number;
  /**
   * Of these: somebody of the old or the new holder had made an act on the case while his line was cut, before it
   * moved, and it was decided after.
   */
  readonly met: number;
};

type Editor = {
  readonly scope: string;
  readonly line: SimLine;
  readonly console: SimConsole | null;
};

type Moving<E> = {
  readonly dice: Rng;
  readonly heal: (line: SimLine) => void;
  readonly surviving: (editor: E, task: () => Promise<void>) => Promise<void>;
};

const HOLDERS: readonly string[] = [EAST, WEST, 'district'];
/** Of the consoles that show the case: those whose line is cut while it moves. */
const CUT_OFF = 0.5;
const TRIES = 12;

/**
 * A case goes to the other street, up to the district, or is taken by it, while editors who show it are cut off with
 * acts on it; `heal` gives them their line back.
 */
export async function moveCase<E extends Editor>(
  editors: readonly E[],
  on: Moving<E>,
): Promise<void> {
  const { dice, heal, surviving } = on;
  const senders = editors.filter(({ scope, line }) => HOLDERS.includes(scope) && !line.isCut);
  if (senders.length === 0) return;
  const sender = pick(dice, senders);
  const doc = await heldBy(sender, dice);
  if (doc === null) return;
  const { caseId } = doc;
  for (const editor of editors) {
    const { scope, line, console } = editor;
    if (console === null || editor === sender || !HOLDERS.includes(scope)) continue;
    const shown = await console.files.shown(caseId);
    if (shown.doc === null || dice.next() > CUT_OFF) continue;
    line.isCut = true;
    heal(line);
    await surviving(editor, () => tried(editor, caseId));
  }
  await surviving(sender, () => tried(sender, caseId, (seen) => away(dice, seen, sender)));
}

async function tried(
  { console }: Editor,
  caseId: string,
  make?: (doc: CaseDoc) => SimAct,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (console === null || (await console.act(caseId, make))) return;
  }
}

/** A case that this console shows and that somebody else may be at work on. */
async function heldBy({ scope, console }: Editor, dice: Rng): Promise<CaseDoc | null> {
  if (console === null) return null;
  const ids = [...(await console.files.caseIds())].sort();
  const own: CaseDoc[] = [];
  for (const id of ids) {
    const { doc } = await console.files.shown(id);
    if (doc !== null && (doc.holder === scope || scope === 'district')) own.push(doc);
  }
  return own.length === 0 ? null : pick(dice, own);
}

/** Along, up, down, or taken from above. */
function away(dice: Rng, doc: CaseDoc, { scope }: Editor): SimAct {
  if (scope === 'district' && doc.holder !== scope) {
    return { kind: 'case.take', args: { why: 'emergency' } };
  }
  if (scope !== 'district' && dice.next() < 0.5) {
    return { kind: 'ask.send', args: { to: 'district', tried: 'x', why: 'x' } };
  }
  if (scope === 'district') {
    return { kind: 'case.send', args: { to: pick(dice, [EAST, WEST]), note: '' } };
  }
  return sendAway(doc);
}

type Move = {
  readonly index: number;
  readonly caseId: string;
  readonly serverSeq: number;
  readonly ver: number;
  readonly from: string;
  readonly to: string;
};

/** Every change of a case's holder, as the log has it. */
function movesIn({ entries }: DistrictBooks): readonly Move[] {
  const holders = new Map<string, string>();
  return entries.flatMap(({ op, decision }, index) => {
    const { caseId, casePatch, ver, serverSeq } = decision;
    const to = (casePatch as Partial<Pick<CaseDoc, 'holder'>> | null)?.holder;
    if (caseId === null || ver === null || to === undefined) return [];
    const from = holders.get(caseId);
    holders.set(caseId, to);
    const isMove = from !== undefined && from !== to && op.kind !== 'case.create';
    return isMove ? [{ index, caseId, serverSeq, ver, from, to }] : [];
  });
}

export function transfersIn(
  books: DistrictBooks,
  acknowledged: ReadonlyMap<string, Acknowledged>,
): Transfers {
  const moves = movesIn(books);
  const later = new Map<string, number[]>();
  books.entries.forEach(({ decision: { caseId } }, index) => {
    if (caseId === null) return;
    const own = later.get(caseId) ?? [];
    own.push(index);
    later.set(caseId, own);
  });
  const met = moves.filter(({ index, caseId, from, to }) => {
    const { receivedAt } = must(books.entries[index], 'the move');
    return later.get(caseId)?.some((at) => {
      if (at <= index) return false;
      const { op } = must(books.entries[at], 'an act after it');
      const made = acknowledged.get(op.opId);
      const isOfEither = op.scope === from || op.scope === to;
      return made?.isCut === true && isOfEither && made.at < receivedAt;
    });
  });
  return { moved: moves.length, met: met.length };
}

/**
 * I-10: whoever ceases to be a member by an act finds `leave` in his feed, and whoever becomes one finds `enter`, under
 * the number of that act and nowhere else.
 */
export function feedsOfMoves(
  { entries }: DistrictBooks,
  feeds: ReadonlyMap<string, readonly FeedEntry[]>,
): string[] {
  const due = entries.flatMap(({ decision }) => dueFor(decision));
  const expected = new Set(due.filter(({ scope }) => feeds.has(scope)).map(({ row }) => row));
  const rows = [...feeds].flatMap(([scope, feed]) =>
    feed.flatMap((one) =>
      one.type === 'enter' || one.type === 'leave'
        ? [`${one.type} ${scope} ${one.seq} ${one.caseId}`]
        : [],
    ),
  );
  const told = new Set(rows);
  return [
    ...[...expected].filter((row) => !told.has(row)).map((row) => `I-10 not told: ${row}`),
    ...rows.filter((row) => !expected.has(row)).map((row) => `I-10 told for nothing: ${row}`),
    ...(told.size < rows.length ? ['I-10 something is told twice'] : []),
  ];
}

/** What a decision makes of the members of its case; a new case is told as its first act. */
function dueFor({
  caseId,
  casePatch,
  ver,
  serverSeq,
}: DistrictBooks['entries'][number]['decision']): readonly {
  readonly scope: string;
  readonly row: string;
}[] {
  if (caseId === null || ver === null || ver === 1) return [];
  const { members = {} } = (casePatch ?? {}) as {
    readonly members?: Readonly<Record<string, true | null>>;
  };
  return Object.entries(members).map(([scope, is]) => {
    const type = is === null ? 'leave' : 'enter';
    return { scope, row: `${type} ${scope} ${serverSeq} ${caseId}` };
  });
}
