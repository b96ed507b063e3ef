import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDoc, Stage } from '../../domain/case/caseDoc.ts';
import type { Role, Scope } from '../../domain/operation/identity.ts';
import type { Reader } from '../../domain/permission/reading.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { silentLog } from '../../node/logFile.ts';
import type { BoardParams, BoardWindow } from '../../protocol/console/views.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { openMigrated } from '../store/consoleFiles.ts';
import { clockState } from '../../domain/case/clockState.ts';
import { boardColumns, WAITS } from './boardColumns.ts';
import { andOpenedBy } from './boardKeys.ts';
import { boardWindow } from './boardQueries.ts';
import { BoardWriter, raiseOverdue } from './boardWriter.ts';
import { indexTerms, matchExpression } from './searchTerms.ts';
import { viewerOf } from './viewer.ts';

const NOW = Date.UTC(2026, 2, 2, 4);
const STREET = 'street:110101001';

const doc = (id: string, stage: Stage, over: Partial<CaseDoc> = {}): CaseDoc =>
  ({
    caseId: id,
    caseNo: `DC260302-${id.padStart(4, '0')}`,
    ver: 1,
    stage,
    holder: STREET,
    members: { district: true, [STREET]: true },
    round: 1,
    title: '路灯不亮',
    matter: 'm-1',
    text: '',
    place: { text: '东直门外大街', street: '110101001' },
    urgency: 'ordinary',
    createdAt: NOW - HOUR_MS,
    updatedAt: NOW,
    createdBy: 'op',
    closeAt: 'holder',
    handOuts: 0,
    returns: 0,
    rework: 0,
    urged: 0,
    clocks: { handle: { startedAt: NOW - HOUR_MS, dueAt: NOW + HOUR_MS, limitText: '' } },
    ...over,
  }) as unknown as CaseDoc;

const SIGNED = {
  a: {
    id: 'a',
    unit: 'u',
    lead: true,
    round: 1,
    state: 'signed',
    offeredAt: 0,
    signedAt: 1,
    byOp: 'o',
  },
} as const;
const ended = { clocks: {}, closedAt: NOW - 60_000 };

let folder = '';
let database: Database;
let writer: BoardWriter;
/** The street that the district hears nothing of. */
let silent: string | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-board-'));
  database = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
  writer = new BoardWriter();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const write = (
  docs: readonly CaseDoc[],
  sync: 'confirmed' | 'pending' = 'confirmed',
): Promise<void> =>
  database.write((tx) =>
    writer.write(
      tx,
      docs.map((one) => ({ doc: one, sync })),
      NOW,
    ),
  );

const reader = (person: string, ...grants: readonly (readonly [Role, Scope])[]): Reader => ({
  person,
  grants: grants.map(([role, scope]) => ({ role, scope, from: 0, to: null })),
  unitsAtHome: () => [],
});
const DISPATCHER = reader('di', ['dispatcher', STREET]);

const look = (
  params: Partial<BoardParams>,
  now = NOW,
  who: Reader | null = DISPATCHER,
): Promise<BoardWindow> =>
  database.read((reader) =>
    boardWindow(reader, {
      params: { filter: 'all', text: '', sort: 'clock', from: 0, count: 100, ...params },
      viewer: viewerOf(who, STREET),
      now,
      today: NOW - 4 * HOUR_MS,
      unitName: (unit) => `unit ${unit}`,
      streetsNamed: (text) => (['东直门', 'dzm'].includes(text) ? ['110101008'] : []),
      silentSince: (holder) => (holder === silent ? NOW - HOUR_MS : null),
    }),
  );

