import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommitBatch, DistrictStore } from '#core/district/store/districtStore.ts';
import { recordScopes } from '#core/district/store/wireText.ts';
import { KINDS_IN_MEMORY, SHARED_KINDS } from '#core/domain/record/records.ts';
import { storeKinds } from '#tests/support/storeKinds.ts';

const unit = (ver: number): object => ({ unit: 'u1', ver, on: {} });
const device = { device: 'd1', ver: 1, name: 'd1' };

/** What everybody is told of at this number, and a shift besides. */
function told(seq: number, ver: number): CommitBatch {
  const records = [
    { type: 'unit', id: 'u1', doc: unit(ver) },
    { type: 'device', id: 'd1', doc: device },
    { type: 'shift', id: 's1', doc: { seat: 's1', ver: 1 } },
  ] as unknown as CommitBatch['records'];
  const feed = [{ type: 'part', scope: 'ref', seq, caseId: null }] as const;
  return { entries: [], cases: [], records, feed, marks: [] };
}

it('what is compared is what every console is told of', () => {
  const shared = KINDS_IN_MEMORY.filter((kind) => recordScopes(kind, 'district').includes('ref'));
  expect([...SHARED_KINDS].sort()).toEqual(shared.sort());
});

describe.each(storeKinds())('records of everybody, in $name', ({ open }) => {
  let folder = '';
  let store: DistrictStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shaotai-shared-'));
    store = await open(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('are told as they stand at the head of their feed, of the kinds that are asked for', async () => {
    await store.commit(told(1, 1));
    await store.commit(told(2, 2));
    const of = async (...kinds: (typeof SHARED_KINDS)[number][]): Promise<unknown> => {
      const { head, records } = await store.shared(kinds);
      const rows = records.map(({ type, id, doc }) => [type, id, JSON.parse(doc) as unknown]);
      return [head, rows.sort()];
    };
    const u1 = ['unit', 'u1', unit(2)];
    expect(await of('unit', 'device')).toEqual([2, [['device', 'd1', device], u1]]);
    expect(await of('unit')).toEqual([2, [u1]]);
    expect(await of('lease')).toEqual([2, []]);
  });
});
