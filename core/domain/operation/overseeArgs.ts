import type { EpochMs } from '../../kernel/time.ts';

/** Arguments of the kinds of step ② by which somebody watches over a case. */
export type OverseeArgsOf = {
  'case.supervise': {
    readonly kind: 'timeout' | 'leader' | 'important';
    readonly until: EpochMs;
    readonly text: string;
  };
  'supervise.end': { readonly result: string };
};
