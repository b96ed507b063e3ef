import { assert, must } from '../../kernel/assert.ts';
import type { Hashing, TreeHashing } from '../../kernel/hashing.ts';
import { consistencyRanges, folded, perfectParts } from '../../kernel/merkle.ts';
import type { Range, Subtree } from '../../kernel/merkle.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import { leafFields, leafText } from './leafText.ts';
import type { HashedNode, TreeStore } from './treeStore.ts';

/** Subtrees of 256 leaves are kept; below that a node is hashed from the log itself, in some milliseconds. */
export const TILE_LEVEL = 8;
const TILE = 2 ** TILE_LEVEL;
/** Nodes of that many tiles are written at once: a server killed meanwhile begins again there. */
const TILES_A_WRITE = 16;
/** Entries hashed in one go, some milliseconds: others are served in between. */
const ENTRIES_A_READ = 64;

export type TreePorts = {
  readonly log: Pick<DistrictStore, 'log'>;
  readonly nodes: Pick<TreeStore, 'node' | 'countOf' | 'addNodes'>;
  readonly hashing: Hashing;
  readonly treeHashing: TreeHashing;
};

/**
 * The Merkle tree over the district's log, kept up in the background: nothing of it is done while an
 * operation is decided. Whatever the length of the log, a root or a proof reads less than 512 entries.
 */
export class LogTree {
  readonly #ports: TreePorts;

  constructor(ports: TreePorts) {
    this.#ports = ports;
  }

  /** Writes what is missing of the kept nodes up to this size, a tile at a time, so that others may go on. */
  async grow(size: number, isWanted: () => boolean = () => true): Promise<boolean> {
    const tiles = Math.floor(size / TILE);
    let next = await this.#ports.nodes.countOf(TILE_LEVEL);
    while (next < tiles && isWanted()) {
      const until = Math.min(tiles, next + TILES_A_WRITE);
      const grown: HashedNode[] = [];
      for (; next < until; next += 1) await this.#addTile(next, grown);
      await this.#ports.nodes.addNodes(grown);
    }
    return next >= tiles;
  }

  rootAt(size: number): Promise<string> {
    return this.#hashOf({ from: 0, to: size });
  }

  consistency(older: number, newer: number): Promise<string[]> {
    return this.#hashesOf(consistencyRanges(older, newer));
  }

  async #addTile(index: number, grown: HashedNode[]): Promise<void> {
    let hash = await this.#fromLog({ level: TILE_LEVEL, index });
    let at = index;
    grown.push({ level: TILE_LEVEL, index, hash });
    for (let level = TILE_LEVEL; at % 2 === 1; level += 1) {
      const left = await this.#kept({ level, index: at - 1 }, grown);
      hash = this.#ports.treeHashing.node(left, hash);
      at = (at - 1) / 2;
      grown.push({ level: level + 1, index: at, hash });
    }
  }

  async #kept(which: Subtree, grown: readonly HashedNode[]): Promise<string> {
    const fresh = grown.find((one) => one.level === which.level && one.index === which.index);
    return fresh?.hash ?? must(await this.#ports.nodes.node(which), 'a node before the last one');
  }

  async #hashesOf(ranges: readonly Range[]): Promise<string[]> {
    const hashes: string[] = [];
    for (const range of ranges) hashes.push(await this.#hashOf(range));
    return hashes;
  }

  async #hashOf(range: Range): Promise<string> {
    const parts: string[] = [];
    for (const part of perfectParts(range)) parts.push(await this.#perfect(part));
    return folded(this.#ports.treeHashing, parts);
  }

  async #perfect(which: Subtree): Promise<string> {
    if (which.level < TILE_LEVEL) return this.#fromLog(which);
    return must(await this.#ports.nodes.node(which), 'the tree was grown before it was asked');
  }

  async #fromLog({ level, index }: Subtree): Promise<string> {
    const { treeHashing } = this.#ports;
    const width = 2 ** level;
    let row: string[] = [];
    for (let at = 0; at < width; at += ENTRIES_A_READ) {
      const count = Math.min(ENTRIES_A_READ, width - at);
      row.push(...(await this.#leaves(index * width + at, count)));
    }
    while (row.length > 1) {
      const above: string[] = [];
      for (let i = 0; i + 1 < row.length; i += 2) {
        above.push(treeHashing.node(row[i] ?? '', row[i + 1] ?? ''));
      }
      row = above;
    }
    return row[0] ?? '';
  }

  async #leaves(from: number, count: number): Promise<string[]> {
    const { log, hashing, treeHashing } = this.#ports;
    const entries = await log.log(from, count);
    assert(entries.length === count, 'the log holds every entry of the tree');
    return entries.map((entry) => treeHashing.leaf(leafText(leafFields(hashing, entry))));
  }
}
