import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CommitBatch,
  DistrictStore,
  FeedRow,
  LogEntry,
  StoredCase,
} from '#core/district/store/districtStore.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import { replayIdOf } from '#core/domain/operation/operation.ts';
import type { FeedEntry } from '#core/protocol/sync/frames.ts';
import { storeKinds } from '#tests/support/storeKinds.ts';
import { batch, entry, event, hash, stored } from '#tests/support/storeRows.ts';

const implementations = storeKinds();

const DAY = 86_400_000;
const LIMIT = { entries: 500, bytes: 1 << 20 };

describe.each(implementations)('district store: $name', ({ open }) => {
  let folder = '';
  let store: DistrictStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shaotai-store-'));
    store = await open(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const entriesOf = async (scope: Scope, from = 0, limit = LIMIT): Promise<FeedEntry[]> => {
    const page = await store.page(scope, from, limit);
    return page.entries.map((text) => JSON.parse(text) as FeedEntry);
  };

  it('tells notes of who looked at what, the newest first, from where a page ended', async () => {
    const note = (seq: number, at: number): LogEntry =>
      entry(seq, { kind: 'access.note', caseId: null, ver: null, at });
    const entries = [note(1, 5_000), entry(2), note(3, 9_000), note(4, 9_000), note(5, 7_000)];
    await store.commit(batch({ entries }));
    const seqs = async (since: number, before: { at: number; seq: number }, limit = 9) =>
      (await store.looks({ since, before, limit })).map(({ decision }) => decision.serverSeq);
    const end = { at: 1e12, seq: 0 };
    expect(await seqs(0, end)).toEqual([4, 3, 5, 1]);
    expect(await seqs(0, end, 2)).toEqual([4, 3]);
    expect(await seqs(0, { at: 9_000, seq: 4 })).toEqual([3, 5, 1]);
    expect(await seqs(6_000, { at: 9_000, seq: 3 })).toEqual([5]);
  });

  it('tells archived cases whose words are there, the first archived first, from where a page ended', async () => {
    const archived = (seq: number, caseId: string, at: number): LogEntry =>
      entry(seq, { kind: 'case.archive', caseId, ver: 1, at });
    const redacted = (seq: number, caseId: string): LogEntry =>
      entry(seq, { kind: 'case.redact', caseId, ver: 2, at: 50 });
    const words = { atMs: 50, by: 'adm', reason: 'asked', ver: 2 } as const;
    await store.commit(
      batch({
        entries: [
          ...[archived(1, 'a', 30), archived(2, 'b', 10), archived(3, 'c', 20)],
          ...[archived(4, 'd', 40), redacted(5, 'c'), redacted(6, 'd')],
        ],
        cases: [
          ...[stored('a', 1, 1), stored('b', 1, 2)],
          stored('c', 2, 5, { redacted: words }),
          // Something came to it since.
          stored('d', 3, 7, { redacted: words }),
        ],
      }),
    );
    const told = async (until: number, after = { at: 0, seq: 0 }, limit = 9) =>
      (await store.archived({ until, after, limit })).map(({ caseId, at }) => [caseId, at]);
    expect(await told(100)).toEqual([
      ['b', 10],
      ['a', 30],
      ['d', 40],
    ]);
    expect(await told(30)).toEqual([
      ['b', 10],
      ['a', 30],
    ]);
    expect(await told(100, { at: 10, seq: 2 }, 1)).toEqual([['a', 30]]);
    expect(await store.archivedCount(100, 9)).toBe(3);
    expect(await store.archivedCount(100, 2)).toBe(2);
  });

  const given = (seq: number, caseId: string, caseNo: string): Partial<CommitBatch> => {
    const made = entry(seq, { caseId, ver: 1 });
    const decision = { ...made.decision, casePatch: { ver: 1, caseNo } };
    return {
      entries: [{ ...made, decision }],
      cases: [stored(caseId, 1, seq, { caseNo, createdAt: seq })],
    };
  };

  it('knows whose a number is, and how far a day has come in a range', async () => {
    await store.commit(batch(given(1, 'a', 'DC260302-0007')));
    await store.commit(batch(given(2, 'b', 'DC260302-9999')));
    await store.commit(batch(given(3, 'c', 'DC260302-10001')));
    await store.commit(batch(given(4, 'd', 'DC260303-0900')));
    await store.commit(batch(given(5, 'e', 'DCX260302-0800')));
    expect(await store.numbered(['DC260302-0007', 'DC260302-0008', 'DC260303-0900'])).toEqual(
      expect.arrayContaining([
        { caseNo: 'DC260302-0007', caseId: 'a' },
        { caseNo: 'DC260303-0900', caseId: 'd' },
      ]),
    );
    expect(await store.numbered(['DC260302-0008'])).toEqual([]);
    const last = (from: number, to: number): Promise<number> =>
      store.lastSerial('DC260302-', { from, to });
    expect(await last(1, 100)).toBe(7);
    expect(await last(101, 9_000)).toBe(0);
    expect(await last(9_001, 20_000)).toBe(10_001);
    expect(await store.lastSerial('DC260304-', { from: 1, to: 100 })).toBe(0);
  });

  it('takes nothing of a batch that gives a number twice, or a case another one', async () => {
    await store.commit(batch(given(1, 'a', 'DC260302-0001')));
    const twice = batch(given(2, 'b', 'DC260302-0001'));
    await expect(async () => store.commit(twice)).rejects.toThrow();
    expect(await store.cases(['b'])).toEqual([]);
    const { entries = [] } = given(2, 'a', 'DC260302-0002');
    await expect(async () => store.commit(batch({ entries }))).rejects.toThrow();
    expect(await store.numbered(['DC260302-0002'])).toEqual([]);
    expect((await store.head()).serverSeq).toBe(1);
    await store.commit(batch(given(2, 'b', 'DC260302-0002')));
  });

  it('names the cases that have no number, the oldest first', async () => {
    const none = (caseId: string, seq: number): StoredCase =>
      stored(caseId, 1, seq, { createdAt: 10 - seq });
    await store.commit(batch({ cases: [none('a', 1), none('b', 2), none('c', 3)] }));
    await store.commit(batch(given(4, 'd', 'DC260302-0001')));
    expect(await store.numberless(10)).toEqual(['c', 'b', 'a']);
    expect(await store.numberless(1)).toEqual(['c']);
  });

  it('is empty at first', async () => {
    expect(await store.head()).toEqual({ serverSeq: 0, chain: '0'.repeat(64) });
    expect(await store.marks()).toEqual([]);
    expect((await store.heads()).size).toBe(0);
    expect(await store.meta('epoch')).toBeNull();
    expect(await store.page('district', 0, LIMIT)).toEqual({ to: 0, head: 0, entries: [] });
  });

  it('keeps what was committed, together', async () => {
    const mark = {
      replica: 'r1',
      incarnation: 1,
      rseq: 2,
      hash: hash(2),
      at: 2_000,
      quarantinedAt: null,
    };
    const device = {
      device: 'd1',
      ver: 1,
      replica: 'r1',
      publicKey: 'k',
      scope: 'district',
      name: 'n',
      enrolledAt: 1,
    } as const;
    await store.commit(
      batch({
        entries: [entry(1), entry(2)],
        cases: [stored('c1', 2, 2)],
        records: [{ type: 'device', id: 'd1', doc: device }],
        feed: [event('district', 1), event('district', 2)],
        marks: [mark],
      }),
    );
    await store.setMeta('epoch', 'e1');
    await store.setMetas(new Map([['lines/a', '1']]));
    await store.setMetas(
      new Map([
        ['lines/a', '2'],
        ['lines/b%', '3'],
      ]),
    );
    await store.setMetas(new Map());
    expect(await store.head()).toEqual({ serverSeq: 2, chain: hash(1_002) });
    expect(await store.marks()).toEqual([mark]);
    expect(await store.cases(['c1', 'c1', 'none'])).toEqual([stored('c1', 2, 2)]);
    expect(await store.records('device', ['d1', 'd2'])).toEqual([
      { type: 'device', id: 'd1', doc: device },
    ]);
    expect(await store.recordsOf(['device', 'grant'])).toHaveLength(1);
    expect(await store.recordsOf(['grant'])).toEqual([]);
    expect([...(await store.heads())]).toEqual([['district', 2]]);
    expect(await store.meta('epoch')).toBe('e1');
    const lines = [...(await store.metasOf('lines/'))].sort(([a], [b]) => a.localeCompare(b));
    expect(lines).toEqual([
      ['lines/a', '2'],
      ['lines/b%', '3'],
    ]);
    expect(await store.log(0, 10)).toEqual([entry(1), entry(2)]);
    expect(await store.log(1, 1)).toEqual([entry(2)]);
  });

  it('changes a case, a record and a mark in place', async () => {
    const mark = {
      replica: 'r1',
      incarnation: 1,
      rseq: 1,
      hash: hash(1),
      at: 1,
      quarantinedAt: null,
    };
    await store.commit(batch({ entries: [entry(1)], cases: [stored('c1', 1, 1)], marks: [mark] }));
    const next = { ...mark, rseq: 2, hash: hash(2), quarantinedAt: 77 };
    await store.commit(
      batch({ entries: [entry(2)], cases: [stored('c1', 2, 2, { title: 'y' })], marks: [next] }),
    );
    expect(await store.marks()).toEqual([next]);
    expect((await store.cases(['c1']))[0]?.doc.title).toBe('y');
  });

  it('refuses an operation that is decided already and leaves nothing of its batch', async () => {
    await store.commit(batch({ entries: [entry(1)] }));
    const again = { ...entry(2), op: entry(1).op };
    const twice = async (): Promise<void> => {
      await store.commit(batch({ entries: [again], cases: [stored('c9', 1, 2)] }));
    };
    await expect(twice()).rejects.toThrow();
    expect(await store.cases(['c9'])).toEqual([]);
    expect((await store.head()).serverSeq).toBe(1);
  });

  it('knows decided operations by their place and by their id', async () => {
    await store.commit(
      batch({ entries: [entry(1), entry(2), entry(3, { replica: 'r2', rseq: 1 })] }),
    );
    const known = await store.known('r1', 1, { from: 1, to: 9 });
    expect(known.map(({ rseq, opHash, opId }) => [rseq, opHash, opId])).toEqual([
      [1, hash(1), 'op-r1-1'],
      [2, hash(2), 'op-r1-2'],
    ]);
    expect(known[1]?.decision).toEqual(entry(2).decision);
    expect(await store.known('r1', 2, { from: 1, to: 9 })).toEqual([]);
    const byId = await store.knownByIds(['op-r2-3', 'unknown']);
    expect(byId.map(({ opId, replica, rseq }) => [opId, replica, rseq])).toEqual([
      ['op-r2-3', 'r2', 1],
    ]);
  });

  it('tells the history of a case above a version, oldest first', async () => {
    await store.commit(
      batch({
        entries: [
          entry(1, { ver: 1 }),
          entry(2, { ver: 2 }),
          entry(3, { ver: 1, caseId: 'c2' }),
          entry(4, { ver: 3 }),
        ],
      }),
    );
    const history = await store.history('c1', 1);
    expect(history.map(({ decision }) => decision.serverSeq)).toEqual([2, 4]);
  });

  it('tells what stands deferred, the oldest first, and no more what was decided again', async () => {
    const deferred = (seq: number, caseId: string | null): LogEntry => {
      const { decision, ...rest } = entry(seq, { ver: null, caseId });
      return { ...rest, decision: { ...decision, outcome: 'deferred', stateHash: null } };
    };
    const [first, second, third] = [deferred(1, 'c1'), deferred(2, 'c2'), deferred(4, null)];
    await store.commit(batch({ entries: [first, second, entry(3), third] }));
    expect(await store.waiting(9)).toEqual([first, second, third]);
    expect(await store.waiting(2)).toEqual([first, second]);
    const written = entry(5, { replica: 'district', rseq: 1 });
    const op = { ...written.op, opId: replayIdOf(first.op.opId) };
    await store.commit(batch({ entries: [{ ...written, op }] }));
    expect(await store.waiting(9)).toEqual([second, third]);
  });

  it('finds what is open, and what began, ended or was called back lately', async () => {
    const now = 10 * DAY;
    await store.commit(
      batch({
        entries: [entry(1, { caseId: 'old-called', kind: 'callback.try', at: now - 5, ver: 9 })],
        cases: [
          stored('open-old', 1, 1, { createdAt: DAY }),
          stored('new-closed', 1, 2, { createdAt: now - 10, stage: 'closed', closedAt: now - 5 }),
          stored('old-ended', 1, 3, { createdAt: DAY, stage: 'refused', updatedAt: now - 7 }),
          stored('old-closed', 1, 4, { createdAt: DAY, stage: 'closed', closedAt: 2 * DAY }),
          stored('old-called', 1, 5, { createdAt: DAY, stage: 'closed', closedAt: 2 * DAY }),
        ],
      }),
    );
    const ids = (found: readonly StoredCase[]): string[] =>
      found.map(({ doc }) => doc.caseId).sort();
    expect(ids(await store.openCases())).toEqual(['open-old']);
    expect(ids(await store.recentCases(now - DAY))).toEqual([
      'new-closed',
      'old-called',
      'old-ended',
    ]);
  });

  it('pages a feed in order, never splits one number, and ends at the head', async () => {
    const feed: FeedRow[] = [];
    for (let seq = 1; seq <= 9; seq += 1) feed.push(event('district', seq));
    feed.splice(5, 0, event('district', 5, 'c2'));
    await store.commit(batch({ entries: Array.from({ length: 9 }, (_, i) => entry(i + 1)), feed }));
    const seen: number[] = [];
    let from = 0;
    for (let turn = 0; turn < 20; turn += 1) {
      const page = await store.page('district', from, { entries: 3, bytes: 1 << 20 });
      expect(page.head).toBe(9);
      const seqs = page.entries.map((text) => (JSON.parse(text) as FeedEntry).seq);
      seen.push(...seqs);
      expect(seqs.every((seq) => seq > from && seq <= page.to)).toBe(true);
      if (page.to === from) break;
      from = page.to;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 5, 6, 7, 8, 9]);
    expect(from).toBe(9);
  });

  it('tells an inbox its notices in order, several of one number together, from its newest', async () => {
    const inbox: Scope = 'inbox:p1';
    const notice = (seq: number, code: string): FeedRow => ({
      type: 'notice',
      scope: inbox,
      seq,
      caseId: 'c1',
      body: { to: 'p1', code },
    });
    const feed = [
      event('district', 1),
      notice(1, 'a'),
      event('district', 2),
      notice(2, 'b'),
      notice(2, 'c'),
      event('district', 3),
      notice(3, 'd'),
    ];
    await store.commit(batch({ entries: [entry(1), entry(2), entry(3)], feed }));
    expect((await store.heads()).get(inbox)).toBe(3);
    const told = async (from: number): Promise<unknown> =>
      (await entriesOf(inbox, from)).map((one) =>
        one.type === 'notice' ? [one.seq, one.notice.code] : one.type,
      );
    expect(await told(0)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [2, 'c'],
      [3, 'd'],
    ]);
    expect(await told(2)).toEqual([[3, 'd']]);
    // The newest three begin within number 2, which is never split: the page begins after it.
    expect([await store.tail(inbox, 3), await store.tail(inbox, 2)]).toEqual([1, 2]);
    expect([await store.tail(inbox, 4), await store.tail('inbox:nobody', 1)]).toEqual([0, 0]);
    expect((await entriesOf('district')).map((one) => one.type)).toEqual([
      'event',
      'event',
      'event',
    ]);
  });

  it('keeps pages small by bytes, too, but always moves on', async () => {
    const feed = [event('district', 1), event('district', 2)];
    await store.commit(batch({ entries: [entry(1), entry(2)], feed }));
    const page = await store.page('district', 0, { entries: 100, bytes: 10 });
    expect([page.entries.length, page.to]).toEqual([1, 1]);
  });

  it('words an event with its operation and its decision, and an enter with the story so far', async () => {
    const enter: FeedRow = {
      type: 'enter',
      scope: 'street:1',
      seq: 2,
      caseId: 'c1',
      body: { doc: { caseId: 'c1', ver: 2 }, stateHash: hash(2) },
    };
    const leave: FeedRow = {
      type: 'leave',
      scope: 'street:2',
      seq: 2,
      caseId: 'c1',
      body: { caseId: 'c1', stub: { caseId: 'c1' }, to: 'street:1' },
    };
    await store.commit(
      batch({
        entries: [entry(1), entry(2)],
        cases: [stored('c1', 2, 2)],
        feed: [event('district', 1), event('district', 2), enter, leave],
      }),
    );
    const [first] = await entriesOf('district');
    expect(first).toEqual({
      type: 'event',
      seq: 1,
      event: { op: entry(1).op, ...entry(1).decision },
    });
    const [entered] = await entriesOf('street:1');
    expect(entered).toMatchObject({
      type: 'enter',
      seq: 2,
      caseId: 'c1',
      doc: { ver: 2 },
      stateHash: hash(2),
    });
    expect(entered?.type === 'enter' && entered.events.map(({ ver }) => ver)).toEqual([1, 2]);
    expect(await entriesOf('street:2')).toEqual([
      { type: 'leave', seq: 2, caseId: 'c1', stub: { caseId: 'c1' }, to: 'street:1' },
    ]);
  });

  it('cuts a decision down to what a reader may have', async () => {
    const patch = { ver: 1 };
    const told = entry(1);
    const records = [
      { type: 'call', id: 'k1', patch },
      { type: 'unit', id: 'u1', patch },
    ] as const;
    const cut: LogEntry = { ...told, decision: { ...told.decision, records } };
    const part: FeedRow = { type: 'part', scope: 'ref', seq: 1, caseId: null };
    await store.commit(
      batch({ entries: [cut], feed: [event('district', 1), part, event('street:9', 1)] }),
    );
    const seen = async (scope: Scope): Promise<unknown> => {
      const [first] = await entriesOf(scope);
      return first?.type === 'event' ? first.event.records.map(({ id }) => id) : null;
    };
    expect(await seen('district')).toEqual(['k1']);
    expect(await seen('street:9')).toEqual([]);
    expect(await seen('ref')).toEqual(['u1']);
    const [forOthers] = await entriesOf('ref');
    const text = JSON.stringify(forOthers);
    expect(text).not.toContain('说明');
    expect(forOthers).toMatchObject({
      event: { caseId: null, ver: null, casePatch: null, stateHash: null },
    });
  });

  it('fills a scope with its hot cases, whole and once, resumable, then with its records', async () => {
    const now = 100 * DAY;
    const members = { district: true } as const;
    const closed = (days: number): Partial<CaseDoc> => ({
      stage: 'closed',
      closedAt: now - days * DAY,
      members,
    });
    await store.commit(
      batch({
        entries: [1, 2, 3, 4, 5].map((seq) => entry(seq, { caseId: `c${seq}`, ver: 1 })),
        cases: [
          stored('c1', 1, 1, { members }),
          stored('c2', 1, 2, closed(3)),
          stored('c3', 1, 3, closed(30)),
          stored('c4', 1, 4, { members: { 'street:1': true } }),
          stored('c5', 1, 5, { members }),
        ],
        records: [
          {
            type: 'call',
            id: 'k1',
            doc: {
              callId: 'k1',
              ver: 1,
              line: 'l',
              rangAt: now - 9,
              endedAt: now - 5,
              outcome: 'abandoned',
            },
          },
        ],
        feed: [1, 2, 3, 5].map((seq) => event('district', seq, `c${seq}`)),
      }),
    );
    const options = { endedSince: now - 7 * DAY, withEndedEvents: false, entries: 2, upTo: 5 };
    const first = await store.fill('district', 0, options);
    const second = await store.fill('district', first.to, options);
    const all = [...first.entries, ...second.entries].map((text) => JSON.parse(text) as FeedEntry);
    const entered = all.flatMap((one) => (one.type === 'enter' ? [one] : []));
    expect(entered.map(({ caseId }) => caseId)).toEqual(['c1', 'c2', 'c5']);
    expect(entered.map(({ events }) => events.length)).toEqual([1, 0, 1]);
    const events = all.flatMap((one) => (one.type === 'event' ? one.event.records : []));
    expect(events.map(({ type, id }) => [type, id])).toEqual([['call', 'k1']]);
    expect([first.to, second.to, second.head]).toEqual([2, 5, 5]);
    expect((await store.recentCalls(now - DAY)).map((call) => call.callId)).toEqual(['k1']);
    expect(await store.recentCalls(now)).toEqual([]);
  });

  it('says how the hot cases of a scope stand, and where its feed stood then', async () => {
    const now = 100 * DAY;
    const members = { district: true, 'street:1': true } as const;
    await store.commit(
      batch({
        entries: [1, 2, 3, 4].map((seq) => entry(seq, { caseId: `c${seq}`, ver: 1 })),
        cases: [
          stored('c1', 1, 1, { members }),
          stored('c2', 1, 2, { members, stage: 'closed', closedAt: now - 3 * DAY }),
          stored('c3', 1, 3, { members, stage: 'closed', closedAt: now - 30 * DAY }),
          stored('c4', 1, 4),
        ],
        feed: [
          ...[1, 2, 3].map((seq) => event('street:1', seq, `c${seq}`)),
          ...[1, 2, 3, 4].map((seq) => event('district', seq, `c${seq}`)),
        ],
      }),
    );
    const of = async (scope: Scope, since: number): Promise<unknown> => {
      const { head, states } = await store.states(scope, since);
      const byId = [...states].sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
      return [head, byId.map(({ caseId, stateHash, lastSeq }) => [caseId, stateHash, lastSeq])];
    };
    const row = (seq: number) => [`c${seq}`, hash(seq), seq];
    expect(await of('street:1', now - 7 * DAY)).toEqual([3, [row(1), row(2)]]);
    expect(await of('street:1', now - 60 * DAY)).toEqual([3, [row(1), row(2), row(3)]]);
    expect(await of('district', now)).toEqual([4, [row(1), row(4)]]);
    expect(await of('street:2', 0)).toEqual([0, []]);
  });

  it('tells what ended in a scope, the last first, page by page', async () => {
    const members = { district: true, 'street:1': true } as const;
    const ended = (at: number): Partial<CaseDoc> => ({ stage: 'closed', closedAt: at, members });
    await store.commit(
      batch({
        entries: [1, 2, 3, 4, 5, 6].map((seq) => entry(seq, { caseId: `c${seq}`, ver: 1 })),
        cases: [
          stored('c1', 1, 1, ended(10 * DAY)),
          stored('c2', 1, 2, ended(30 * DAY)),
          stored('c3', 1, 3, ended(30 * DAY)),
          stored('c4', 1, 4, { members }),
          stored('c5', 1, 5, { ...ended(25 * DAY), members: { district: true } }),
          stored('c6', 1, 6, ended(40 * DAY)),
        ],
      }),
    );
    const since = 15 * DAY;
    const told = async (endedAt: number, caseId: string): Promise<readonly string[]> => {
      const page = await store.ended('street:1', { since, before: { endedAt, caseId }, cases: 2 });
      return page.map(({ doc }) => doc.caseId);
    };
    expect(await told(100 * DAY, '')).toEqual(['c6', 'c3']);
    expect(await told(30 * DAY, 'c3')).toEqual(['c2']);
    expect(await told(30 * DAY, 'c2')).toEqual([]);
  });

  it('[I-18] tells a leave that happened between two pages of a first filling', async () => {
    const members = { district: true, 'street:1': true } as const;
    await store.commit(
      batch({
        entries: [1, 2, 3].map((seq) => entry(seq, { caseId: `c${seq}`, ver: 1 })),
        cases: [1, 2, 3].map((seq) => stored(`c${seq}`, 1, seq, { members })),
        feed: [1, 2, 3].map((seq) => event('street:1', seq, `c${seq}`)),
      }),
    );
    const options = { endedSince: 0, withEndedEvents: true, entries: 2, upTo: 3 };
    const first = await store.fill('street:1', 0, options);
    const gone = { caseId: 'c1', stub: { caseId: 'c1' }, to: 'district' };
    await store.commit(
      batch({
        entries: [entry(4, { caseId: 'c1', ver: 2 })],
        cases: [stored('c1', 2, 4, { members: { district: true } })],
        feed: [{ scope: 'street:1', seq: 4, type: 'leave', caseId: 'c1', body: gone }],
      }),
    );
    const second = await store.fill('street:1', first.to, options);
    const rest = await store.page('street:1', second.to, { entries: 10, bytes: 1 << 20 });
    expect([first.to, second.to, rest.to]).toEqual([2, 3, 4]);
    const told = rest.entries.map((text) => JSON.parse(text) as FeedEntry);
    expect(told.map(({ type }) => type)).toEqual(['leave']);
  });
});
