import { describe, expect, it } from 'vitest';
import { isConsistent } from '../../kernel/merkle.ts';
import type { Subtree } from '../../kernel/merkle.ts';
import { deviceVerifier, createDeviceKey } from '../../node/deviceKey.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import { sharedWith, textOfHead } from '../../protocol/sync/treeHead.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { LogEntry } from '../store/districtStore.ts';
import { HeadKeeper } from './headKeeper.ts';
import { leafFields, leafText } from './leafText.ts';
import { LogTree } from './logTree.ts';
import type { HashedNode } from './treeStore.ts';

const hashOf = (text: string): string => nodeHashing.sha256(text);

/** No operations of ours: a tree only looks at these fields. */
function entry(seq: number, outcome = 'applied'): LogEntry {
  const op = { replica: 'r', incarnation: 1, rseq: seq, prevHash: hashOf(`p${seq}`) };
  const decision = { serverSeq: seq, outcome, stateHash: null, records: [] };
  return {
    op: { ...op, hash: hashOf(`o${seq}`) },
    decision,
    receivedAt: seq,
    chain: hashOf(`c${seq}`),
  } as unknown as LogEntry;
}
const entriesTo = (size: number): LogEntry[] =>
  Array.from({ length: size }, (_, i) => entry(i + 1));

/** The root by its definition, over all leaves at once. */
function naive(entries: readonly LogEntry[]): string {
  const leaves = entries.map((one) => treeHashing.leaf(leafText(leafFields(nodeHashing, one))));
  const root = (from: number, to: number): string => {
    if (to - from === 1) return leaves[from] ?? '';
    let k = 1;
    while (k * 2 < to - from) k *= 2;
    return treeHashing.node(root(from, from + k), root(from + k, to));
  };
  return root(0, leaves.length);
}

function treeOver(entries: readonly LogEntry[]) {
  const kept = new Map<string, string>();
  const keyOf = ({ level, index }: Subtree): string => `${level}/${index}`;
  const read: number[] = [];
  const nodes = {
    node: (which: Subtree) => Promise.resolve(kept.get(keyOf(which)) ?? null),
    countOf: (level: number) =>
      Promise.resolve([...kept.keys()].filter((key) => key.startsWith(`${level}/`)).length),
    addNodes: (all: readonly HashedNode[]) => {
      for (const one of all) kept.set(keyOf(one), one.hash);
      return Promise.resolve();
    },
  };
  const log = {
    log: (from: number, limit: number) => {
      read.push(limit);
      return Promise.resolve(entries.slice(from, from + limit));
    },
  };
  const tree = new LogTree({ log, nodes, hashing: nodeHashing, treeHashing });
  return { tree, kept, readSince: () => read.splice(0).reduce((sum, one) => sum + one, 0) };
}

describe('the tree over the log', () => {
  it('has the root of the definition, before and after tiles are kept', async () => {
    const all = entriesTo(1_300);
    const { tree } = treeOver(all);
    for (const size of [1, 2, 255, 256, 257, 511, 512, 768, 1_024, 1_025, 1_300]) {
      await tree.grow(size);
      expect(await tree.rootAt(size), `of ${size}`).toBe(naive(all.slice(0, size)));
    }
  });

  it('proves growth, which consoles ask for, reading few entries', async () => {
    const all = entriesTo(1_300);
    const { tree, readSince } = treeOver(all);
    await tree.grow(1_300);
    readSince();
    const newer = { size: 1_300, root: await tree.rootAt(1_300) };
    for (const size of [1, 100, 256, 300, 1_024, 1_299]) {
      const older = { size, root: await tree.rootAt(size) };
      readSince();
      const proof = await tree.consistency(size, 1_300);
      expect(readSince()).toBeLessThan(512);
      expect(isConsistent(treeHashing, { older, newer }, proof), `from ${size}`).toBe(true);
    }
  });

  it('goes on where it was stopped', async () => {
    const all = entriesTo(6_000);
    const { tree, kept } = treeOver(all);
    let turns = 0;
    expect(await tree.grow(6_000, () => (turns += 1) <= 1)).toBe(false);
    expect(kept.has('8/15')).toBe(true);
    expect(kept.has('8/16')).toBe(false);
    expect(await tree.grow(6_000)).toBe(true);
    expect(await tree.rootAt(6_000)).toBe(naive(all));
  });

  it('changes with every field of a leaf', () => {
    const fields = leafFields(nodeHashing, entry(7));
    const texts = Object.entries(fields).map(([field, value]) => {
      const other = typeof value === 'number' ? value + 1 : `${value ?? ''}x`;
      return leafText({ ...fields, [field]: other });
    });
    expect(new Set([leafText(fields), ...texts]).size).toBe(texts.length + 1);
  });
});

describe('a signed head', () => {
  function keeper(entries: LogEntry[], history = { epoch: 'e1' }) {
    const { tree } = treeOver(entries);
    const heads: TreeHead[] = [];
    const store = {
      newest: () => Promise.resolve(heads.at(-1) ?? null),
      add: (head: TreeHead) => {
        heads.push(head);
        return Promise.resolve();
      },
    };
    const key = createDeviceKey();
    const size = (): number => entries.length;
    const clock = { wall: () => 5 };
    return { heads, history, keeper: new HeadKeeper({ tree, store, history, size, clock, key }) };
  }

  it('says size, root and history under the key of the district, once a size', async () => {
    const entries = entriesTo(300);
    const { keeper: made, heads } = keeper(entries);
    const told: TreeHead[] = [];
    made.onHead((head) => told.push(head));
    const head = await made.make();
    expect(head).toMatchObject({ epoch: 'e1', size: 300, root: naive(entries), lineage: [] });
    if (head === null) throw new Error('no head');
    const verify = deviceVerifier(head.key);
    expect(verify?.(textOfHead(head), head.sig)).toBe(true);
    expect(verify?.(textOfHead({ ...head, size: 299 }), head.sig)).toBe(false);
    expect(await made.make()).toEqual(head);
    expect([heads.length, told.length]).toEqual([1, 1]);
  });

  it('says nothing of an empty log', async () => {
    expect(await keeper([]).keeper.make()).toBeNull();
  });

  it('names the histories that it goes on from', async () => {
    const entries = entriesTo(100);
    const { keeper: made, history } = keeper(entries);
    await made.make();
    history.epoch = 'e2';
    entries.push(...entriesTo(150).slice(100));
    const second = await made.make();
    expect(second?.lineage).toEqual([{ epoch: 'e1', left: 100 }]);
    history.epoch = 'e3';
    entries.length = 120;
    const third = await made.make();
    expect(third?.lineage).toEqual([
      { epoch: 'e1', left: 100 },
      { epoch: 'e2', left: 150 },
    ]);
    const twice = { epoch: 'e3', lineage: third?.lineage ?? [] };
    expect(['e1', 'e2', 'e3', 'other'].map((one) => sharedWith(twice, one))).toEqual([
      100,
      150,
      Number.POSITIVE_INFINITY,
      null,
    ]);
  });
});
