import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { storedKeys } from '#core/host/board/boardKeys.ts';
import { findMigrations, readMigrations } from '#core/storage/sqlite/migrate.ts';
import { before, planOf } from './exercised.ts';
import type { Before } from './exercised.ts';

const SETS = ['console/outbox', 'console/replica', 'console/desk'] as const;
const exercised = new Map<string, Set<number>>(SETS.map((set) => [set, new Set()]));
const open: Before[] = [];

async function at(set: (typeof SETS)[number], version: number): Promise<Before> {
  exercised.get(set)?.add(version);
  const place = await before(set, version);
  open.push(place);
  await place.apply();
  return place;
}

afterEach(async () => {
  for (const place of open.splice(0)) await place.close();
});
afterAll(async () => {
  for (const set of SETS) {
    const all = await readMigrations(findMigrations(import.meta.url, set));
    expect(
      [...(exercised.get(set) ?? [])].sort(),
      `every migration of ${set} has its test`,
    ).toEqual(all.map(({ version }) => version));
  }
});

const ACT = `INSERT INTO act VALUES (1, 1, 'o1', 'once', 'case.note', 'c', NULL, 5, 9, 0, '{}')`;

describe('outbox 0001 acts', () => {
  it('keeps an act as it was written, once a number, once a form', async () => {
    const { database } = await at('console/outbox', 1);
    await database.write((tx) => tx.run(ACT));
    for (const sql of [
      `UPDATE act SET op = 'x'`,
      ACT,
      ACT.replace('(1, 1,', '(1, 2,'),
      ACT.replace("(1, 1, 'o1'", "(1, 2, 'o2'"),
    ]) {
      await expect(database.write((tx) => tx.run(sql))).rejects.toMatchObject({
        code: 'bug/unexpected',
      });
    }
    // The same act under a new incarnation is another row.
    await database.write((tx) => tx.run(ACT.replace('(1, 1,', '(2, 1,')));
  });

  it('finds what waits and what a form made by index', async () => {
    const { database } = await at('console/outbox', 1);
    const push = 'SELECT op FROM act WHERE incarnation = ? AND rseq >= ? ORDER BY rseq LIMIT ?';
    expect(await planOf(database, push, [1, 5, 250])).toMatch(/SEARCH act USING PRIMARY KEY/);
    const once = 'SELECT op_id FROM act WHERE once = ? ORDER BY incarnation DESC';
    const plan = await planOf(database, once, ['x']);
    expect(plan).toMatch(/USING (COVERING )?INDEX act_by_once/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });
});

describe('outbox 0002 acts that left', () => {
  it('finds what may leave by when it was decided, and keeps one act a form', async () => {
    const { database } = await at('console/outbox', 2);
    const old = `SELECT a.rseq FROM decision d JOIN act a ON a.op_id = d.op_id
                 WHERE d.seen = 1 AND d.at < ? ORDER BY d.at LIMIT ?`;
    const plan = await planOf(database, old, [5, 100]);
    expect(plan).toMatch(/USING COVERING INDEX decision_by_time/);
    expect(plan).toMatch(/SEARCH a USING (COVERING )?INDEX act_by_op/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    const row = `INSERT INTO once_made VALUES ('form', 'o1', 1, 'c', NULL, 0, 5)`;
    await database.write((tx) => tx.run(row));
    await expect(database.write((tx) => tx.run(row.replace("'o1'", "'o2'")))).rejects.toMatchObject(
      { code: 'bug/unexpected' },
    );
  });
});

describe('outbox 0003 paper cards', () => {
  it('keeps a number once and finds the newest sheets', async () => {
    const { database } = await at('console/outbox', 3);
    const card = `INSERT INTO paper_card (case_no, printed_at, printed_by) VALUES ('DC261121-0001', 5, 'p')`;
    await database.write((tx) => tx.run(card));
    await expect(database.write((tx) => tx.run(card))).rejects.toMatchObject({
      code: 'bug/unexpected',
    });
    const newest = 'SELECT case_no FROM paper_card ORDER BY printed_at DESC LIMIT 5';
    expect(await planOf(database, newest, [])).toMatch(/INDEX paper_card_by_age/);
  });
});

describe('replica 0001', () => {
  it('orders every sort of the board by an index, without sorting', async () => {
    const { database } = await at('console/replica', 1);
    const orders: readonly (readonly [order: string, index: string])[] = [
      ['lane, clock_key, case_no', 'board_clock'],
      ['created_at DESC, id', 'board_newest'],
      ['updated_at DESC, id', 'board_updated'],
    ];
    for (const [order, index] of orders) {
      const plan = await planOf(
        database,
        `SELECT id FROM board WHERE 1 ORDER BY ${order} LIMIT 100 OFFSET 40000`,
        [],
      );
      expect(plan).toMatch(new RegExp(`COVERING INDEX ${index}`));
      expect(plan).not.toMatch(/TEMP B-TREE/);
    }
  });

  it('counts open cases in one walk over a covering index, and groups by lane without sorting', async () => {
    const { database } = await at('console/replica', 1);
    const counts = `SELECT TOTAL(own_lane = 2), TOTAL(near_at <= 5), TOTAL((waits & 4) <> 0 AND holder = 'x')
                    FROM board INDEXED BY board_open WHERE open = 1`;
    expect(await planOf(database, counts, [])).toMatch(/COVERING INDEX board_open/);
    const lanes =
      'SELECT lane, COUNT(*) FROM board WHERE open = 1 AND own_lane = 2 GROUP BY lane ORDER BY lane';
    const plan = await planOf(database, lanes, []);
    expect(plan).toMatch(/COVERING INDEX board_open/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });

  it('finds what became late, what waits to be sent, conflicts and steps by index', async () => {
    const { database } = await at('console/replica', 1);
    const plans: readonly (readonly [sql: string, index: RegExp])[] = [
      ['SELECT id FROM board WHERE open = 1 AND lane > 0 AND due_at <= 5', /board_due/],
      ['SELECT COUNT(*) FROM board WHERE sync = 1', /board_pending/],
      ['SELECT COUNT(*) FROM board WHERE closed_at > 0 AND closed_at >= 5', /board_closed/],
      ['SELECT case_id FROM board WHERE conflicts > 0 LIMIT 5', /board_conflicts/],
      [
        `SELECT body FROM event WHERE case_id = 'c' AND ver > 1 ORDER BY ver`,
        /PRIMARY KEY \(case_id=\? AND ver>\?\)/,
      ],
      [
        `SELECT case_id FROM event WHERE kind = 'conflict.resolve' AND at >= 5`,
        /event_of_resolving/,
      ],
    ];
    for (const [sql, index] of plans) expect(await planOf(database, sql, [])).toMatch(index);
  });

  it('finds words and points through their own indices', async () => {
    const { database } = await at('console/replica', 1);
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO board_text (rowid, terms) VALUES (1, '井盖 盖破 破损')`);
      await tx.run('INSERT OR REPLACE INTO board_text (rowid, terms) VALUES (1, ?)', [
        '路灯 灯不 不亮',
      ]);
      await tx.run('INSERT INTO board_point VALUES (1, 116400000, 116400000, 39900000, 39900000)');
    });
    const found = (match: string): Promise<unknown[]> =>
      database.read((reader) =>
        reader.all('SELECT rowid FROM board_text WHERE board_text MATCH ?', [match]),
      );
    expect(await found('"路灯"')).toEqual([{ rowid: 1 }]);
    expect(await found('"井盖"')).toEqual([]);
    const near = 'SELECT id FROM board_point WHERE west >= ? AND east <= ?';
    expect(await planOf(database, near, [1, 2])).toMatch(/VIRTUAL TABLE INDEX/);
  });
});

describe('replica 0002 notices', () => {
  it('keeps what is told once an inbox, an act and a thing, and finds the newest by index', async () => {
    const { database } = await at('console/replica', 2);
    const put = `INSERT OR REPLACE INTO notice VALUES ('inbox:p', 'o1', 'overtaken', 7, '{}')`;
    for (const sql of [put, put, put.replace('inbox:p', 'inbox:q'), put.replace('o1', 'o2')]) {
      await database.write((tx) => tx.run(sql));
    }
    const rows = await database.read((reader) => reader.all('SELECT inbox, op_id FROM notice'));
    expect(rows).toHaveLength(3);
    const newest = 'SELECT body FROM notice WHERE inbox = ? ORDER BY seq DESC LIMIT ?';
    const plan = await planOf(database, newest, ['inbox:p', 200]);
    expect(plan).toMatch(/INDEX notice_newest/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    const oldest = 'SELECT seq FROM notice ORDER BY seq DESC LIMIT 1 OFFSET 10000';
    expect(await planOf(database, oldest, [])).toMatch(/INDEX notice_oldest/);
  });
});

describe('replica 0004 board worst', () => {
  it('walks to the latest limit that ran out, and counts what each scope holds, by index alone', async () => {
    const { database } = await at('console/replica', 4);
    const late = `SELECT case_id, due_at FROM board INDEXED BY board_overdue
       WHERE open = 1 AND lane = 0 AND due_at <= ? AND sign_by = 0
         AND holder IN (SELECT value FROM json_each(?)) ORDER BY due_at DESC LIMIT ?`;
    const plan = await planOf(database, late, [5, '["district"]', 100]);
    expect(plan).toMatch(/INDEX board_overdue \(due_at<\?\)/);
    expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
    const held = `SELECT holder, COUNT(*) FROM board
       WHERE open = 1 AND holder LIKE 'street:%' GROUP BY holder`;
    const counted = await planOf(database, held, []);
    expect(counted).toMatch(/COVERING INDEX board_holder/);
    expect(counted).not.toMatch(/TEMP B-TREE/);
  });
});

describe('replica 0005 cold cases', () => {
  it('finds a case by the beginning of its number, and those that ended before, by index', async () => {
    const { database } = await at('console/replica', 5);
    await database.write((tx) =>
      tx.run(`INSERT INTO cold VALUES ('c1', 'DC260302-0007', 5, '{}')`),
    );
    const byNumber =
      'SELECT stub FROM cold WHERE case_no >= ? AND case_no < ? ORDER BY case_no DESC';
    const plan = await planOf(database, byNumber, ['DC', 'DD']);
    expect(plan).toMatch(/INDEX cold_by_number/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    const old = await planOf(database, 'DELETE FROM cold WHERE ended_at < ?', [5]);
    expect(old).toMatch(/INDEX cold_by_end/);
    await expect(
      database.write((tx) => tx.run(`INSERT INTO cold VALUES ('c1', '', 6, '{}')`)),
    ).rejects.toMatchObject({ code: 'bug/unexpected' });
  });
});

describe('replica 0003 board keys', () => {
  it('keeps with every case shown what opens it, as the program writes it from then on', async () => {
    exercised.get('console/replica')?.add(3);
    const place = await before('console/replica', 3);
    open.push(place);
    const { database } = place;
    const doc = {
      members: { district: true, 'street:110101005': true, 'unit:u1': true },
      createdBy: 'op',
      verifyOrdered: 'in',
      callbackDueAt: 5,
      callbacks: { '1-1': { by: 'cb' } },
      assignments: {
        a: { unit: 'u1', state: 'done' },
        b: { unit: 'u2', state: 'returned' },
        c: { unit: 'u3', state: 'offered' },
      },
    };
    await database.write(async (tx) => {
      for (const [id, form, held] of [
        ['c1', 'full', doc],
        ['c2', 'full', { ...doc, callbackDone: 'reached', verifyOrdered: undefined }],
        ['c3', 'stub', {}],
      ] as const) {
        await tx.run('INSERT INTO confirmed VALUES (?, 1, ?, ?)', [id, form, JSON.stringify(held)]);
        await tx.run(
          `INSERT INTO board (case_id, case_no, open, lane, own_lane, waits, sync, urgency, stage,
             street, holder, units, matter, created_at, updated_at, closed_at, near_at, due_at,
             sign_by, conflicts, clock_key, row)
           VALUES (?, '', 1, 1, 1, 1, 0, 0, 'reported', '', '', '', '', 1, 1, 0, 1, 1, 0, 0, 1, '{}')`,
          [id],
        );
      }
    });
    await place.apply();
    const keysOf = async (id: string): Promise<string[]> => {
      const rows = await database.read((reader) =>
        reader.all<{ key: string }>(
          'SELECT key FROM board_key WHERE id = (SELECT id FROM board WHERE case_id = ?)',
          [id],
        ),
      );
      return rows.map(({ key }) => key).sort();
    };
    expect(await keysOf('c1')).toEqual(storedKeys(doc as never).sort());
    expect(await keysOf('c2')).toEqual(
      storedKeys({ ...doc, callbackDone: 'reached', verifyOrdered: undefined } as never).sort(),
    );
    expect(await keysOf('c3')).toEqual([]);
    const plan = await planOf(
      database,
      'SELECT id FROM board_key WHERE key IN (SELECT value FROM json_each(?))',
      ['[]'],
    );
    expect(plan).toMatch(/COVERING INDEX board_key_by_key/);
  });
});

describe('desk 0001', () => {
  it('keeps drafts, settings, verifiers and seen alarms by their keys', async () => {
    const { database } = await at('console/desk', 1);
    for (const sql of [
      `INSERT OR REPLACE INTO draft VALUES ('k', '{}', 1)`,
      `INSERT OR REPLACE INTO setting VALUES ('k', '1')`,
      `INSERT OR REPLACE INTO verifier VALUES ('l', 'v', 'p', 'n', '[]', 1)`,
      `INSERT OR REPLACE INTO wrong_try VALUES ('l', 1, 0)`,
      `INSERT OR REPLACE INTO alarm_seen VALUES ('a', 1)`,
    ]) {
      await database.write((tx) => tx.run(sql));
      await database.write((tx) => tx.run(sql));
    }
    const drafts = await database.read((reader) => reader.all('SELECT key FROM draft'));
    expect(drafts).toEqual([{ key: 'k' }]);
  });
});

describe('desk 0002 sealed drafts', () => {
  it('keeps nothing of what was typed in clear; a form belongs to its person', async () => {
    exercised.get('console/desk')?.add(2);
    const place = await before('console/desk', 2);
    open.push(place);
    const { database } = place;
    await database.write((tx) => tx.run(`INSERT INTO draft VALUES ('k', '13800001234', 1)`));
    await place.apply();
    const own = async (person: string): Promise<void> => {
      await database.write((tx) =>
        tx.run(`INSERT OR REPLACE INTO draft VALUES ('${person}', 'k', 'x', 1)`),
      );
    };
    for (const person of ['p', 'q', 'q']) await own(person);
    const drafts = await database.read((reader) =>
      reader.all('SELECT person, key, sealed FROM draft'),
    );
    expect(drafts).toEqual([
      { person: 'p', key: 'k', sealed: 'x' },
      { person: 'q', key: 'k', sealed: 'x' },
    ]);
  });
});

describe('desk 0003 attachments', () => {
  it('knows a file of a case once, and only the states there are', async () => {
    const { database } = await at('console/desk', 3);
    const own = `INSERT INTO attachment VALUES ('s', 'c', 5, 'own', 1, 1)`;
    await database.write((tx) => tx.run(own));
    for (const sql of [own, own.replace("'c'", "'d'").replace("'own'", "'lost'")]) {
      await expect(database.write((tx) => tx.run(sql))).rejects.toMatchObject({
        code: 'bug/unexpected',
      });
    }
    const plan = await planOf(database, 'SELECT state FROM attachment WHERE sha256 = ?', ['s']);
    expect(plan).toMatch(/PRIMARY KEY/);
  });
});

describe('desk 0004 told numbers', () => {
  it('keeps one number a form', async () => {
    const { database } = await at('console/desk', 4);
    const told = `INSERT INTO told_number VALUES ('form', 'DC261121-0001', 1, 5)`;
    await database.write((tx) => tx.run(told));
    await expect(database.write((tx) => tx.run(told))).rejects.toMatchObject({
      code: 'bug/unexpected',
    });
    const plan = await planOf(database, 'SELECT case_no FROM told_number WHERE form = ?', ['f']);
    expect(plan).toMatch(/PRIMARY KEY/);
  });
});

describe('desk 0005 tree heads', () => {
  it('keeps a head as kept or doubted, nothing else', async () => {
    const { database } = await at('console/desk', 5);
    const head = `INSERT INTO tree_head VALUES (NULL, 'kept', 1, 'e', 5, '{}')`;
    await database.write((tx) => tx.run(head));
    await database.write((tx) => tx.run(head.replace('kept', 'doubted')));
    await expect(
      database.write((tx) => tx.run(head.replace('kept', 'lost'))),
    ).rejects.toMatchObject({ code: 'bug/unexpected' });
    const rows = await database.read((reader) => reader.all('SELECT state FROM tree_head'));
    expect(rows).toHaveLength(2);
  });
});
