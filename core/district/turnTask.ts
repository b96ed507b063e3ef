import type { CaseId } from '../domain/operation/identity.ts';
import type { ProgramAct } from './programAuthor.ts';
import type { Part, Push, PushAnswer } from './push.ts';
import type { LogEntry } from './store/districtStore.ts';

/** What the decider is asked for; a turn takes as many as fit. */
export type Task = {
  readonly push: Push | null;
  readonly acts: readonly ProgramAct[];
  /** Cases that wait for their number. */
  readonly numberless: readonly CaseId[];
  /** How much of the push; all of it unless said otherwise. */
  readonly part?: Part;
  /** A deferred act that is decided again. */
  readonly again?: LogEntry;
};

export type WaitingTask = Task & {
  readonly resolve: (answer: PushAnswer) => void;
  readonly reject: (cause: unknown) => void;
};
