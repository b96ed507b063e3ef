import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type LogLevel = 'info' | 'warn' | 'error';
/** Ids, codes and counts. Never a name, a number of a caller, or a text that a person typed. */
export type LogDetails = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  write(level: LogLevel, event: string, details?: LogDetails): void;
  /** Everything written so far is on disk. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export type LogOptions = {
  readonly folder: string;
  readonly name: string;
  readonly now: () => number;
  readonly maxBytes?: number;
  readonly maxFiles?: number;
};

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 6;
const MAX_WAITING = 5_000;
const MAX_TEXT = 300;
const FLUSH_MS = 250;

/** JSON lines in a bounded ring of files: `name.log`, then `name.1.log` and older. */
export function openLogFile(options: LogOptions): Log {
  let waiting: string[] = [];
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let work: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    work = work.then(async () => {
      if (dropped > 0)
        waiting.push(
          line({ at: options.now(), level: 'warn', event: 'log/dropped' }, { lines: dropped }),
        );
      const lines = waiting;
      waiting = [];
      dropped = 0;
      if (lines.length > 0) await append(options, lines.join(''));
    });
    // A log that cannot be written must not stop the hall: the next flush tries again with newer lines.
    work = work.catch(() => undefined);
    return work;
  }

  return {
    write(level, event, details = {}) {
      if (waiting.length >= MAX_WAITING) dropped += 1;
      else waiting.push(line({ at: options.now(), level, event }, details));
      timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
    },
    flush,
    close: flush,
  };
}

export const silentLog: Log = {
  write: () => undefined,
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

type Heading = { readonly at: number; readonly level: LogLevel; readonly event: string };

function line({ at, level, event }: Heading, details: LogDetails): string {
  const safe = Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string' ? withoutNumbers(value).slice(0, MAX_TEXT) : value,
    ]),
  );
  return `${JSON.stringify({ at: new Date(at).toISOString(), level, event, ...safe })}\n`;
}

/** Last line of defence: what looks like a mobile number never reaches the disk. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, '1**********');
}

async function append(options: LogOptions, text: string): Promise<void> {
  const file = join(options.folder, `${options.name}.log`);
  await mkdir(options.folder, { recursive: true });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 0 && size + text.length > (options.maxBytes ?? MAX_BYTES)) await rotate(options);
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(text);
  } finally {
    await handle.close();
  }
}

async function rotate({ folder, name, maxFiles = MAX_FILES }: LogOptions): Promise<void> {
  const numberOf = (file: string): number => {
    const match = file.startsWith(`${name}.`)
      ? /^(\d+)\.log$/.exec(file.slice(name.length + 1))
      : null;
    return Number(match?.[1] ?? 0);
  };
  const numbers = (await readdir(folder)).map(numberOf).filter((n) => n > 0);
  for (const n of numbers.sort((a, b) => b - a)) {
    const old = join(folder, `${name}.${n}.log`);
    if (n >= maxFiles - 1) await rm(old, { force: true });
    else await rename(old, join(folder, `${name}.${n + 1}.log`));
  }
  await rename(join(folder, `${name}.log`), join(folder, `${name}.1.log`));
}
