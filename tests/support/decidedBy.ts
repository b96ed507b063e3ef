import type { Push } from '#core/district/push.ts';
import type { District } from '#core/district/openDistrict.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { must } from '#core/kernel/assert.ts';
import type { WireDecision } from '#core/protocol/sync/frames.ts';

/** What the district decided about a batch; that it took none is a test's own fault. */
export async function decidedBy(district: District, push: Push): Promise<readonly WireDecision[]> {
  const answer = await district.core.push(push);
  if (answer.kind !== 'decided') throw new Error(`not decided: ${JSON.stringify(answer)}`);
  return answer.decisions;
}

/** A case as the district has it now. */
export async function caseAt(district: District, caseId: string): Promise<CaseDoc> {
  const [found] = await district.store.cases([caseId]);
  return must(found, `the case ${caseId}`).doc;
}
