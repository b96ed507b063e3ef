import type { ArgsOf, OpKind } from '../domain/operation/args.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import { replayIdOf } from '../domain/operation/operation.ts';
import type { AnyBody, AnyOperation } from '../domain/operation/operation.ts';
import { chained } from '../domain/operation/operationHash.ts';
import type { Hashing } from '../kernel/hashing.ts';
import { uuidV7 } from '../kernel/ids.ts';
import type { RandomBytes } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/time.ts';
import type { ChainEnd } from './verifyPush.ts';

/** An act of the program itself or of the telephone exchange. */
export type ProgramAct = {
  readonly [K in OpKind]: {
    readonly kind: K;
    readonly caseId: CaseId | null;
    readonly args: ArgsOf[K];
    /** When it happened, if not now. */
    readonly at?: EpochMs;
    readonly actor?: string;
    /** Of the act that it follows: it may repeat its words. */
    readonly salt?: string;
  };
}[OpKind];

/** Makes operations of the district's own replica: chained like any other, signed by nobody. */
export interface ProgramAuthor {
  readonly replica: string;
  readonly incarnation: number;
  author(
    act: ProgramAct,
    place: { readonly end: ChainEnd; readonly at: EpochMs; readonly ver: number },
  ): AnyOperation;
  /** Says again what somebody said and the district deferred: his act, in the program's own chain. */
  again(op: AnyOperation, end: ChainEnd): AnyOperation;
}

export const PROGRAM_REPLICA = 'district';

export function programAuthor(hashing: Hashing, random: RandomBytes): ProgramAuthor {
  const replica = PROGRAM_REPLICA;
  const incarnation = 1;
  return {
    replica,
    incarnation,
    author(act, { end, at, ver }) {
      const body = {
        opId: uuidV7(at, random),
        kind: act.kind,
        v: 1,
        caseId: act.caseId,
        args: act.args,
        bases: act.caseId === null ? [] : [{ of: `case:${act.caseId}`, ver, own: 0 }],
        actor: act.actor ?? 'program',
        seat: 'district',
        scope: 'district',
        how: 'adapter',
        t: { wall: at, mono: 0, boot: 'district', off: 0, err: 0 },
        ...(act.salt === undefined ? {} : { salt: act.salt }),
        // Kind and arguments belong together in ProgramAct; the compiler cannot follow them through a spread.
      } as AnyBody;
      const link = { replica, incarnation, rseq: end.rseq + 1, prevHash: end.hash };
      return chained(hashing, body, link);
    },
    again(op, end) {
      const { prevHash: _p, hash: _h, viaSeq: _v, ...said } = op;
      const { opId } = op;
      const replays = { opId, replica: op.replica, incarnation: op.incarnation, rseq: op.rseq };
      const body = { ...said, opId: replayIdOf(opId), replays };
      const link = { replica, incarnation, rseq: end.rseq + 1, prevHash: end.hash };
      return chained(hashing, body, link);
    },
  };
}
