import { describe, expect, it } from 'vitest';
import { consistencyRanges, folded, perfectParts } from '../../kernel/merkle.ts';
import type { Range } from '../../kernel/merkle.ts';
import { createDeviceKey, deviceSigner } from '../../node/deviceKey.ts';
import { silentLog } from '../../node/logFile.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import { AppError } from '../../protocol/errors.ts';
import { textOfHead } from '../../protocol/sync/treeHead.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import { HeadWitness } from './headWitness.ts';

const KEY = createDeviceKey();

/** A district's log as one text a leaf. */
const log = (size: number, from = 'a'): string[] =>
  Array.from({ length: size }, (_, i) => `${from} ${i}`);

function hashOf(texts: readonly string[], range: Range): string {
  const perfect = (level: number, index: number): string =>
    level === 0
      ? treeHashing.leaf(texts[index] ?? '')
      : treeHashing.node(perfect(level - 1, index * 2), perfect(level - 1, index * 2 + 1));
  const parts = perfectParts(range).map(({ level, index }) => perfect(level, index));
  return folded(treeHashing, parts);
}

type Said = { readonly epoch?: string; readonly lineage?: TreeHead['lineage'] };

function headOf(texts: readonly string[], said: Said = {}, key = KEY): TreeHead {
  const root = hashOf(texts, { from: 0, to: texts.length });
  const { epoch = 'e1', lineage = [] } = said;
  const body = { epoch, size: texts.length, root, at: 5, lineage };
  return { ...body, key: key.publicKey, sig: deviceSigner(key)(textOfHead(body)) };
}

type Answer = { readonly ok: boolean; readonly value: unknown };

/** A console that hears heads of a district whose log is `texts` at the time it is asked. */
function witness(texts: readonly string[]) {
  const kept: TreeHead[] = [];
  const doubted: TreeHead[] = [];
  const told: string[] = [];
  const district = { texts, answer: null as (() => Promise<Answer>) | null };
  const proof = (older: number, newer: number): Promise<Answer> => {
    const hashes = consistencyRanges(older, newer).map((range) => hashOf(district.texts, range));
    return Promise.resolve({ ok: true, value: { proof: hashes } });
  };
  const made = new HeadWitness({
    book: {
      kept: () => Promise.resolve(kept),
      add: (state, head) => {
        (state === 'kept' ? kept : doubted).push(head);
        return Promise.resolve();
      },
      part: ({ head, from, entries }) => {
        kept.push(head);
        told.push(`parted from ${from.epoch} at ${from.size}, ${entries} left`);
        return Promise.resolve();
      },
      doubtedSince: () => Promise.resolve(null),
      partings: () => Promise.resolve([]),
    },
    askProof: (older, newer) => district.answer?.() ?? proof(older, newer),
    treeHashing,
    now: () => 9,
    log: {
      ...silentLog,
      write: (_level, event, details) => {
        told.push(`${event} ${String(details?.['why'] ?? '')}`.trim());
      },
    },
    onDoubt: () => told.push('alarm'),
  });
  const hears = async (head: unknown): Promise<void> => {
    made.hear(head);
    await made.settled();
  };
  return { district, kept, doubted, told, hears };
}

