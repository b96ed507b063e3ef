import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTS_KEPT_MS } from '#core/protocol/sync/actsKept.ts';
import { DISTRICT_FOLDER } from '#core/district/districtFolder.ts';
import { TRIES_A_TIME } from '#core/district/replays.ts';
import type { District } from '#core/district/openDistrict.ts';
import { replayIdOf, type AnyOperation } from '#core/domain/operation/operation.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import type { FeedEntry, WireNotice } from '#core/protocol/sync/frames.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import {
  Author,
  STREET_A,
  STREET_B,
  creation,
  newCaseId,
  smallPlace,
} from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';

let place: Place;
let district: District;
let backup: string;
let hall: Author;
let streetA: Author;
let streetB: Author;

beforeEach(async () => {
  backup = await mkdtemp(join(tmpdir(), 'shaotai-backup-'));
  place = await smallPlace();
  district = await place.open();
  hall = new Author('hall', 'district', place.clock);
  streetA = new Author('a', `street:${STREET_A}`, place.clock);
  streetB = new Author('b', `street:${STREET_B}`, place.clock);
  for (const author of [hall, streetA, streetB]) await author.enrol(district);
});
afterEach(async () => {
  await district.close();
  await place.remove();
  await rm(backup, { recursive: true, force: true });
});

const { database } = DISTRICT_FOLDER;

async function keep(): Promise<void> {
  await district.close();
  await cp(join(place.folder, database), join(backup, database));
  district = await place.open();
}

/** What was decided since `keep` is lost. */
async function putBack(): Promise<void> {
  place.clock.pass(1_000);
  await district.close();
  for (const end of ['-wal', '-shm']) await rm(join(place.folder, database + end), { force: true });
  await cp(join(backup, database), join(place.folder, database));
  district = await place.open();
  await district.history.restored();
  place.clock.pass(1_000);
}

const push = (author: Author, ...ops: AnyOperation[]) =>
  decidedBy(district, author.batch(ops)).then(async (decisions) => {
    await district.core.idle();
    return decisions;
  });

const note = (author: Author, by: string, caseId: string | null, seen: readonly [number, number]) =>
  author.make({ kind: 'case.note', caseId, args: { text: '在', public: false }, by, seen });

const newCase = () =>
  hall.make({
    kind: 'case.create',
    caseId: newCaseId(),
    args: creation({ next: 'file' }),
    by: 'opd',
  });

const send = (caseId: string | null) =>
  hall.make({
    kind: 'case.send',
    caseId,
    args: { to: `street:${STREET_B}`, note: '' },
    by: 'did',
    seen: [1, 0],
  });

const dispatch = (caseId: string | null, seen: readonly [number, number]) =>
  hall.make({
    kind: 'case.dispatch',
    caseId,
    args: {
      units: [{ unit: 'water', lead: true }],
      condition: 'c1',
      limitNote: '',
      note: '',
      advice: null,
    },
    by: 'did',
    seen,
  });

/** A console of the hall at which people of the water works sit. */
async function waterConsole(): Promise<Author> {
  const author = new Author('wat', 'district', place.clock);
  await author.enrol(district);
  return author;
}

async function told(person: string): Promise<WireNotice[]> {
  const all = { entries: 50, bytes: 1 << 20 };
  const page = await district.store.page(`inbox:${person}`, 0, all);
  const entries = page.entries.map((text) => JSON.parse(text) as FeedEntry);
  return entries.flatMap((entry) => (entry.type === 'notice' ? [entry.notice] : []));
}

const NOT_YET = { outcome: 'deferred', reason: { code: 'case/not-yet' }, ver: null };

