import type {
  CommitBatch,
  FeedRow,
  LogEntry,
  StoredCase,
} from '#core/district/store/districtStore.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { Scope } from '#core/domain/operation/identity.ts';

export const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** A decided operation as a store is given it. */
export function entry(
  seq: number,
  over: {
    caseId?: string | null;
    ver?: number | null;
    kind?: string;
    at?: number;
    rseq?: number;
    replica?: string;
  } = {},
): LogEntry {
  const caseId = over.caseId === undefined ? 'c1' : over.caseId;
  const { kind = 'case.note', at = seq * 1_000, rseq = seq, replica = 'r1' } = over;
  const ver = over.ver === undefined ? seq : over.ver;
  return {
    op: {
      opId: `op-${replica}-${seq}`,
      kind,
      v: 1,
      caseId,
      args: { text: '说明', public: false },
      bases: [],
      actor: 'p1',
      seat: 's1',
      scope: 'district',
      how: 'self',
      replica,
      incarnation: 1,
      rseq,
      t: { wall: at, mono: 0, boot: 'b', off: 0, err: 0 },
      prevHash: hash(seq - 1),
      hash: hash(seq),
    } as unknown as LogEntry['op'],
    decision: {
      serverSeq: seq,
      outcome: 'applied',
      rule: null,
      reason: null,
      at,
      errMs: 0,
      holderBefore: null,
      caseId,
      ver,
      casePatch: { ver },
      stateHash: hash(seq),
      records: [],
      notices: [],
    },
    receivedAt: at + 5,
    chain: hash(seq + 1_000),
  };
}

/** A case as it stands after an act. */
export function stored(
  caseId: string,
  ver: number,
  lastSeq: number,
  over: Partial<CaseDoc> = {},
): StoredCase {
  const doc = {
    caseId,
    ver,
    stage: 'to_dispatch',
    holder: 'district',
    members: { district: true },
    round: 1,
    place: { text: '', by: 'caller', confidence: 0 },
    createdAt: 1_000,
    updatedAt: lastSeq * 1_000,
    title: 'x',
    clocks: {},
    ...over,
  } as unknown as CaseDoc;
  return { doc, stateHash: hash(lastSeq), lastSeq };
}

export const event = (scope: Scope, seq: number, caseId: string | null = 'c1'): FeedRow => ({
  type: 'event',
  scope,
  seq,
  caseId,
});
export const batch = (over: Partial<CommitBatch>): CommitBatch => ({
  entries: [],
  cases: [],
  records: [],
  feed: [],
  marks: [],
  ...over,
});
