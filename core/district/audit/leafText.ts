import type { Hashing } from '../../kernel/hashing.ts';
import type { LogEntry } from '../store/districtStore.ts';
import { decisionHashOf } from '../store/forgotten.ts';

/**
 * What a leaf of the tree is hashed from: everything that says which operation stands where in the log and
 * what became of it, the two contents by their hashes alone. So an entry can be proven by somebody who may
 * not read it, and stays provable when its content is taken away (docs/adr/0017).
 */
export type LeafFields = {
  readonly seq: number;
  readonly replica: string;
  readonly incarnation: number;
  readonly rseq: number;
  readonly prevHash: string;
  readonly opHash: string;
  readonly outcome: string;
  readonly stateHash: string | null;
  /** SHA-256 of the RFC 8785 text of the whole decision. */
  readonly decisionHash: string;
  readonly receivedAt: number;
  readonly chain: string;
};

export function leafFields(hashing: Hashing, entry: LogEntry): LeafFields {
  const { op, decision, receivedAt, chain } = entry;
  return {
    seq: decision.serverSeq,
    replica: op.replica,
    incarnation: op.incarnation,
    rseq: op.rseq,
    prevHash: op.prevHash,
    opHash: op.hash,
    outcome: decision.outcome,
    stateHash: decision.stateHash,
    decisionHash: decisionHashOf(hashing, decision),
    receivedAt,
    chain,
  };
}

export function leafText(fields: LeafFields): string {
  const { seq, replica, incarnation, rseq, prevHash, opHash } = fields;
  const { outcome, stateHash, decisionHash, receivedAt, chain } = fields;
  const place = [seq, replica, incarnation, rseq, prevHash, opHash];
  return [
    'shaotai-leaf/1',
    ...place,
    outcome,
    stateHash ?? '',
    decisionHash,
    receivedAt,
    chain,
  ].join('\n');
}
