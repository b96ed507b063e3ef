import type { BoardParams } from '#core/protocol/console/views.ts';
import type { HostClient } from '#scripts/drill/hostClient.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { processorMs } from './support/processorTime.ts';
import { benchLine, timed, type BenchLine } from './support/quantiles.ts';

const CASES = 50_000;
const RUNS = 120;
const WARM_UP = 10;
/** So long nothing new has come: everything is there. */
const STILL_MS = 5_000;
/** What the page asks for when it opens, and what it asks with `filter: 'all'` for everything. */
const OPENING: BoardParams = { filter: 'mine', text: '', sort: 'clock', from: 0, count: 200 };

/**
 * The board over 50,000 open cases, asked through the console contract: open, filter by group, search
 * by two characters, and page anywhere. Milliseconds from the question to the parsed window, and what processors
 * worked for it in the console's host.
 */
export async function board(): Promise<readonly BenchLine[]> {
  return boardOf(await openDistrictFolder(CASES), CASES);
}

/** Of a district with so many open cases, which the console fetches before. */
export async function boardOf(source: string, open: number): Promise<readonly BenchLine[]> {
  const stage = await openBenchStage(source);
  try {
    const { client, running } = await stage.openConsole('hall-1');
    const login = await client.do('session.login', DISPATCHER);
    if (!login.ok) throw new Error(`login: ${login.error.code}`);
    await waitForReplica(client, open);
    const rows = await restOf(client);
    process.stderr.write(`bench: ${rows} rows on the board\n`);
    const ask = async (params: Partial<BoardParams>): Promise<void> => {
      const window = await client.look('board', { ...OPENING, ...params });
      if (window.rows.length === 0) throw new Error('an empty window measures nothing');
    };
    const filters = ['all', 'toDispatch'] as const;
    const words = ['路灯', '垃圾', '井盖', '噪声', '小区'];
    const asked: Readonly<Record<string, (i: number) => Partial<BoardParams>>> = {
      open: () => ({}),
      filter: (i) => ({ filter: filters[i % 2] ?? 'all', sort: 'newest' }),
      search: (i) => ({ filter: 'all', text: words[i % words.length] ?? '路灯' }),
      page: (i) => ({ filter: 'all', from: (i * 7_919) % (rows - 200) }),
    };
    const lines: BenchLine[] = [];
    for (const [name, params] of Object.entries(asked)) {
      const before = await processorMs(running.child.pid);
      lines.push(
        benchLine(`board-${name}`, await timed(RUNS, WARM_UP, (i) => ask(params(i))), null),
      );
      const work = ((await processorMs(running.child.pid)) - before) / (RUNS + WARM_UP);
      lines.push(benchLine(`board-${name}-processor`, [work], null));
    }
    return lines;
  } finally {
    await stage.close();
  }
}

/** What ended lately comes after what is open: how many rows there are when no more come. */
async function restOf(client: HostClient): Promise<number> {
  const params = { ...OPENING, filter: 'all', count: 1 } as const;
  for (let [last, since] = [0, performance.now()]; ;) {
    const { total } = await client.look('board', params);
    if (total !== last) [last, since] = [total, performance.now()];
    if (performance.now() - since > STILL_MS) return total;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
