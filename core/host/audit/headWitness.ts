import type { TreeHashing } from '../../kernel/hashing.ts';
import { isConsistent } from '../../kernel/merkle.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { deviceVerifier } from '../../node/deviceKey.ts';
import type { Log, LogDetails } from '../../node/logFile.ts';
import { readProof, readTreeHead, sharedWith, textOfHead } from '../../protocol/sync/treeHead.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { HeadBook, Parting } from './headBook.ts';

type Answer = { readonly ok: boolean; readonly value: unknown };

export type WitnessPorts = {
  readonly book: Pick<HeadBook, 'kept' | 'add' | 'part' | 'doubtedSince' | 'partings'>;
  /** How the log of one size follows from that of another; fails when the line does. */
  readonly askProof: (older: number, newer: number) => Promise<Answer>;
  readonly treeHashing: TreeHashing;
  readonly now: () => EpochMs;
  readonly log: Log;
  readonly onDoubt: () => void;
};

/**
 * - `key`, `signature`: not signed by whom this console knows as its district.
 * - `shrunk`, `root`, `proof`: signed, and not the log that was signed before with something added.
 */
type Doubt = 'key' | 'signature' | 'shrunk' | 'root' | 'proof';

/** What became of a head: what could not be asked is judged when it is told again. */
type Verdict = 'kept' | 'unasked' | Doubt;

/**
 * This console as a witness: it keeps the heads that the district signs, and lets none pass that does not go
 * on from what it holds (I-26). So nobody rewrites the log unnoticed, not even who has the district's files and key.
 * Who calls it a restore says so in the head: only what came after the head that both share may differ, and what
 * this console had seen of that is counted in an alarm.
 */
export class HeadWitness {
  readonly #ports: WitnessPorts;
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: WitnessPorts) {
    this.#ports = ports;
  }

  /** One after the other: each is held against what the one before left. */
  hear(told: unknown): void {
    this.#turn = this.#turn
      .then(() => this.#judge(told))
      .catch((cause: unknown) => {
        this.#ports.log.write('error', 'audit/head-not-judged', { why: String(cause) });
      });
  }

  settled(): Promise<void> {
    return this.#turn;
  }

  /** Since when the district's log is not the one that was seen before, or null. */
  doubtedSince(now: EpochMs): Promise<EpochMs | null> {
    return this.#ports.book.doubtedSince(now);
  }

  /** Heads that this console has seen signed, the oldest first. */
  kept(): Promise<readonly TreeHead[]> {
    return this.#ports.book.kept();
  }

  /** Of late: what this console had seen signed, and the district has left by beginning another history. */
  partings(now: EpochMs): Promise<readonly Parting[]> {
    return this.#ports.book.partings(now);
  }

  async #judge(told: unknown): Promise<void> {
    const { book, log } = this.#ports;
    const head = readTreeHead(told);
    if (head === null) return log.write('error', 'audit/head-unreadable');
    const kept = await book.kept();
    if (kept.some(({ sig }) => sig === head.sig)) return;
    const before = lastShared(head, kept);
    const verdict = falselySigned(head, kept) ?? (await this.#against(head, before));
    if (verdict === 'unasked') return;
    const { epoch, size } = head;
    const seen = { epoch, size, against: before?.size ?? null };
    if (verdict === 'kept') return this.#keep(head, kept, seen);
    log.write('error', 'audit/head-doubted', { why: verdict, ...seen });
    await book.add('doubted', head, this.#ports.now());
    this.#ports.onDoubt();
  }

  async #keep(head: TreeHead, kept: readonly TreeHead[], seen: LogDetails): Promise<void> {
    const { book, log, now, onDoubt } = this.#ports;
    const last = kept.at(-1);
    if (last === undefined || last.epoch === head.epoch) return book.add('kept', head, now());
    const entries = unvouched(head, last, kept);
    log.write('warn', 'audit/other-history', { ...seen, entries });
    if (entries === 0) return book.add('kept', head, now());
    await book.part({ head, from: last, entries }, now());
    onDoubt();
  }

  async #against(head: TreeHead, before: TreeHead | null): Promise<Verdict> {
    if (before === null) return 'kept';
    if (before.size > head.size) return 'shrunk';
    if (before.size === head.size) return before.root === head.root ? 'kept' : 'root';
    const { askProof, treeHashing, log } = this.#ports;
    let answer: Answer;
    try {
      answer = await askProof(before.size, head.size);
    } catch (cause) {
      log.write('warn', 'audit/proof-not-asked', { why: String(cause) });
      return 'unasked';
    }
    if (!answer.ok && isPassing(answer.value)) return 'unasked';
    const proof = answer.ok ? readProof(answer.value) : null;
    const follows =
      proof !== null && isConsistent(treeHashing, { older: before, newer: head }, proof);
    return follows ? 'kept' : 'proof';
  }
}

/**
 * So many entries of the newest history that this console has seen signed are not proven to be in the other one:
 * all of them when it does not say that it goes on from there.
 */
function unvouched(head: TreeHead, last: TreeHead, kept: readonly TreeHead[]): number {
  const shared = lastShared(head, kept)?.size ?? 0;
  return sharedWith(head, last.epoch) === null ? last.size : Math.max(0, last.size - shared);
}

/** The newest head that the log of this one must begin with, or null. */
function lastShared(head: TreeHead, kept: readonly TreeHead[]): TreeHead | null {
  return kept.findLast(({ epoch, size }) => size <= (sharedWith(head, epoch) ?? 0)) ?? null;
}

/** The first key that was seen is the district's: it came over the line whose certificate is pinned. */
function falselySigned(head: TreeHead, kept: readonly TreeHead[]): Doubt | null {
  if (kept.some(({ key }) => key !== head.key)) return 'key';
  const isSigned = deviceVerifier(head.key)?.(textOfHead(head), head.sig) === true;
  return isSigned ? null : 'signature';
}

/** A disk that does not answer now is no proof of anything. */
function isPassing(value: unknown): boolean {
  const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : null;
  return typeof code === 'string' && code.startsWith('storage/');
}
