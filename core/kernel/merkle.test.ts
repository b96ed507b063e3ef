import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treeHashing } from '../node/treeHashing.ts';
import { GrowingTree, consistencyRanges, folded, isConsistent, perfectParts } from './merkle.ts';
import type { Range } from './merkle.ts';

/** RFC 6962, 2.1, word by word over bytes: nothing of it is shared with what is tested. */
function mth(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return createHash('sha256').digest();
  if (leaves.length === 1)
    return createHash('sha256')
      .update(Buffer.concat([Buffer.from([0]), first]))
      .digest();
  const k = largestPowerBelow(leaves.length);
  const both = [Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k))];
  return createHash('sha256').update(Buffer.concat(both)).digest();
}

function subproof(m: number, leaves: readonly Buffer[], isWhole: boolean): Buffer[] {
  if (m === leaves.length) return isWhole ? [] : [mth(leaves)];
  const k = largestPowerBelow(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  if (m <= k) return [...subproof(m, left, isWhole), mth(right)];
  return [...subproof(m - k, right, false), mth(left)];
}

function largestPowerBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

const hex = (one: Buffer): string => one.toString('hex');
const textsOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `leaf ${i}`);

/** As a log does it: perfect subtrees alone are known by their place. */
function hashOf(texts: readonly string[], range: Range): string {
  const perfect = (level: number, index: number): string =>
    level === 0
      ? treeHashing.leaf(texts[index] ?? '')
      : treeHashing.node(perfect(level - 1, index * 2), perfect(level - 1, index * 2 + 1));
  const parts = perfectParts(range);
  return folded(
    treeHashing,
    parts.map(({ level, index }) => perfect(level, index)),
  );
}
const rootOf = (texts: readonly string[], size: number): string =>
  hashOf(texts, { from: 0, to: size });

const sizes = fc.integer({ min: 1, max: 130 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    other: fc.integer({ min: 0, max: size }),
    leaf: fc.integer({ min: 0, max: size - 1 }),
  }),
);

describe('a Merkle tree', () => {
  it('has the hashes that the makers of RFC 6962 published', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const texts = inputs.map((one) => Buffer.from(one, 'hex').toString('utf8'));
    expect(roots.map((_, i) => rootOf(texts, i + 1))).toEqual(roots);
  });

  it('has the root of the definition, whatever its size', () => {
    fc.assert(
      fc.property(sizes, ({ size }) => {
        const texts = textsOf(size);
        expect(rootOf(texts, size)).toBe(hex(mth(texts.map((one) => Buffer.from(one)))));
      }),
    );
  });

  it('has the same root leaf by leaf', () => {
    const texts = textsOf(70);
    const growing = new GrowingTree(treeHashing);
    for (const [i, text] of texts.entries()) {
      growing.add(treeHashing.leaf(text));
      expect(growing.root()).toBe(rootOf(texts, i + 1));
    }
  });

  it('shows that it only grew by the proof of the definition', () => {
    fc.assert(
      fc.property(sizes, ({ size, other }) => {
        const texts = textsOf(size);
        const leaves = texts.map((one) => Buffer.from(one));
        const proof = consistencyRanges(other, size).map((range) => hashOf(texts, range));
        if (other > 0) expect(proof).toEqual(subproof(other, leaves, true).map(hex));
        const older = { size: other, root: other === 0 ? '' : rootOf(texts, other) };
        const newer = { size, root: rootOf(texts, size) };
        expect(isConsistent(treeHashing, { older, newer }, proof)).toBe(true);
      }),
    );
  });

  it('does not pass for a tree with another leaf, however the proof is made', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), ({ size, other, leaf }, pick) => {
        fc.pre(other > 0 && leaf < other);
        const texts = textsOf(size);
        const changed = texts.with(leaf, 'another');
        const older = { size: other, root: rootOf(texts, other) };
        const newer = { size, root: rootOf(changed, size) };
        const ranges = consistencyRanges(other, size);
        for (const from of [texts, changed]) {
          const proof = ranges.map((range) => hashOf(from, range));
          expect(isConsistent(treeHashing, { older, newer }, proof)).toBe(false);
        }
        const honest = ranges.map((range) => hashOf(texts, range));
        const whole = { older, newer: { size, root: rootOf(texts, size) } };
        fc.pre(honest.length > 0);
        const bent = honest.with(pick % honest.length, treeHashing.leaf('bent'));
        expect(isConsistent(treeHashing, whole, bent)).toBe(false);
        expect(isConsistent(treeHashing, whole, honest.slice(1))).toBe(false);
        expect(isConsistent(treeHashing, whole, [...honest, older.root])).toBe(false);
      }),
    );
  });

  it('never shrinks', () => {
    const texts = textsOf(9);
    const older = { size: 9, root: rootOf(texts, 9) };
    const newer = { size: 5, root: rootOf(texts, 5) };
    expect(isConsistent(treeHashing, { older, newer }, [])).toBe(false);
  });
});
