import type { Clock } from '../../kernel/time.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import type { DistrictCore } from '../districtCore.ts';
import type { DistrictSecrets } from '../districtFolder.ts';
import type { History } from '../history.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import { HeadKeeper } from './headKeeper.ts';
import { LogTree } from './logTree.ts';
import type { TreeStore } from './treeStore.ts';

/** What shows that the log only grew. */
export type Audit = {
  readonly tree: LogTree;
  readonly heads: HeadKeeper;
  readonly store: TreeStore;
};

export type AuditPorts = {
  readonly store: DistrictStore;
  readonly trees: TreeStore;
  readonly history: History;
  readonly core: DistrictCore;
  readonly clock: Clock;
  readonly secrets: DistrictSecrets;
};

export function openAudit({ store, trees, history, core, clock, secrets }: AuditPorts): Audit {
  const tree = new LogTree({ log: store, nodes: trees, hashing: nodeHashing, treeHashing });
  const size = (): number => core.state.head.serverSeq;
  const key = secrets.headKey;
  const heads = new HeadKeeper({ tree, store: trees, history, size, clock, key });
  return { tree, heads, store: trees };
}
