import { assert, must } from './assert.ts';
import type { TreeHashing } from './hashing.ts';

/*
 * The Merkle tree of RFC 6962 (2.1), over leaves that only ever grow at the end:
 *
 *                 root of 7                 a perfect subtree is named by its level and its index there:
 *               /          \                level 2, index 0 covers the leaves 0 to 3
 *         (2,0)              .
 *        /     \           /   \            what is not perfect is a fold of perfect ones, from the right:
 *     (1,0)   (1,1)     (1,2)  (0,6)        root of 7 = node((2,0), node((1,2), (0,6)))
 *
 * Which subtrees a root or a proof needs is told apart from where their hashes are found: a log of a
 * million entries is never held here. Sizes are plain numbers up to 2^53, so nothing shifts bits.
 */
export type Subtree = { readonly level: number; readonly index: number };
/** Leaves `from` up to, not including, `to`; a node of the tree. */
export type Range = { readonly from: number; readonly to: number };

/** The perfect subtrees that make up a node of the tree, from the left, each smaller than the one before. */
export function perfectParts({ from, to }: Range): Subtree[] {
  const parts: Subtree[] = [];
  for (let at = from; at < to;) {
    const level = levelOf(to - at);
    const width = 2 ** level;
    assert(at % width === 0, 'a node of the tree begins where its largest part may begin');
    parts.push({ level, index: at / width });
    at += width;
  }
  return parts;
}

/** A tree that grows by one leaf at a time, holding no more than a hash for each of its perfect parts. */
export class GrowingTree {
  readonly #hashing: TreeHashing;
  #parts: { readonly level: number; readonly hash: string }[] = [];

  constructor(hashing: TreeHashing) {
    this.#hashing = hashing;
  }

  add(leafHash: string): void {
    let part = { level: 0, hash: leafHash };
    while (this.#parts.at(-1)?.level === part.level) {
      const left = must(this.#parts.pop(), 'a part of the same size');
      part = { level: part.level + 1, hash: this.#hashing.node(left.hash, part.hash) };
    }
    this.#parts.push(part);
  }

  root(): string {
    return folded(
      this.#hashing,
      this.#parts.map(({ hash }) => hash),
    );
  }
}

/** The hash of a node from those of its perfect parts, as `perfectParts` names them. */
export function folded(hashing: TreeHashing, parts: readonly string[]): string {
  return parts.reduceRight((right, left) => (right === '' ? left : hashing.node(left, right)), '');
}

/** The nodes whose hashes show that the tree of `size` leaves begins with the tree of `old` leaves. */
export function consistencyRanges(old: number, size: number): Range[] {
  assert(old >= 0 && old <= size, 'a tree never shrinks');
  if (old === 0) return [];
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to !== old) {
    const middle = from + splitOf(to - from);
    const isLeft = old <= middle;
    ranges.push(isLeft ? { from: middle, to } : { from, to: middle });
    if (isLeft) to = middle;
    else from = middle;
  }
  // The old tree itself is what the asker has; of a part of it he has no hash.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

export type TreeAt = { readonly size: number; readonly root: string };

/** Whether the newer tree holds every leaf of the older one, unchanged and in its place. */
export function isConsistent(
  hashing: TreeHashing,
  { older, newer }: { readonly older: TreeAt; readonly newer: TreeAt },
  proof: readonly string[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root === newer.root;
  if (older.size === 0) return proof.length === 0;
  const ranges = consistencyRanges(older.size, newer.size);
  if (ranges.length !== proof.length) return false;
  const steps = ranges.map(({ from }, i) => ({
    hash: must(proof[i], 'as many hashes as nodes'),
    isAfter: from >= older.size,
  }));
  // Either the old tree is a node of the new one, or the first hash is that of its last part.
  const isNode = steps.every(({ isAfter }) => isAfter);
  const start = isNode ? older.root : must(steps.shift(), 'a node of the old tree').hash;
  let oldRoot = start;
  let newRoot = start;
  for (const { hash, isAfter } of steps) {
    newRoot = isAfter ? hashing.node(newRoot, hash) : hashing.node(hash, newRoot);
    if (!isAfter) oldRoot = hashing.node(hash, oldRoot);
  }
  return oldRoot === older.root && newRoot === newer.root;
}

/** Largest power of two below `width`, which is at least 2: where a node splits. */
function splitOf(width: number): number {
  return 2 ** levelOf(width - 1);
}

/** Level of the largest perfect subtree with at most so many leaves. */
function levelOf(leaves: number): number {
  let level = 0;
  for (let width = 2; width <= leaves; width *= 2) level += 1;
  return level;
}
