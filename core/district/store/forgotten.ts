import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { Hashing } from '../../kernel/hashing.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { CommitBatch, LogEntry, StoredDecision } from './districtStore.ts';

/** What a decision begins with, as text, when its words are gone. No other begins so: the key comes first. */
export const FORGOTTEN_START = '{"forgotten":"';

/** The case of a redaction that was carried out, and its number: every act before it on that case is forgotten. */
export type Redaction = { readonly caseId: string; readonly seq: number };

export function redactionsIn({ entries }: Pick<CommitBatch, 'entries'>): readonly Redaction[] {
  return entries.flatMap((entry) => redactionOf(entry) ?? []);
}

export function redactionOf({ op, decision }: Pick<LogEntry, 'op' | 'decision'>): Redaction | null {
  if (op.kind !== 'case.redact' || decision.outcome !== 'applied' || op.caseId === null)
    return null;
  return { caseId: op.caseId, seq: decision.serverSeq };
}

export function isForgotten({ decision }: Pick<LogEntry, 'decision'>): boolean {
  return decision.forgotten !== undefined;
}

/** SHA-256 of the whole decision as it was made; of a forgotten one it is what is left of it. */
export function decisionHashOf(hashing: Hashing, decision: StoredDecision): string {
  return decision.forgotten ?? hashing.sha256(hashing.canonical(decision));
}

/**
 * An act without what was said and what it did to the case: whose it was, where it stands in which chain, what
 * became of it, and the hashes that are signed. Its records name cases, units and numbers alone: whoever is behind
 * needs them.
 */
export function forgottenEntry(entry: LogEntry): LogEntry {
  const { op, decision, receivedAt, chain } = entry;
  const { opId, kind, caseId, actor, scope, replica, incarnation, rseq, prevHash, hash } = op;
  const { replays } = op;
  const stub = {
    ...{ opId, kind, caseId, actor, scope, replica, incarnation, rseq, prevHash, hash },
    ...(replays === undefined ? {} : { replays }),
  };
  return {
    op: stub as unknown as AnyOperation,
    decision: forgottenDecision(decision),
    receivedAt,
    chain,
  };
}

function forgottenDecision(decision: StoredDecision): StoredDecision {
  const { reason } = decision;
  return {
    forgotten: decisionHashOf(nodeHashing, decision),
    ...decision,
    reason: reason === null ? null : { code: reason.code },
    casePatch: null,
    notices: [],
  };
}

/** Names of files that an act put on its case. */
export function filesOf({ op }: LogEntry): readonly string[] {
  if (op.kind === 'case.attach') return [op.args.sha256];
  if (op.kind === 'case.mirror') return (op.args.files ?? []).map(({ sha256 }) => sha256);
  return [];
}

/** Key under which the store keeps names of files that a redaction leaves without a case, until they are gone. */
export function fileListKey({ caseId, seq }: Redaction): string {
  return `${FILE_LISTS}${seq}/${caseId}`;
}

export const FILE_LISTS = 'forgotten-files/';

/** Key under which the store keeps the number of its newest redaction: what was copied out of it before holds words. */
export const LAST_REDACTION = 'forgotten-last';

type Said = { readonly op: { readonly kind: string }; readonly outcome: string };

/**
 * The acts of a case that rules may look at, of a list from its oldest to its newest: what came before a redaction has
 * no words to go by, in the store as in memory.
 */
export function sinceRedaction<T extends Said>(acts: readonly T[]): readonly T[] {
  const last = acts.findLastIndex(
    ({ op, outcome }) => op.kind === 'case.redact' && outcome === 'applied',
  );
  return last <= 0 ? acts : acts.slice(last);
}
