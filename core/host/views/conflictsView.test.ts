import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import type { Database, SqlReader } from '../../storage/sqlite/database.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { openMigrated } from '../store/consoleFiles.ts';
import { conflictsView } from './conflictsView.ts';

let folder = '';
let database: Database;
let shown: string[] = [];

/** A dispatcher of the district, whose cases are not looked at further than that they are asked for. */
const core = (): ConsoleCore =>
  ({
    scope: 'district',
    now: () => 1_000_000,
    startOfToday: () => 0,
    session: { person: { id: 'p-1' } },
    rules: { grantsOf: () => [{ role: 'dispatcher', scope: 'district' }] },
    reference: { catalogue: null },
    replica: { read: (task: (reader: SqlReader) => Promise<unknown>) => database.read(task) },
    shownCase: (caseId: string) => {
      shown.push(caseId);
      return Promise.resolve({ doc: null, stub: null, isOverlaid: false });
    },
  }) as unknown as ConsoleCore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-conflicts-'));
  database = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  shown = [];
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** So many cases with a conflict, the later the number the older, and one without. */
async function put(count: number): Promise<void> {
  await database.write(async (tx) => {
    for (let at = 0; at <= count; at += 1) {
      await tx.run(
        `INSERT INTO board (case_id, case_no, open, lane, own_lane, waits, sync, urgency, stage,
           street, holder, units, matter, created_at, updated_at, closed_at, near_at, due_at, sign_by,
           conflicts, lon, lat, clock_key, row)
         VALUES (?, '', 1, 5, 5, 1, 0, 1, 'handling', 's', 'district', '', '', 1, ?, 0, 1, 2, 0, ?,
           116400000, 39900000, 1, '{}')`,
        [`c-${at}`, 10_000 - at, at < count ? 1 : 0],
      );
    }
  });
}

test('of more cases in conflict than a desk lists, those that waited longest are listed and the rest counted', async () => {
  await put(205);
  const view = await conflictsView(core());
  expect(view.casesBehind).toBe(5);
  expect(shown).toHaveLength(200);
  expect(shown[0]).toBe('c-204');
  expect(shown).not.toContain('c-4');
});

test('where all are listed, none is left behind', async () => {
  await put(200);
  expect((await conflictsView(core())).casesBehind).toBe(0);
  expect(shown).toHaveLength(200);
});
