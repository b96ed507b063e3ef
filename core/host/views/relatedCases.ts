import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { RelatedCase } from '../../protocol/console/relatedCase.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { caseFor } from '../session/reading.ts';

/** A campaign may have taken in thousands: more than these nobody reads on a case. */
const SHOWN_AT_MOST = 30;

type Relation = Pick<RelatedCase, 'caseId' | 'how'>;

/** The cases that this one names, the closest first. Of one that is not this person's to read only that there is one. */
export async function relatedCases(core: ConsoleCore, doc: CaseDoc | null): Promise<RelatedCase[]> {
  if (doc === null) return [];
  const found: RelatedCase[] = [];
  for (const { caseId, how } of relationsOf(doc).slice(0, SHOWN_AT_MOST)) {
    const { doc: whole, stub } = await caseFor(core, caseId);
    const there = whole ?? stub;
    found.push({
      ...{ caseId, how, caseNo: there?.caseNo ?? null },
      ...{
        title: whole?.title ?? null,
        isRedacted: whole?.redacted !== undefined,
        stage: there?.stage ?? null,
      },
    });
  }
  return found;
}

/** One relation a case: what was merged is linked besides. */
function relationsOf(doc: CaseDoc): Relation[] {
  const { mergedInto, absorbed = {}, whistles = {}, unitLost, links = {} } = doc;
  const twins = Object.values(whistles).flatMap((one) => Object.keys(one.twins ?? {}));
  const all: readonly Relation[] = [
    ...(mergedInto === undefined ? [] : [{ caseId: mergedInto, how: 'into' as const }]),
    ...Object.keys(absorbed).map((caseId) => ({ caseId, how: 'absorbed' as const })),
    ...twins.map((caseId) => ({ caseId, how: 'whistle' as const })),
    ...(unitLost === undefined ? [] : [{ caseId: unitLost.to, how: 'unit' as const }]),
    ...Object.entries(links).map(([caseId, { as, isTheirs }]) => ({
      caseId,
      how: as === 'parent' && isTheirs === true ? ('child' as const) : as,
    })),
  ];
  const named = new Set([doc.caseId]);
  return all.filter(({ caseId }) => !named.has(caseId) && named.add(caseId));
}