describe('the board', () => {
  it('groups by what a case waits for, what is late first, ended cases last', async () => {
    const late = { clocks: { dispatch: { startedAt: 0, dueAt: NOW - 1, limitText: '' } } };
    await write([
      doc('1', 'closed', ended),
      doc('2', 'handling'),
      doc('3', 'to_dispatch'),
      doc('4', 'reported', late),
      doc('5', 'to_dispatch', { urgency: 'critical' }),
    ]);
    const { lanes, rows, total, counts } = await look({});
    expect(lanes).toEqual([
      { lane: 'now', count: 2 },
      { lane: 'toDispatch', count: 1 },
      { lane: 'inHand', count: 1 },
      { lane: 'ended', count: 1 },
    ]);
    expect(rows.map((row) => row.caseId)).toEqual(['5', '4', '3', '2', '1']);
    expect(total).toBe(5);
    expect(counts).toMatchObject({
      all: 5,
      toDispatch: 2,
      inHand: 1,
      mine: 2,
      closedToday: 1,
      pending: 0,
    });
    expect(rows.find((row) => row.caseId === '3')?.mine).toBe(true);
  });

  it('says of the open cases of a silent street since when it is', async () => {
    await write([doc('1', 'handling'), doc('2', 'closed', ended)]);
    silent = STREET;
    const { rows } = await look({});
    silent = null;
    const since = new Map(rows.map((row) => [row.caseId, row.silentSince]));
    expect(since).toEqual(
      new Map([
        ['1', NOW - HOUR_MS],
        ['2', undefined],
      ]),
    );
    expect((await look({})).rows.map((row) => row.silentSince)).toEqual([undefined, undefined]);
  });

  it('says of a suspended case until when its limit stands still, and no longer than that', async () => {
    const until = NOW + HOUR_MS;
    const paused = [{ from: NOW - HOUR_MS, to: until }];
    const clocks = { handle: { startedAt: 0, dueAt: NOW + 9 * HOUR_MS, limitText: '', paused } };
    const suspended = { from: NOW - HOUR_MS, until, nextCheck: NOW, ask: 'a' };
    await write([doc('1', 'handling', { clocks, suspended })]);
    const at = async (now: number) => {
      const row = (await look({}, now)).rows[0];
      return [row?.suspendedUntil, row?.clock?.pausedSince];
    };
    expect(await at(until - 1)).toEqual([until, NOW - HOUR_MS]);
    expect(await at(until)).toEqual([undefined, null]);
  });

  it('says of a supervised case by when it is to be settled, while it is open', async () => {
    const supervised = { kind: 'leader', until: NOW + HOUR_MS } as CaseDoc['supervised'] & object;
    await write([
      doc('1', 'handling', { supervised }),
      doc('2', 'closed', { ...ended, supervised }),
    ]);
    const { rows } = await look({});
    expect(rows.map((row) => row.supervisedUntil)).toEqual([NOW + HOUR_MS, undefined]);
  });

  it('puts what is critical above all that waits longer, from the start and once it is late', async () => {
    const dueAt = (due: number): Partial<CaseDoc> => ({
      clocks: { handle: { startedAt: 0, dueAt: due, limitText: '' } },
    });
    await write([
      doc('1', 'handling', dueAt(NOW - 9 * HOUR_MS)),
      doc('2', 'handling', { ...dueAt(NOW + HOUR_MS), urgency: 'critical', assignments: SIGNED }),
      doc('3', 'to_dispatch', { ...dueAt(NOW + 3 * HOUR_MS), urgency: 'critical' }),
      doc('4', 'to_dispatch', { urgency: 'critical', clocks: {} }),
    ]);
    const order = async (now = NOW) => (await look({}, now)).rows.map((row) => row.caseId);
    expect(await order()).toEqual(['4', '3', '1', '2']);
    await database.write((tx) => raiseOverdue(tx, NOW + 2 * HOUR_MS));
    expect(await order(NOW + 2 * HOUR_MS)).toEqual(['4', '2', '3', '1']);
  });

  it('finds the cases of a street by its name and by pinyin initials, though no word says it', async () => {
    const there = { place: { text: '路口', street: '110101008' } } as Partial<CaseDoc>;
    await write([doc('1', 'reported', there), doc('2', 'reported'), doc('3', 'closed', there)]);
    const found = async (text: string) => (await look({ text })).rows.map((row) => row.caseId);
    expect(await found('dzm')).toEqual(expect.arrayContaining(['1', '3', '2']));
    // Its own words count beside the street's name.
    expect((await found('东直门')).toSorted()).toEqual(['1', '2', '3']);
    expect(await found('路口')).toEqual(['1', '3']);
    expect(await found('hpl')).toEqual([]);
  });

  it('lets a case without a matter wait for whoever can give it one', async () => {
    const none = { matter: undefined, urgency: 'critical' } as unknown as Partial<CaseDoc>;
    await write([doc('1', 'reported', none), doc('2', 'reported')]);
    const { rows, total } = await look({ filter: 'mine' });
    expect([rows.map((row) => row.caseId), total]).toEqual([['1'], 1]);
  });

  it('moves a case to the top when its limit runs out, without being told', async () => {
    await write([doc('1', 'to_dispatch')]);
    expect((await look({})).lanes[0]?.lane).toBe('toDispatch');
    const later = NOW + 2 * HOUR_MS;
    expect(await database.write((tx) => raiseOverdue(tx, later))).toBe(true);
    expect(await database.write((tx) => raiseOverdue(tx, later))).toBe(false);
    expect((await look({}, later)).lanes[0]?.lane).toBe('now');
    expect((await look({ filter: 'toDispatch' }, later)).total).toBe(1);
    expect((await look({}, NOW + 0.9 * HOUR_MS)).counts.near).toBe(1);
  });

  it('puts a case first that lost its unit to another one', async () => {
    const unitLost = { unitLost: { unit: 'u1', to: '9', at: NOW } };
    await write([doc('1', 'to_dispatch'), doc('2', 'to_dispatch', unitLost)]);
    const { rows, lanes } = await look({});
    expect(rows.map((row) => row.caseId)).toEqual(['2', '1']);
    expect(lanes[0]).toEqual({ lane: 'now', count: 1 });
  });

  it('is found by words, by one character, by initials and by the end of its number', async () => {
    await write([doc('1', 'reported'), doc('42', 'reported', { title: '井盖破损' })]);
    const found = async (text: string): Promise<string[]> =>
      (await look({ text, sort: 'newest' })).rows.map((row) => row.caseId).sort();
    expect(await found('路灯')).toEqual(['1']);
    expect(await found('灯')).toEqual(['1']);
    expect(await found('井盖 东直门')).toEqual(['42']);
    expect(await found('jgps')).toEqual(['42']);
    expect(await found('0042')).toEqual(['42']);
    expect(await found('DC260302-0042')).toEqual(['42']);
    expect(await found('没有的词')).toEqual([]);
    expect(await found('"; DROP')).toEqual([]);
  });

  it('marks what stands only here and forgets what moved away', async () => {
    await write([doc('1', 'reported')], 'pending');
    expect((await look({ filter: 'pending' })).rows[0]?.sync).toBe('pending');
    await write([doc('1', 'reported')]);
    expect((await look({ filter: 'pending' })).total).toBe(0);
    await database.write((tx) => writer.erase(tx, ['1']));
    expect((await look({ text: '路灯' })).total).toBe(0);
    expect((await look({})).counts.all).toBe(0);
  });

  it('shows the last page when the list became shorter than where one looks', async () => {
    await write([doc('1', 'reported'), doc('2', 'reported')]);
    const window = await look({ from: 500 });
    expect({ from: window.from, rows: window.rows.length }).toEqual({ from: 1, rows: 1 });
  });

  it('opens, filters and pages 50,000 cases in a fraction of the limit', async () => {
    const stages: readonly Stage[] = [
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
      'closed',
      'handling',
    ];
    for (let from = 0; from < 50_000; from += 5_000) {
      const docs = Array.from({ length: 5_000 }, (_, i) => {
        const stage = stages[i % 10] ?? 'closed';
        return doc(String(from + i), stage, stage === 'closed' ? ended : {});
      });
      await write(docs);
    }
    const times: number[] = [];
    for (const params of [
      {},
      { from: 45_000 },
      { filter: 'inHand' },
      { filter: 'mine' },
      { sort: 'newest', from: 20_000 },
      { text: '路灯' },
    ] as const) {
      for (const who of [DISPATCHER, reader('op', ['inspector', 'district'])]) {
        const began = performance.now();
        expect((await look(params, NOW, who)).total).toBeGreaterThanOrEqual(0);
        times.push(performance.now() - began);
      }
    }
    // The floor of 50 ms is measured by the benchmark; here only a lost index would be this slow.
    expect(Math.max(...times)).toBeLessThan(1_000);
  }, 120_000);
});

