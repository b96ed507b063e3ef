import type { UnitId } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { factTime } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc, ClockName } from './caseDoc.ts';
import type { MergePatch } from './casePatch.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { endClocks } from './clocks.ts';
import { keepPhotos } from './unitFacts.ts';
import type { CalledUnit, Whistle } from './whistleDoc.ts';
import { openWhistle, unitsOf } from './whistles.ts';

/** 报到. Who is told by telephone may be there before the whistle is filed. */
export const respondToWhistle: CaseAct<'whistle.respond'> = {
  misfit: (op, doc) => saidMisfit(doc, op.args.unit, 'respondedAt'),
  apply(work, op) {
    const whistle = openWhistle(work.doc);
    if (whistle === null) return;
    const { unit, person, point, at } = op.args;
    const respondedAt = factTime(work, at, whistle.openedAt);
    patchUnit(work, whistle, {
      unit,
      patch: { respondedAt, person, ...(point === null ? {} : { point }) },
    });
    followWhistle(work);
    tell(work, whistle.street, 'whistle-responded');
  },
};

export const reportWhistle: CaseAct<'whistle.result'> = {
  misfit: (op, doc) => saidMisfit(doc, op.args.unit, 'resultAt'),
  apply(work, op) {
    const whistle = openWhistle(work.doc);
    if (whistle === null) return;
    const { unit, text, files } = op.args;
    const { respondedAt = work.at } = whistle.units[unit] ?? {};
    patchUnit(work, whistle, { unit, patch: { respondedAt, resultAt: work.at, result: text } });
    keepPhotos(work, files, 'after');
    followWhistle(work);
    if (lacksResult(openWhistle(work.doc)) === null) tell(work, 'district', 'whistle-results');
  },
};

function saidMisfit(
  doc: CaseDoc,
  unit: UnitId,
  said: 'respondedAt' | 'resultAt',
): DomainRefusal | null {
  const whistle = openWhistle(doc);
  if (whistle === null) return { code: 'whistle/none-open' };
  const named = whistle.units[unit];
  if (named === undefined) return { code: 'whistle/not-called', detail: { unit } };
  return named[said] === undefined ? null : { code: 'whistle/said-already', detail: { unit } };
}

export function patchUnit(
  work: CaseWork,
  { id }: Pick<Whistle, 'id'>,
  { unit, patch }: { readonly unit: UnitId; readonly patch: MergePatch<CalledUnit> | null },
): void {
  put(work, { whistles: { [id]: { units: { [unit]: patch } } } });
}

/** A unit that has not said what came of it. */
export function lacksResult(whistle: Whistle | null): UnitId | null {
  if (whistle === null) return null;
  return unitsOf(whistle).find(({ resultAt }) => resultAt === undefined)?.unit ?? null;
}

/** Its clocks run while one of the units has not come, or has not said what came of it. */
export function followWhistle(work: CaseWork): void {
  const whistle = openWhistle(work.doc);
  if (whistle === null) return;
  const units = unitsOf(whistle);
  setClock(
    work,
    'whistleRespond',
    units.map(({ respondedAt }) => respondedAt),
  );
  setClock(
    work,
    'whistleFinish',
    units.map(({ resultAt }) => resultAt),
  );
}

function setClock(work: CaseWork, name: ClockName, done: readonly (number | undefined)[]): void {
  const clock = work.doc.clocks[name];
  if (clock === undefined) return;
  const isRunning = done.length === 0 || done.includes(undefined);
  if (!isRunning) endClocks(work, [name], Math.max(...done.map((at) => at ?? 0)));
  else if (clock.endedAt !== undefined) put(work, { clocks: { [name]: { endedAt: null } } });
}
