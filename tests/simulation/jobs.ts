import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Totals = {
  readonly histories: number;
  readonly operations: number;
  readonly replayed: number;
  readonly violations: number;
  readonly unsettled: number;
};

/** From which history on, and how many of them, each of so many processes tells. */
export function slices(
  histories: number,
  jobs: number,
): readonly { readonly from: number; readonly count: number }[] {
  const each = Math.ceil(histories / jobs);
  return Array.from({ length: jobs }, (_, i) => ({
    from: i * each,
    count: Math.max(0, Math.min(each, histories - i * each)),
  })).filter(({ count }) => count > 0);
}

/**
 * The same histories told by several processes side by side: a history has one thread. What each of them says goes on
 * to the output but for its last line, which is counted together with the others'.
 */
export async function runJobs(
  script: string,
  args: readonly string[],
  { histories, jobs }: { readonly histories: number; readonly jobs: number },
): Promise<Totals> {
  const told = await Promise.all(
    slices(histories, jobs).map(({ from, count }) =>
      runJob(script, [...args, '--jobs', '1', '--from', `${from}`, '--histories', `${count}`]),
    ),
  );
  const sum = (of: keyof Totals): number => told.reduce((all, one) => all + one[of], 0);
  return {
    histories: sum('histories'),
    operations: sum('operations'),
    replayed: sum('replayed'),
    violations: sum('violations'),
    unsettled: sum('unsettled'),
  };
}

async function runJob(script: string, args: readonly string[]): Promise<Totals> {
  const child = spawn(process.execPath, [...process.execArgv, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  let last: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    if (last !== null) console.log(last);
    last = line;
  }
  const code = await gone;
  // 1: it has something to report, and says so in its last line.
  if ((code !== 0 && code !== 1) || last === null) {
    throw new Error(`simulate: a process ended with ${String(code)}`);
  }
  return JSON.parse(last) as Totals;
}