describe('the board of a person who reads his own cases only', () => {
  const unit = reader('u', ['unit', 'unit:u1']);
  const inspector = reader('in', ['inspector', 'district']);
  const clerk = reader('cb', ['callbackClerk', STREET]);
  const at = (unit: string, state = 'offered'): Partial<CaseDoc> =>
    ({ assignments: { a: { id: 'a', unit, state, lead: true, round: 1 } } }) as never;
  const ids = async (who: Reader, params: Partial<BoardParams> = {}): Promise<string[]> =>
    (await look(params, NOW, who)).rows.map((row) => row.caseId).sort();

  beforeEach(async () => {
    await write([
      doc('1', 'dispatched', at('u1')),
      doc('2', 'dispatched', at('u2')),
      doc('3', 'to_dispatch', at('u1', 'returned')),
      doc('4', 'handled', { verifyOrdered: 'in' }),
      doc('5', 'handled', { verifyOrdered: 'other' }),
      doc('6', 'reported', { createdBy: 'in' }),
      doc('7', 'closed', { ...ended, callbackDueAt: NOW }),
      doc('8', 'closed', { ...ended, members: { district: true }, callbackDueAt: NOW }),
    ]);
  });

  it('lists, counts and finds those alone', async () => {
    expect(await ids(unit)).toEqual(['1']);
    expect(await ids(unit, { text: '路灯' })).toEqual(['1']);
    expect(await ids(unit, { text: '路灯', sort: 'updated', filter: 'toSign' })).toEqual(['1']);
    expect(await ids(inspector)).toEqual(['4', '6']);
    expect(await ids(inspector, { filter: 'mine' })).toEqual(['4']);
    expect(await ids(clerk)).toEqual(['7']);
    expect(await ids(clerk, { filter: 'mine' })).toEqual(['7']);
    expect(await ids(reader('qa', ['quality', 'district']))).toEqual([]);
    const { counts, total, lanes } = await look({}, NOW, inspector);
    expect(counts).toMatchObject({ all: 2, mine: 1, toCheck: 1, toSign: 0, closedToday: 0 });
    expect([total, lanes]).toEqual([
      2,
      [
        { lane: 'queue', count: 1 },
        { lane: 'toCheck', count: 1 },
      ],
    ]);
    expect((await look({}, NOW, clerk)).counts).toMatchObject({ all: 1, mine: 1, closedToday: 1 });
    expect((await look({}, NOW, null)).counts).toMatchObject({ all: 0, mine: 0 });
  });

  it('puts the call-back that is due first before the others', async () => {
    const closed = (id: string, ago: number): CaseDoc =>
      doc(id, 'closed', { ...ended, closedAt: NOW - ago, callbackDueAt: NOW - ago + DAY_MS });
    await write([closed('a', 30), closed('b', 50), closed('c', 10), closed('7', 20)]);
    const rows = (await look({ filter: 'mine' }, NOW, clerk)).rows.map((row) => row.caseId);
    expect(rows).toEqual(['b', 'a', '7', 'c']);
    const all = (await look({ filter: 'all' }, NOW, clerk)).rows.map((row) => row.caseId);
    expect(all).toEqual(['c', '7', 'a', 'b']);
  });

  it('forgets a case that is no longer his', async () => {
    await write([doc('1', 'to_dispatch', at('u1', 'recalled')), doc('2', 'dispatched', at('u1'))]);
    expect(await ids(unit)).toEqual(['2']);
    await database.write((tx) => writer.erase(tx, ['2']));
    const left = await database.read((sql) =>
      sql.all('SELECT * FROM board_key WHERE key = ?', ['unit@u1']),
    );
    expect(left).toEqual([]);
  });

  it('is read through the index of its keys, whatever the order', async () => {
    const own = andOpenedBy(['unit@u1']);
    for (const sql of [
      `SELECT id FROM board WHERE 1${own.sql} ORDER BY lane, clock_key, case_no LIMIT 100 OFFSET 0`,
      `SELECT id FROM board WHERE 1${own.sql} ORDER BY created_at DESC, id LIMIT 100 OFFSET 0`,
      `SELECT lane, COUNT(*) FROM board WHERE 1${own.sql} GROUP BY lane ORDER BY lane`,
      `SELECT COUNT(*) FROM board WHERE open = 1${own.sql}`,
    ]) {
      const plan = await database.read((r) =>
        r.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, own.params),
      );
      const text = plan.map(({ detail }) => detail).join('\n');
      expect(text, sql).toMatch(/SEARCH board USING INTEGER PRIMARY KEY \(rowid=\?\)/);
      expect(text, sql).toMatch(/SEARCH board_key USING COVERING INDEX board_key_by_key/);
      expect(text, sql).not.toMatch(/SCAN board/);
    }
  });
});

