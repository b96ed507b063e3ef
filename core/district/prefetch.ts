import { otherNamed } from '../domain/case/otherCase.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import type { AnyBody } from '../domain/operation/operation.ts';
import type { DistrictState } from './districtState.ts';
import { callsNamed, caseNosNamed, outsideNumbersNamed } from './namedRecords.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore } from './store/districtStore.ts';

type Ports = { readonly state: DistrictState; readonly store: DistrictStore };

/** A few queries for what a whole turn names, instead of some for each operation. */
export async function prefetch(
  ops: readonly (Pick<AnyBody, 'kind' | 'caseId' | 'args'> & Partial<Pick<AnyBody, 'bases'>>)[],
  staged: Staged,
  { state, store }: Ports,
): Promise<void> {
  const cases = new Set<CaseId>();
  for (const op of ops) {
    for (const caseId of [op.caseId, otherNamed(op)]) {
      if (caseId !== null && staged.case(caseId) === undefined) cases.add(caseId);
    }
  }
  if (cases.size > 0) state.hold(await store.cases([...cases]));
  const calls = ops.flatMap(callsNamed);
  if (calls.length > 0) staged.fetched(await store.records('call', calls));
  const numbers = ops.flatMap(outsideNumbersNamed);
  if (numbers.length > 0) staged.fetched(await store.records('external', numbers));
  const caseNos = ops.flatMap(caseNosNamed);
  if (caseNos.length > 0) staged.numbered(await store.numbered(caseNos));
}
