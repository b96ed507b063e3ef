import { operationHash } from '../../domain/operation/operationHash.ts';
import { GrowingTree } from '../../kernel/merkle.ts';
import { deviceVerifier } from '../../node/deviceKey.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import { textOfHead, type TreeHead } from '../../protocol/sync/treeHead.ts';
import { forgottenEntry, isForgotten, redactionOf } from '../store/forgotten.ts';
import type { DistrictStore, LogEntry } from '../store/districtStore.ts';
import { leafFields, leafText } from './leafText.ts';

/** Entries in one go: some milliseconds, and others are served in between. */
const ENTRIES_A_READ = 64;
const GENESIS_CHAIN = '0'.repeat(64);
/** What a decision without its words may have, as in migrations/district/0008. */
const STUB_DECISION = new Set([
  ...['forgotten', 'serverSeq', 'outcome', 'rule', 'reason', 'at', 'errMs', 'holderBefore'],
  ...['caseId', 'ver', 'casePatch', 'stateHash', 'records', 'notices', 'redecides'],
]);

export type Verdict = {
  readonly isOk: boolean;
  readonly firstBad: number | null;
  /** Entries whose words a redaction has taken out; their hashes alone were held against the rest. */
  readonly redacted: number;
};

export type VerifyPorts = {
  readonly store: Pick<DistrictStore, 'log'>;
  readonly heads: readonly TreeHead[];
  readonly size: number;
  /** Told after each slice; false ends it. */
  readonly onProgress: (done: number) => boolean;
  /** Lets others run. */
  readonly rest: () => Promise<void>;
};

/**
 * Reads the whole log and holds it against itself and against every head that was signed: what an entry is hashed
 * from, the chain over all of them, the chain of each replica, the root at each head. Null when it was ended before.
 */
export async function verifyLog(ports: VerifyPorts): Promise<Verdict | null> {
  const { store, size, onProgress, rest } = ports;
  const checker = new LogChecker(ports.heads.filter((head) => head.size <= size));
  for (let from = 0; from < size; from += ENTRIES_A_READ) {
    const entries = await store.log(from, Math.min(ENTRIES_A_READ, size - from));
    for (const entry of entries) {
      if (!checker.fits(entry)) return checker.verdict(entry.decision.serverSeq);
    }
    if (entries.length === 0) return checker.verdict(from + 1);
    if (!onProgress(from + entries.length)) return null;
    await rest();
  }
  return checker.verdict(checker.firstUnexplained);
}

class LogChecker {
  readonly #tree = new GrowingTree(treeHashing);
  readonly #heads = new Map<number, TreeHead[]>();
  /** Last number and hash of each chain of a replica. */
  readonly #chains = new Map<string, { readonly rseq: number; readonly hash: string }>();
  /** By case, the first entry without words that no redaction behind it explains. */
  readonly #unexplained = new Map<string | null, number>();
  #chain = GENESIS_CHAIN;
  #seq = 0;
  #redacted = 0;

  constructor(heads: readonly TreeHead[]) {
    for (const head of heads) {
      this.#heads.set(head.size, [...(this.#heads.get(head.size) ?? []), head]);
    }
  }

  fits(entry: LogEntry): boolean {
    const { op, decision, chain } = entry;
    this.#seq += 1;
    if (decision.serverSeq !== this.#seq) return false;
    if (!this.#saysIt(entry) || !this.#goesOn(entry)) return false;
    const link = `${this.#chain}${op.hash}${decision.outcome}${decision.stateHash ?? ''}`;
    if (nodeHashing.sha256(link) !== chain) return false;
    this.#chain = chain;
    this.#tree.add(treeHashing.leaf(leafText(leafFields(nodeHashing, entry))));
    return (this.#heads.get(this.#seq) ?? []).every((head) => this.#isOf(head));
  }

  /** Null when every entry without words stands before a redaction of its case. */
  get firstUnexplained(): number | null {
    const left = [...this.#unexplained.values()];
    return left.length === 0 ? null : Math.min(...left);
  }

  verdict(firstBad: number | null): Verdict {
    return { isOk: firstBad === null, firstBad, redacted: this.#redacted };
  }

  /** Of what was forgotten its hash is believed as far as the chain and the tree are. */
  #saysIt(entry: LogEntry): boolean {
    const { op } = entry;
    if (redactionOf(entry) !== null) this.#unexplained.delete(op.caseId);
    if (!isForgotten(entry)) return operationHash(nodeHashing, op) === op.hash;
    if (!isStub(entry)) return false;
    this.#redacted += 1;
    if (!this.#unexplained.has(op.caseId)) this.#unexplained.set(op.caseId, this.#seq);
    return true;
  }

  /** In a later incarnation acts are left out that had been decided under an earlier one. */
  #goesOn({ op }: LogEntry): boolean {
    const key = `${op.replica}#${op.incarnation}`;
    const last = this.#chains.get(key);
    this.#chains.set(key, { rseq: op.rseq, hash: op.hash });
    if (op.incarnation > 1) return last === undefined || op.rseq > last.rseq;
    const isNext = op.rseq === (last?.rseq ?? 0) + 1;
    return isNext && op.prevHash === (last?.hash ?? GENESIS_CHAIN);
  }

  #isOf(head: TreeHead): boolean {
    if (head.root !== this.#tree.root()) return false;
    return deviceVerifier(head.key)?.(textOfHead(head), head.sig) === true;
  }
}

/** Its hashes are believed, so it may say nothing that a redaction would have taken out. */
function isStub(entry: LogEntry): boolean {
  const isKnown = Object.keys(entry.decision).every((key) => STUB_DECISION.has(key));
  const canonical = (one: LogEntry): string => nodeHashing.canonical([one.op, one.decision]);
  return isKnown && canonical(entry) === canonical(forgottenEntry(entry));
}