describe('a console that witnesses the heads of its district', () => {
  it('keeps the first, and each that goes on from the one before', async () => {
    const { district, kept, told, hears } = witness(log(700));
    for (const size of [3, 64, 65, 700]) {
      district.texts = log(size);
      await hears(headOf(district.texts));
    }
    expect(kept.map(({ size }) => size)).toEqual([3, 64, 65, 700]);
    expect(told).toEqual([]);
  });

  it('keeps one that it is told twice once', async () => {
    const { kept, hears } = witness(log(7));
    const head = headOf(log(7));
    await hears(head);
    await hears({ ...head });
    expect(kept).toHaveLength(1);
  });

  it.each([
    ['an entry that was changed', log(40).with(7, 'changed')],
    ['an entry that was left out', [...log(40).toSpliced(7, 1)]],
    ['two entries that changed places', log(40).with(7, 'a 8').with(8, 'a 7')],
    ['another end of what was signed', [...log(20), ...log(20, 'b')]],
  ])('doubts a log with %s, with whatever proof it comes', async (_, texts) => {
    const { district, kept, doubted, told, hears } = witness(texts);
    await hears(headOf(log(30)));
    await hears(headOf(texts));
    expect([kept.length, doubted.length]).toEqual([1, 1]);
    expect(told).toEqual(['audit/head-doubted proof', 'alarm']);
    district.texts = log(40);
    await hears(headOf([...texts.slice(0, -1), 'other']));
    expect([kept.length, doubted.length]).toEqual([1, 2]);
  });

  it('doubts a log of the same length with another root, and one that became shorter', async () => {
    const { told, hears } = witness(log(30));
    await hears(headOf(log(30)));
    await hears(headOf(log(30, 'b')));
    await hears(headOf(log(29)));
    expect(told).toEqual([
      'audit/head-doubted root',
      'alarm',
      'audit/head-doubted shrunk',
      'alarm',
    ]);
  });

  it('believes no other key and no bent signature', async () => {
    const { kept, told, hears } = witness(log(30));
    await hears(headOf(log(20)));
    await hears(headOf(log(30), {}, createDeviceKey()));
    await hears({ ...headOf(log(30)), at: 6 });
    await hears({ size: 30 });
    expect(kept).toHaveLength(1);
    expect(told.filter((one) => one !== 'alarm')).toEqual([
      'audit/head-doubted key',
      'audit/head-doubted signature',
      'audit/head-unreadable',
    ]);
  });

  it('doubts a district that has no proof, and waits for one whose line or disk is gone', async () => {
    const { district, kept, told, hears } = witness(log(30));
    await hears(headOf(log(20)));
    const next = headOf(log(30));
    district.answer = () => Promise.reject(new AppError('link/closed'));
    await hears(next);
    district.answer = () => Promise.resolve({ ok: false, value: { code: 'storage/busy' } });
    await hears(next);
    expect([kept.length, told]).toEqual([1, ['audit/proof-not-asked AppError: link/closed']]);
    district.answer = () => Promise.resolve({ ok: false, value: { code: 'op/schema' } });
    await hears(next);
    expect(told.slice(1)).toEqual(['audit/head-doubted proof', 'alarm']);
    district.answer = null;
    await hears(next);
    expect(kept).toHaveLength(2);
  });
});

describe('a district that was put back from a backup', () => {
  const left = (size: number): Said => ({ epoch: 'e2', lineage: [{ epoch: 'e1', left: size }] });

  const e2 = (lineage: TreeHead['lineage']): Said => ({ epoch: 'e2', lineage });

  it('goes on without an alarm when nothing that was seen signed is left out', async () => {
    const { district, kept, told, hears } = witness(log(50));
    await hears(headOf(log(30)));
    await hears(headOf(log(50)));
    district.texts = [...log(50), ...log(20, 'b')];
    await hears(headOf(district.texts, left(50)));
    expect(kept.map(({ size }) => size)).toEqual([30, 50, 70]);
    expect(told).toEqual(['audit/other-history']);
  });

  it('may differ in what came after the head that both histories share, and that is counted', async () => {
    const { district, kept, told, hears } = witness(log(50));
    await hears(headOf(log(30)));
    await hears(headOf(log(50)));
    district.texts = [...log(40), ...log(30, 'b')];
    await hears(headOf(district.texts, left(40)));
    expect(kept.map(({ size }) => size)).toEqual([30, 50, 70]);
    const alarm = ['audit/other-history', 'parted from e1 at 50, 20 left', 'alarm'];
    expect(told).toEqual(alarm);
    // Said once: the other history is held against itself from there on.
    district.texts = [...district.texts, 'more'];
    await hears(headOf(district.texts, left(40)));
    expect(kept).toHaveLength(4);
    expect(told).toEqual(alarm);
  });

  it.each([
    ['names no history', []],
    ['names another one', [{ epoch: 'e0', left: 50 }]],
    ['says that nothing of it is left', [{ epoch: 'e1', left: 0 }]],
  ])('rewrites nothing unnoticed when it %s', async (_, lineage) => {
    const { district, told, hears } = witness(log(50));
    await hears(headOf(log(50)));
    district.texts = log(50, 'b');
    await hears(headOf(district.texts, e2(lineage)));
    expect(told).toEqual(['audit/other-history', 'parted from e1 at 50, 50 left', 'alarm']);
  });

  it('is doubted when what it shares was changed, too', async () => {
    const { district, told, hears } = witness(log(50));
    await hears(headOf(log(30)));
    await hears(headOf(log(50)));
    district.texts = [...log(40).with(3, 'changed'), ...log(30, 'b')];
    await hears(headOf(district.texts, left(30)));
    expect(told).toEqual(['audit/head-doubted proof', 'alarm']);
  });
});
