import type { Scope } from '../../domain/operation/identity.ts';
import type { AnyBody, AnyOperation, OpTimes } from '../../domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '../../domain/operation/operationHash.ts';
import type { Hashing } from '../../kernel/hashing.ts';
import type { PlannedOp } from './plannedOp.ts';

/** The device behind one scope's history: chains what it is given and signs the end of each batch. */
export type DemoReplica = {
  readonly device: string;
  readonly replica: string;
  readonly scope: Scope;
  readonly publicKey: string;
  readonly chain: (ops: readonly PlannedOp[]) => readonly AnyOperation[];
  readonly sign: (text: string) => string;
};

/** Where its chain stands. */
export type ChainPlace = { readonly rseq: number; readonly hash: string };

/** Versions of the cases as everybody will have seen them: each decided operation adds one. */
export type CaseVersions = Map<string, number>;

export function demoReplica(
  scope: Scope,
  keys: { readonly publicKey: string; readonly sign: (text: string) => string },
  on: {
    readonly hashing: Hashing;
    readonly versions: CaseVersions;
    readonly place?: ChainPlace;
  },
): DemoReplica {
  const replica = historyReplica(scope);
  let end = on.place ?? { rseq: 0, hash: GENESIS_HASH };
  return {
    device: replica,
    replica,
    scope,
    publicKey: keys.publicKey,
    sign: keys.sign,
    chain: (ops) =>
      ops.map((planned) => {
        const link = { replica, incarnation: 1, rseq: end.rseq + 1, prevHash: end.hash };
        const op = chained(on.hashing, bodyOf(planned, on.versions), link);
        end = { rseq: op.rseq, hash: op.hash };
        return op;
      }),
  };
}

/** Its device is named the same. */
export function historyReplica(scope: Scope): string {
  return `history-${scope.replace(':', '-')}`;
}

function bodyOf(planned: PlannedOp, versions: CaseVersions): AnyBody {
  const { at, caseId } = planned;
  const ver = caseId === null ? 0 : (versions.get(caseId) ?? 0);
  if (caseId !== null) versions.set(caseId, ver + 1);
  return plannedBody(planned, {
    ver,
    t: { wall: at, mono: at % 86_400_000, boot: 'demo', off: 0, err: 0 },
  });
}

/** What is chained and signed: said on a case of this version, at this moment. */
export function plannedBody(
  planned: PlannedOp,
  on: { readonly ver: number; readonly t: OpTimes },
): AnyBody {
  const { opId, kind, caseId, args, by, onBehalf, how } = planned;
  return {
    opId,
    kind,
    v: 1,
    caseId,
    args,
    bases: caseId === null ? [] : [{ of: `case:${caseId}`, ver: on.ver, own: 0 }],
    actor: by.actor,
    seat: by.seat,
    scope: by.scope,
    ...(onBehalf === null ? {} : { onBehalf }),
    how,
    t: on.t,
    // Kind and arguments come from one PlannedOp; a spread over a union cannot say so.
  } as AnyBody;
}
