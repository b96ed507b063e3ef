import { otherNamed } from '../domain/case/otherCase.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import type { AnyBody } from '../domain/operation/operation.ts';
import type { DistrictState } from './districtState.ts';
import { callsNamed, caseNosNamed, outsideNumbersNamed } from './namedRecords.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore } from './store/districtStore.ts';

type Ports = { readonly state: DistrictState; readonly store: DistrictStore };

type Named = Pick<AnyBody, 'kind' | 'caseId' | 'args'> & Partial<Pick<AnyBody, 'bases' | 'opId'>>;

/** A few queries for what a whole turn names, side by side, instead of some for each operation. */
export async function prefetch(
  ops: readonly Named[],
  staged: Staged,
  { state, store }: Ports,
): Promise<void> {
  const cases = new Set<CaseId>();
  for (const op of ops) {
    for (const caseId of [op.caseId, otherNamed(op)]) {
      if (caseId !== null && staged.case(caseId) === undefined) cases.add(caseId);
    }
  }
  const opIds = ops.flatMap(({ opId }) => opId ?? []);
  await Promise.all([
    asked([...cases], async (ids) => state.hold(await store.cases(ids))),
    asked(opIds, async (ids) => staged.lookedFor(ids, await store.knownByIds(ids))),
    asked(ops.flatMap(callsNamed), async (ids) => staged.fetched(await store.records('call', ids))),
    asked(ops.flatMap(outsideNumbersNamed), async (ids) =>
      staged.fetched(await store.records('external', ids)),
    ),
    asked(ops.flatMap(caseNosNamed), async (nos) => staged.numbered(await store.numbered(nos))),
  ]);
}

async function asked<T>(
  keys: readonly T[],
  ask: (keys: readonly T[]) => Promise<void>,
): Promise<void> {
  if (keys.length > 0) await ask(keys);
}
