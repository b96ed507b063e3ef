import type { Clock } from '../../kernel/time.ts';
import { deviceSigner } from '../../node/deviceKey.ts';
import type { DeviceKey } from '../../node/deviceKey.ts';
import { LINEAGE_MAX, textOfHead } from '../../protocol/sync/treeHead.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { History } from '../history.ts';
import type { LogTree } from './logTree.ts';
import type { TreeStore } from './treeStore.ts';

export type HeadPorts = {
  readonly tree: Pick<LogTree, 'grow' | 'rootAt'>;
  readonly store: Pick<TreeStore, 'newest' | 'add'>;
  readonly history: Pick<History, 'epoch'>;
  /** Entries of the log that are decided and on disk. */
  readonly size: () => number;
  readonly clock: Pick<Clock, 'wall'>;
  readonly key: DeviceKey;
};

/** Signs what the log is, and keeps what was signed before anybody is told of it. */
export class HeadKeeper {
  readonly #ports: HeadPorts;
  readonly #sign: (text: string) => string;
  readonly #listeners = new Set<(head: TreeHead) => void>();
  #making: Promise<TreeHead | null> | null = null;

  constructor(ports: HeadPorts) {
    this.#ports = ports;
    this.#sign = deviceSigner(ports.key);
  }

  /** Returns a function that stops listening. */
  onHead(listener: (head: TreeHead) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  newest(): Promise<TreeHead | null> {
    return this.#ports.store.newest();
  }

  /**
   * A head over all there is; the newest one again when nothing came since. Null while there is nothing, and
   * when it is not wanted any more before the tree has grown.
   */
  async make(isWanted: () => boolean = () => true): Promise<TreeHead | null> {
    this.#making ??= this.#make(isWanted).finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  async #make(isWanted: () => boolean): Promise<TreeHead | null> {
    const { tree, store, clock, history } = this.#ports;
    const size = this.#ports.size();
    const { epoch } = history;
    const before = await store.newest();
    if (size === 0) return null;
    if (before?.epoch === epoch && before.size === size) return before;
    if (!(await tree.grow(size, isWanted))) return null;
    const root = await tree.rootAt(size);
    const said = { epoch, size, root, at: clock.wall(), lineage: lineageOf(before, epoch) };
    const { publicKey } = this.#ports.key;
    const head = { ...said, key: publicKey, sig: this.#sign(textOfHead(said)) };
    await store.add(head);
    for (const listener of this.#listeners) listener(head);
    return head;
  }
}

/**
 * Another history than the one of the newest head goes on from it: what was signed last before a restore is
 * all that is surely the same in both.
 */
function lineageOf(before: TreeHead | null, epoch: string): TreeHead['lineage'] {
  if (before === null) return [];
  if (before.epoch === epoch) return before.lineage;
  return [...before.lineage, { epoch: before.epoch, left: before.size }].slice(-LINEAGE_MAX);
}
