import { createHash } from 'node:crypto';
import type { TreeHashing } from '../kernel/hashing.ts';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const treeHashing: TreeHashing = {
  leaf: (text) => createHash('sha256').update(LEAF).update(text, 'utf8').digest('hex'),
  node: (left, right) =>
    createHash('sha256').update(NODE).update(left, 'hex').update(right, 'hex').digest('hex'),
};
