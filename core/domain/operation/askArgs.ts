import type { EpochMs } from '../../kernel/time.ts';
import type { HolderScope, UnitId } from './identity.ts';

/** Arguments of what is asked of another, step ②, and of the district's taking a case without being asked. */
export type AskArgsOf = {
  /** 上报 to the district, 移交 to another street. */
  'ask.send': { readonly to: HolderScope; readonly tried: string; readonly why: string };
  'case.take': { readonly why: 'several_streets' | 'third_hand_out' | 'emergency' };
  /** 主办 and 协办 beyond the holder's own ground. */
  'ask.units': { readonly units: readonly UnitId[]; readonly lead: UnitId; readonly why: string };
  'ask.extension': { readonly reason: string };
  'ask.suspension': {
    readonly plan: string;
    readonly until: EpochMs;
    /** When somebody looks at it next. */
    readonly nextCheck: EpochMs;
  };
};
