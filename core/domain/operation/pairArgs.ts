import type { TwinWhistle } from '../case/whistleDoc.ts';
import type { CallerRef } from './args.ts';
import type { CaseId, PersonId } from './identity.ts';

/** 重复, 多人一事, 相关, 专项, 上级案件. */
export type LinkAs = 'repeat' | 'many' | 'related' | 'campaign' | 'parent';

/** What an act on another case did, as far as this one shows it. */
export type MirrorDid =
  | 'linked'
  | 'unlinked'
  | 'absorbed'
  | 'brought'
  | 'left'
  | 'revived'
  | 'closed_along'
  | 'whistle_asked'
  | 'whistle';

export type FileBrought = {
  readonly sha256: string;
  readonly name: string;
  readonly use: string;
  readonly bytes: number;
};

/** Arguments of the kinds of step ② that are about two cases. */
export type PairArgsOf = {
  'case.link': {
    readonly other: CaseId;
    readonly as: LinkAs;
    /** 0 to 1 where a program proposed it. */
    readonly score: number | null;
    readonly reasons: readonly string[];
  };
  /** 并案: this case goes on as part of the other. */
  'case.merge': { readonly into: CaseId };
  /**
   * Made by the district's program, in the transaction of an act on another case: each of the two has a
   * decision, a version and an entry of its own.
   */
  'case.mirror': {
    readonly of: CaseId;
    readonly did: MirrorDid;
    /** Whose act it follows. */
    readonly by: PersonId;
    readonly as?: LinkAs;
    /** Somebody had been sent to the case that was merged, or had responded. */
    readonly wasActive?: boolean;
    readonly callers?: readonly CallerRef[];
    readonly files?: readonly FileBrought[];
    /** The whistle of that case, one with the one of this. */
    readonly whistle?: TwinWhistle;
  };
};
