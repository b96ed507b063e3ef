import type { Scope } from '../domain/operation/identity.ts';
import type { Clock } from '../kernel/time.ts';
import type { DistrictState } from './districtState.ts';
import type { NumberPorts } from './districtNumbers.ts';
import type { ProgramAuthor } from './programAuthor.ts';
import type { Device } from './push.ts';
import type { SequencerPorts } from './sequencer.ts';
import type { DistrictStore, LogEntry } from './store/districtStore.ts';

export type CorePorts = Omit<SequencerPorts, 'grantsOf' | 'numberDoubt' | 'caseTexts'> & {
  readonly numbers: NumberPorts;
  readonly store: DistrictStore;
  readonly clock: Clock;
  /** 1, or how many times faster business time runs in a drill. */
  readonly rate: number;
  readonly program: ProgramAuthor;
  /** Null when it is not enrolled or was revoked. */
  readonly device: (device: string, state: DistrictState) => Device | null;
  /** After every commit: what is new, in order. */
  readonly onCommit: (entries: readonly LogEntry[]) => void;
  readonly onFork: (replica: string, incarnation: number) => void;
  /** Where a replica speaks from; null of one that was never enrolled here. */
  readonly placeOf: (replica: string, state: DistrictState) => Place | null;
};

export type Place = { readonly device: string; readonly scope: Scope };
