import { resolve } from 'node:path';

export type LaunchOptions = {
  /** The console's data folder; undefined: a folder of the user's profile. */
  readonly dataFolder: string | undefined;
  /** The district's address, when the start names it; else the set-up screen asks. */
  readonly district: string | undefined;
  /** Flags that are the host's own and are handed on: the street's station, enrolment with a demo district. */
  readonly hostWords: readonly string[];
  /** Open the wall in a second window at once. */
  readonly hasWall: boolean;
};

const HOST_FLAGS = ['station', 'enrol-demo', 'demo-device'] as const;

/** Reads our own words out of a command line that Chromium's switches stand in, too. */
export function readLaunchOptions(words: readonly string[], cwd: string): LaunchOptions {
  const data = valueOf(words, 'data');
  return {
    dataFolder: data === undefined ? undefined : resolve(cwd, data),
    district: valueOf(words, 'district'),
    hostWords: HOST_FLAGS.flatMap((flag) => {
      const value = valueOf(words, flag);
      return value === undefined ? [] : [`--${flag}`, value];
    }),
    hasWall: words.includes('--wall'),
  };
}

function valueOf(words: readonly string[], name: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`--${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 3) || undefined;
  const at = words.indexOf(`--${name}`);
  const next = at < 0 ? undefined : words[at + 1];
  return next === undefined || next.startsWith('--') ? undefined : next;
}