describe('a district that was put back', () => {
  it('I-03, I-04, I-11, I-23: keeps what comes before its case, and decides it when the case is made again', async () => {
    await keep();
    const made = newCase();
    const fact = note(streetA, 'dia', made.caseId, [1, 0]);
    await push(hall, made);
    expect(await push(streetA, fact)).toMatchObject([{ outcome: 'applied', ver: 2 }]);
    await putBack();

    const [first] = await push(streetA, fact);
    expect(first).toMatchObject(NOT_YET);
    expect(await push(streetA, fact)).toEqual([first]);
    expect(await push(hall, made)).toMatchObject([{ outcome: 'applied', ver: 1 }]);
    expect((await caseAt(district, made.caseId ?? '')).ver).toBe(2);

    // Who asks again hears of it, under the act's own id, place and time; the first word stays in the log.
    const redecides = first?.serverSeq;
    const { rseq, opId } = fact;
    const again = { opId, rseq, outcome: 'applied', ver: 2, redecides, at: first?.at };
    expect(await push(streetA, fact)).toMatchObject([again]);
    const entries = await district.store.log(0, 1_000);
    const about = entries.filter(({ op }) => op.opId === opId || op.replays?.opId === opId);
    expect(about.map(({ op, decision }) => [op.opId, op.replica, decision.outcome])).toEqual([
      [opId, streetA.replica, 'deferred'],
      [replayIdOf(opId), 'district', 'applied'],
    ]);
    const notices = await told('dia');
    expect(notices.map((one) => [one.code, one.opId, one.outcome])).toEqual([
      ['act-deferred', opId, 'deferred'],
      ['act-carried-out', opId, 'applied'],
    ]);
    expect(district.core.state.waiting.size).toBe(0);

    // Over a restart nothing is said a third time.
    await district.close();
    district = await place.open();
    expect(district.core.state.waiting.size).toBe(0);
    expect(await push(streetA, fact)).toMatchObject([again]);
  });

  it('I-11: lets nobody be a stranger to a case by what it lost, in whatever order all come back', async () => {
    const made = newCase();
    await push(hall, made);
    await keep();
    const { caseId } = made;
    const moved = send(caseId);
    const facts = [note(streetB, 'dib', caseId, [2, 0]), note(streetB, 'dib', caseId, [2, 1])];
    await push(hall, moved);
    const before = await push(streetB, ...facts);
    expect(before.map(({ outcome, ver }) => [outcome, ver])).toEqual([
      ['applied', 3],
      ['applied', 4],
    ]);
    await putBack();

    expect(await push(streetB, ...facts)).toMatchObject([NOT_YET, NOT_YET]);
    expect((await caseAt(district, caseId ?? '')).ver).toBe(1);
    expect(await push(hall, moved)).toMatchObject([{ outcome: 'applied', ver: 2 }]);
    const after = await push(streetB, ...facts);
    expect(after.map(({ outcome, ver }) => [outcome, ver])).toEqual([
      ['applied', 3],
      ['applied', 4],
    ]);
  });

  it('I-11: lets a fact wait until what made it its author’s work is back, whatever its version', async () => {
    const made = newCase();
    await push(hall, made);
    await keep();
    const { caseId } = made;
    const wat = await waterConsole();
    const [sent, fact] = [dispatch(caseId, [1, 0]), note(wat, 'wat', caseId, [2, 0])];
    await push(hall, sent);
    expect(await push(wat, fact)).toMatchObject([{ outcome: 'applied', ver: 3 }]);
    await putBack();

    // Another history has reached the version by itself: its number proves nothing.
    await push(streetA, note(streetA, 'dia', caseId, [1, 0]));
    await wat.enrol(district);
    expect(await push(wat, fact)).toMatchObject([NOT_YET]);
    await push(hall, sent);
    expect(await push(wat, fact)).toMatchObject([{ outcome: 'applied', ver: 4 }]);
  });

  it('I-11: takes a fact of whose work it was, though another act has the version that he had seen', async () => {
    const made = newCase();
    await push(hall, made);
    await keep();
    const { caseId } = made;
    const wat = await waterConsole();
    const sent = dispatch(caseId, [1, 0]);
    await push(hall, sent);
    await push(streetA, note(streetA, 'dia', caseId, [2, 0]));
    const assignment = `${sent.opId}.0`;
    const args = { assignment, reason: 'x' };
    const recall = hall.make({ kind: 'assign.recall', caseId, args, by: 'did', seen: [2, 0] });
    const fact = note(wat, 'wat', caseId, [3, 0]);
    expect(await push(hall, recall)).toMatchObject([{ outcome: 'applied', ver: 4 }]);
    await putBack();

    // The note of the street is lost for good: now the recall has the version that the unit had seen.
    expect(await push(hall, sent, recall)).toMatchObject([{ ver: 2 }, { ver: 3 }]);
    await wat.enrol(district);
    expect(await push(wat, fact)).toMatchObject([{ outcome: 'applied', ver: 4 }]);
  });

  it('I-11: waits a day for a version that never comes, then judges by what there is and refuses no fact', async () => {
    const made = newCase();
    await push(hall, made);
    await keep();
    const { caseId } = made;
    await push(hall, send(caseId));
    const member = note(streetA, 'dia', caseId, [2, 0]);
    const stranger = note(streetB, 'dib', caseId, [2, 0]);
    await putBack();
    // Whoever moved the case lost the disk with it.
    const other = new Author('other', 'district', place.clock);
    await other.enrol(district);
    expect(await push(streetA, member)).toMatchObject([NOT_YET]);
    expect(await push(streetB, stranger)).toMatchObject([NOT_YET]);
    place.clock.pass(2 * DAY_MS);
    await push(other, note(other, 'did', caseId, [1, 0]));
    expect(await push(streetA, member)).toMatchObject([{ outcome: 'applied', ver: 3 }]);
    expect(await push(streetB, stranger)).toMatchObject([NOT_YET]);
  });

  it('doubts for as long as consoles bring acts again; then it judges by what there is, as it did before', async () => {
    const made = newCase();
    await push(hall, made);
    await keep();
    const stranger = note(streetB, 'dib', made.caseId, [2, 0]);
    const onNothing = note(streetA, 'dia', newCaseId(), [2, 0]);
    await putBack();
    expect(await push(streetB, stranger)).toMatchObject([NOT_YET]);
    expect(await push(streetA, onNothing)).toMatchObject([NOT_YET]);
    place.clock.pass(ACTS_KEPT_MS - 2 * DAY_MS);
    await district.core.replayWaiting(10);
    expect(district.core.state.waiting.size).toBe(2);
    place.clock.pass(3 * DAY_MS);
    await district.core.replayWaiting(10);
    expect(district.core.state.waiting.size).toBe(0);
    expect(await push(streetB, stranger)).toMatchObject([
      { outcome: 'refused-recorded', reason: { code: 'case/stranger' } },
    ]);
    // What is said from now on on a case that nobody knows waits for nothing.
    expect(await push(streetA, note(streetA, 'dia', newCaseId(), [2, 0]))).toMatchObject([
      { outcome: 'refused-recorded' },
    ]);
  });

  it('answers who pushes while a flood of acts is decided again, and decides each of them once', async () => {
    await keep();
    const made = newCase();
    const other = newCase();
    await push(hall, made, other);
    await putBack();
    const flood = Array.from({ length: 200 }, (_, i) => note(streetA, 'dia', made.caseId, [1, i]));
    await push(streetA, ...flood);
    expect(district.core.state.waiting.size).toBe(200);

    await decidedBy(district, hall.batch([made]));
    const answer = await decidedBy(district, hall.batch([other]));
    expect(answer).toMatchObject([{ outcome: 'applied', ver: 1 }]);
    // Its turn came after one slice of the flood, or before it.
    expect(district.core.state.waiting.size).toBeGreaterThanOrEqual(200 - TRIES_A_TIME);
    await district.core.idle();
    expect(district.core.state.waiting.size).toBe(0);
    expect((await caseAt(district, made.caseId ?? '')).ver).toBe(201);
  });

  it('looks at all that waits in turn, however few at a time', async () => {
    await keep();
    await putBack();
    const lost = [1, 2, 3].map(() => note(streetA, 'dia', newCaseId(), [1, 0]));
    await push(streetA, ...lost);
    place.clock.pass(ACTS_KEPT_MS + DAY_MS);
    for (const left of [2, 1, 0]) {
      await district.core.replayWaiting(1);
      expect(district.core.state.waiting.size).toBe(left);
    }
  });

  it('believes no console that says again what the district alone may', async () => {
    const made = newCase();
    await push(hall, made);
    const first = { opId: made.opId, replica: hall.replica, incarnation: 1, rseq: 1 };
    const over = [{ opId: replayIdOf(made.opId) }, { replays: first }];
    for (const claim of over) {
      const args = { text: '在', public: false };
      const { rseq, hash } = hall;
      const op = hall.make({
        kind: 'case.note',
        caseId: made.caseId,
        args,
        by: 'opd',
        seen: [1, 0],
        over: claim,
      });
      const answer = await district.core.push(hall.batch([op]));
      expect(answer).toEqual({ kind: 'refused', code: 'sync/bad-batch' });
      Object.assign(hall, { rseq, hash });
    }
  });
});