describe('a limit on the board', () => {
  it('is near from the millisecond from which the clock is yellow', () => {
    for (let span = 1_000; span < 1_010; span += 1) {
      const clock = { startedAt: NOW, dueAt: NOW + span, limitText: '' };
      const given = { sync: 'confirmed', now: NOW, repeat: 0 } as const;
      const { nearAt } = boardColumns(doc('1', 'handling', { clocks: { handle: clock } }), given);
      expect([nearAt - 1, nearAt].map((at) => clockState(clock, at))).toEqual(['green', 'yellow']);
    }
  });
});

describe('what a case waits for', () => {
  const waits = (stage: Stage, over: Partial<CaseDoc> = {}): number =>
    boardColumns(doc('1', stage, over), { sync: 'confirmed', now: NOW, repeat: 0 }).waits;

  it('is named by role and stage', () => {
    expect(waits('to_dispatch')).toBe(WAITS.dispatcher);
    expect(waits('handling')).toBe(WAITS.unit);
    expect(waits('to_close')).toBe(WAITS.dutyChief);
    expect(waits('closed', { ...ended, callbackDueAt: NOW })).toBe(WAITS.callbackClerk);
    expect(waits('closed', ended)).toBe(0);
  });
});

describe('words of the index', () => {
  it('are pairs, initials behind a y and numbers behind an n', () => {
    const terms = indexTerms(['井盖破损'], ['DC260302-0042']).split(' ');
    for (const term of [
      '井盖',
      '盖破',
      '破损',
      'yjg',
      'ygp',
      'yps',
      'n0042',
      'n42',
      'dc2603020042',
    ]) {
      expect(terms).toContain(term);
    }
  });

  it('ask for nothing that cannot be searched', () => {
    expect(matchExpression('  ')).toBeNull();
    expect(matchExpression('，。!')).toBeNull();
    expect(matchExpression('井盖')).toBe('"井盖"');
  });
});
