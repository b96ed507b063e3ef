import type { MatterId } from './identity.ts';

/** Arguments of the kinds of step ② that put the record itself in order. */
export type RecordArgsOf = {
  'case.reclassify': {
    readonly matter: MatterId;
    /** Filing condition of that matter; null where none is chosen yet. */
    readonly condition: string | null;
    readonly dictVersion: string;
    readonly reason: string;
  };
};
