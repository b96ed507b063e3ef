import type { DistrictCore } from './districtCore.ts';
import type { DistrictStore } from './store/districtStore.ts';

/** Key in the store's meta: every case from before has its number. */
const FOLLOWED = 'numbersFollowed';
const CASES_A_TURN = 500;

/**
 * Cases that were decided by a program which gave no numbers get theirs at the first start of this one.
 * Later ones have it from the transaction in which they were decided.
 */
export async function numbersFollow(store: DistrictStore, core: DistrictCore): Promise<void> {
  if ((await store.meta(FOLLOWED)) !== null) return;
  let before = -1;
  for (;;) {
    const waiting = await store.numberless(CASES_A_TURN);
    if (waiting.length === 0) break;
    // No serials are left: what is still without a number is tried again at the next start.
    if (core.state.head.serverSeq === before) return;
    before = core.state.head.serverSeq;
    await core.number(waiting);
  }
  await store.setMeta(FOLLOWED, 'yes');
}
