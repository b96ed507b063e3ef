import type { CaseId, OpId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import { followWhistle, patchUnit } from './answerWhistle.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { MergePatch } from './casePatch.ts';
import { type CaseWork, put, settle, tell } from './caseWork.ts';
import { refuseFiling } from './fileWhistle.ts';
import { uniteLimits } from './openWhistle.ts';
import { isNear } from './tellTwin.ts';
import type { CalledUnit, TwinWhistle, Whistle } from './whistleDoc.ts';
import { isCalled, isWhistleOver, openWhistle, unitsOf } from './whistles.ts';

/** Takes over what the whistle of another case says and this one lacks: what was said first stands. */
export function hearTwin(
  work: CaseWork,
  { of, by, whistle: theirs }: OperationBody<'case.mirror'>['args'],
): void {
  if (theirs === undefined) return;
  const known = twinOf(work.doc, of);
  const mine = known ?? openWhistle(work.doc);
  if (mine === null || (known === null && !isNear(mine.openedAt, theirs.openedAt))) {
    return settle(work, 'noop');
  }
  if (known === null) unite(work, mine, { of, by, theirs });
  const isOver = isWhistleOver(work.doc, mine);
  if (!isOver) startAgain(work, mine, theirs);
  takeWords(work, { id: mine.id, theirs, isOver });
  if (isOver) return;
  takeFiling(work, mine.id, { theirs, isFirstWord: known === null });
  followWhistle(work);
}

function twinOf(doc: CaseDoc, of: CaseId): Whistle | null {
  const all = Object.values(doc.whistles ?? {});
  return all.find(({ twins }) => twins?.[of] !== undefined) ?? null;
}

function unite(
  work: CaseWork,
  mine: Whistle,
  { of, by, theirs }: { readonly of: CaseId; readonly by: string; readonly theirs: TwinWhistle },
): void {
  const openedAt = Math.min(mine.openedAt, theirs.openedAt);
  put(work, { whistles: { [mine.id]: { twins: { [of]: theirs.id }, openedAt } } });
  uniteLimits(work, { item: theirs.item, openedAt });
  settle(work, 'merged', { rule: 12 });
  for (const to of new Set([mine.by, by])) tell(work, to, 'whistles-united');
}

/** The district sent the results of both back: each unit says anew what came of it. */
function startAgain(work: CaseWork, { id, units, sentBack = 0 }: Whistle, to: TwinWhistle): void {
  const { sentBack: theirs = 0 } = to;
  if (theirs <= sentBack) return;
  put(work, { whistles: { [id]: { sentBack: theirs } } });
  for (const unit of Object.keys(units)) {
    patchUnit(work, { id }, { unit, patch: { resultAt: null, result: null } });
  }
}

function takeWords(
  work: CaseWork,
  on: { readonly id: OpId; readonly theirs: TwinWhistle; readonly isOver: boolean },
): void {
  const { id, theirs, isOver } = on;
  const { units, sentBack = 0 } = whistleNow(work, id);
  const isOfThisTurn = (theirs.sentBack ?? 0) >= sentBack;
  for (const said of unitsOf(theirs)) {
    const known = units[said.unit];
    if (known === undefined && isOver) continue;
    const patch = isOver ? marksLacking(known, said) : wordsLacking(known, said, isOfThisTurn);
    if (known !== undefined && Object.keys(patch).length === 0) continue;
    patchUnit(work, { id }, { unit: said.unit, patch });
    if (patch.calledAt !== undefined) tell(work, `unit:${said.unit}`, 'whistle-called');
  }
}

function wordsLacking(
  known: CalledUnit | undefined,
  said: CalledUnit,
  isOfThisTurn: boolean,
): MergePatch<CalledUnit> {
  const { calledAt, respondedAt, person, point, resultAt, result } = said;
  return {
    ...marksLacking(known, said),
    ...(known?.calledAt === undefined ? given({ calledAt }) : {}),
    ...(known?.respondedAt === undefined ? given({ respondedAt, person, point }) : {}),
    ...(isOfThisTurn && known?.resultAt === undefined ? given({ resultAt, result }) : {}),
  };
}

function marksLacking(known: CalledUnit | undefined, said: CalledUnit): MergePatch<CalledUnit> {
  const { score, degree } = said;
  return {
    ...(known?.score === undefined ? given({ score }) : {}),
    ...(known?.degree === undefined ? given({ degree }) : {}),
  };
}

/** The district files the two in one; whom it has not heard of it hears of first. */
function takeFiling(
  work: CaseWork,
  id: OpId,
  { theirs, isFirstWord }: { readonly theirs: TwinWhistle; readonly isFirstWord: boolean },
): void {
  const { filing } = whistleNow(work, id);
  if (filing === 'pending' && theirs.filing !== 'pending') {
    if (!isFirstWord) dropUnheard(work, id, theirs);
    if (theirs.filing === 'accepted' && !isAllCalled(work, id)) return;
    const { filedAt, filedBy, fileReason } = theirs;
    const filed = { filing: theirs.filing, ...given({ filedAt, filedBy, fileReason }) };
    put(work, { whistles: { [id]: filed } });
    if (theirs.filing === 'refused') refuseFiling(work, whistleNow(work, id));
  } else if (filing === 'accepted' && !isAllCalled(work, id)) {
    put(work, { whistles: { [id]: { filing: 'pending' } } });
  }
}

function dropUnheard(work: CaseWork, id: OpId, theirs: TwinWhistle): void {
  for (const { unit, calledAt } of unitsOf(whistleNow(work, id))) {
    const isDropped = calledAt === undefined && theirs.units[unit] === undefined;
    if (isDropped) patchUnit(work, { id }, { unit, patch: null });
  }
}

function isAllCalled(work: CaseWork, id: OpId): boolean {
  return unitsOf(whistleNow(work, id)).every(isCalled);
}

function whistleNow({ doc }: CaseWork, id: OpId): Whistle {
  const found = doc.whistles?.[id];
  if (found === undefined) throw new Error(`twin whistle ${id} is not on the case`);
  return found;
}

/** Without what is not there. */
function given<T extends object>(words: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(words).filter(([, word]) => word !== undefined);
  // Only names of T are left, each with a value.
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
