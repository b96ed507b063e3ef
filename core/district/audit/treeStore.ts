import type { Subtree } from '../../kernel/merkle.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { SqlDatabase } from '../../storage/sqlDatabase.ts';

export type HashedNode = Subtree & { readonly hash: string };

/** What the district has signed, and the inner nodes of its tree. Nothing of it is ever changed. */
export interface TreeStore {
  newest(): Promise<TreeHead | null>;
  /** Of all sizes, in the order of their signing. */
  heads(): Promise<readonly TreeHead[]>;
  add(head: TreeHead): Promise<void>;
  node(which: Subtree): Promise<string | null>;
  /** How many nodes of a level there are. */
  countOf(level: number): Promise<number>;
  addNodes(nodes: readonly HashedNode[]): Promise<void>;
}

type Row = Omit<TreeHead, 'at' | 'lineage'> & { readonly at_ms: number; readonly lineage: string };

const COLUMNS = 'epoch, size, root, at_ms, lineage, key, sig';

export function sqlTreeStore(database: SqlDatabase): TreeStore {
  const heads = (tail: string): Promise<TreeHead[]> =>
    database.read(async (reader) => {
      const rows = await reader.all<Row>(`SELECT ${COLUMNS} FROM tree_head ${tail}`);
      return rows.map(headOf);
    });
  return {
    newest: async () => (await heads('ORDER BY id DESC LIMIT 1'))[0] ?? null,
    heads: () => heads('ORDER BY id'),
    add: ({ epoch, size, root, at, lineage, key, sig }) =>
      database.write(async (tx) => {
        const row = [epoch, size, root, at, JSON.stringify(lineage), key, sig];
        await tx.run(`INSERT INTO tree_head (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`, row);
      }),
    node: ({ level, index }) =>
      database.read(async (reader) => {
        const sql = 'SELECT hash FROM tree_node WHERE level = ? AND idx = ?';
        return (await reader.get<{ hash: string }>(sql, [level, index]))?.hash ?? null;
      }),
    countOf: (level) =>
      database.read(async (reader) => {
        const sql = 'SELECT MAX(idx) AS last FROM tree_node WHERE level = ?';
        const row = await reader.get<{ last: number | null }>(sql, [level]);
        return (row?.last ?? -1) + 1;
      }),
    addNodes: (nodes) =>
      database.write(async (tx) => {
        const rows = nodes.map(({ level, index, hash }) => [level, index, hash]);
        const table = { table: 'tree_node', key: ['level', 'idx'] };
        await tx.upsertRows(table, ['level', 'idx', 'hash'], rows);
      }),
  };
}

function headOf({ at_ms: at, lineage, ...rest }: Row): TreeHead {
  return { ...rest, at, lineage: JSON.parse(lineage) as TreeHead['lineage'] };
}
