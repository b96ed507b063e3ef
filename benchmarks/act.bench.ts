import { join } from 'node:path';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { benchLine, timed, type BenchLine } from './support/quantiles.ts';

const ACTS = 400;
const WARM_UP = 40;
const CASES = 2_000;

/**
 * From the page's call to its receipt, with the line black-holed: schema, rules, number, chain, and one
 * transaction with synchronous=FULL. Beside it: the bare transaction of one row on the same disk.
 */
export async function act(): Promise<readonly BenchLine[]> {
  const stage = await openBenchStage(await openDistrictFolder(CASES));
  try {
    const { client } = await stage.openConsole('hall-1');
    const login = await client.do('session.login', DISPATCHER);
    if (!login.ok) throw new Error(`login: ${login.error.code}`);
    await waitForReplica(client, CASES);
    const { rows } = await client.look('board', {
      filter: 'all',
      text: '',
      sort: 'newest',
      from: 0,
      count: 200,
    });
    stage.line.cut();
    const own = await timed(ACTS, WARM_UP, async (index) => {
      const caseId = rows[index % rows.length]?.caseId ?? null;
      const args = { text: `bench ${index}`, public: false };
      const receipt = await client.do('op.submit', { kind: 'case.note', caseId, args });
      if (!receipt.ok) throw new Error(`act: ${receipt.error.code}`);
    });
    stage.line.heal();
    return [
      benchLine('act', own, { what: 'one row, FULL, same disk', values: await bare(stage.folder) }),
    ];
  } finally {
    await stage.close();
  }
}

async function bare(folder: string): Promise<number[]> {
  const database = await openDatabase(join(folder, 'bare.db'), { synchronous: 'FULL', readers: 1 });
  await database.write((tx) =>
    tx.run('CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT) STRICT'),
  );
  const body = 'x'.repeat(900);
  const times = await timed(ACTS, WARM_UP, async (index) => {
    await database.write((tx) => tx.run('INSERT INTO row VALUES (?, ?)', [index, body]));
  });
  await database.close();
  return times;
}
