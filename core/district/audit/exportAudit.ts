import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { GrowingTree } from '../../kernel/merkle.ts';
import { deviceSigner } from '../../node/deviceKey.ts';
import type { DeviceKey } from '../../node/deviceKey.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import type { DistrictStore, LogEntry } from '../store/districtStore.ts';
import { isForgotten } from '../store/forgotten.ts';
import { leafFields, leafText } from './leafText.ts';
import type { TreeStore } from './treeStore.ts';

export type AuditSource = {
  readonly store: Pick<DistrictStore, 'head' | 'log'>;
  readonly trees: Pick<TreeStore, 'heads'>;
  readonly district: string;
  readonly key: DeviceKey;
  /** With what was said and decided; without, a file that names nobody and still proves the log. */
  readonly isWhole: boolean;
};

export type AuditCounts = { readonly entries: number; readonly heads: number };

const ENTRIES_A_READ = 200;

/**
 * The district's log as a file that anybody can check without a program of ours (docs/audit-file.md): one RFC
 * 8785 text a line, the entries in their order, each signed head behind the entry that it ends with, and at
 * the end a signature over every byte before it. It only reads, and may run beside the district.
 */
export async function exportAudit(
  source: AuditSource,
  write: (text: string) => Promise<void>,
): Promise<AuditCounts> {
  const { store, trees, district, key, isWhole } = source;
  const out = new Lines(write);
  const size = (await store.head()).serverSeq;
  const heads = (await trees.heads()).filter((head) => head.size <= size);
  await out.add({ type: 'shaotai-audit', v: 1, district, key: key.publicKey, whole: isWhole });
  const tree = new GrowingTree(treeHashing);
  for (let from = 0; from < size; from += ENTRIES_A_READ) {
    const count = Math.min(ENTRIES_A_READ, size - from);
    for (const entry of await store.log(from, count)) {
      const line = entryLine(entry, isWhole);
      tree.add(line.leaf);
      await out.add(line);
      for (const head of heads.filter((one) => one.size === line.seq)) {
        await out.add({ type: 'head', head });
      }
    }
  }
  const digest = out.digest();
  const counts = { entries: size, heads: heads.length };
  const root = tree.root();
  const said = ['shaotai-audit-end/1', size, heads.length, root, digest].join('\n');
  await out.add({ type: 'end', ...counts, root, digest, sig: deviceSigner(key)(said) });
  return counts;
}

function entryLine(entry: LogEntry, isWhole: boolean) {
  const fields = leafFields(nodeHashing, entry);
  const leaf = treeHashing.leaf(leafText(fields));
  return { type: 'entry', leaf, ...fields, ...contentOf(entry, isWhole) };
}

/**
 * What a redaction has taken out is proven by its hashes, as in a file that names nobody. A whole file says of which
 * case it was: behind it stands the redaction that explains it.
 */
function contentOf(entry: LogEntry, isWhole: boolean): object {
  const { op, decision } = entry;
  if (!isForgotten(entry)) return isWhole ? { op, decision } : {};
  return isWhole ? { redacted: true, caseId: op.caseId } : { redacted: true };
}

/** Canonical lines and what they hash to. */
class Lines {
  readonly #write: (text: string) => Promise<void>;
  readonly #hash: Hash = createHash('sha256');

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  async add(line: unknown): Promise<void> {
    const text = `${nodeHashing.canonical(line)}\n`;
    this.#hash.update(text, 'utf8');
    await this.#write(text);
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}
