import type { Clock } from '../kernel/time.ts';
import type { CallOutput } from '../protocol/console/calls.ts';
import type { ConsoleCore } from './consoleCore.ts';
import type { Topic } from './views/viewHub.ts';

/** What calls may use of the host itself, enrolled or not. */
export type HostContext = {
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly touch: (topics: readonly Topic[]) => void;
  readonly core: () => ConsoleCore | null;
  readonly settings: {
    readonly read: () => Promise<unknown>;
    readonly write: (value: unknown) => Promise<void>;
  };
  readonly about: () => Promise<CallOutput<'about.get'>>;
  readonly flushLog: () => Promise<void>;
};
