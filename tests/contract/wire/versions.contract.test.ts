import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions, RunningDistrict } from '#core/district/runDistrict.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { districtLink } from '#core/host/sync/districtLink.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { PROTOCOLS, SYNC_PROTOCOL, type Protocols } from '#core/protocol/sync/versions.ts';
import { runningClock } from '#tests/support/runningClock.ts';
import {
  Author,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { BareConsole } from './bareConsole.ts';
import { NEWER_KIND, inventedBy, rulesOfNewer } from './newerKind.ts';

/** The release after this one, which knows a kind more; and ranges that releases of another age speak. */
const NEXT = SYNC_PROTOCOL + 1;
const NEXT_RANGE: Protocols = { protocol: NEXT, minProtocol: NEXT - 2 };
const NEXT_DISTRICT = { protocols: NEXT_RANGE, rules: rulesOfNewer };
const upTo = (protocol: number): Protocols => ({
  protocol,
  minProtocol: Math.max(0, protocol - 2),
});

let folder = '';
let place: Place;
let running: RunningDistrict | null = null;
let consoles: BareConsole[] = [];
let authors: Author[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-versions-'));
  place = await smallPlace(runningClock());
  authors = ['first', 'second'].map((one) => new Author(one, `street:${STREET_A}`, place.clock));
});
afterEach(async () => {
  for (const one of consoles.splice(0)) await one.close();
  await running?.close();
  running = null;
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

async function district(of: Partial<RunOptions>): Promise<RunningDistrict> {
  const isFirst = running === null;
  await running?.close();
  running = await startDistrict(place, of);
  if (isFirst) for (const author of authors) await author.enrol(running.district);
  return running;
}

/** A console of a release, over its own files; opened again over the same files it is that console upgraded. */
async function consoleOf(name: string, protocols: Protocols): Promise<BareConsole> {
  const who =
    authors.find((one) => one.device === `dev-${name}`) ?? new Author(name, 'ref', place.clock);
  const port = running?.port ?? 0;
  const opened = await BareConsole.open({
    folder: join(folder, name),
    who,
    clock: place.clock,
    link: districtLink(() => ({ url: `ws://127.0.0.1:${port}`, fingerprint: null })),
    over: { protocols },
  });
  consoles.push(opened);
  opened.start();
  return opened;
}

async function close(one: BareConsole): Promise<void> {
  consoles = consoles.filter((other) => other !== one);
  await one.close();
}

/** What somebody at the street does, as its console would write it down. */
function says(kind: 'case.create' | 'case.note', on: Seen): AnyBody {
  const args = kind === 'case.create' ? creation() : { text: '在现场', public: false };
  const author = new Author('body', `street:${STREET_A}`, place.clock);
  const seen = [on.ver, on.own] as const;
  const act = { kind, caseId: on.caseId, args, by: 'dia', seen, numberless: true } as const;
  return bodyOf(author.make(act));
}
type Seen = { readonly caseId: string; readonly ver: number; readonly own: number };

const invents = (on: Seen): AnyBody =>
  inventedBy('dia', on, { scope: `street:${STREET_A}`, clock: place.clock });

async function stored(caseId: string): Promise<{ readonly ver: number; readonly hash: string }> {
  const [found] = (await running?.district.store.cases([caseId])) ?? [];
  return { ver: found?.doc.ver ?? 0, hash: found?.stateHash ?? '' };
}

/** Every console here has the case as the district has it, proven by its hash (I-06). */
async function allEqual(caseId: string, ver: number): Promise<void> {
  for (const one of consoles) {
    await one.until(async () => {
      const there = await stored(caseId);
      return there.ver === ver && (await one.hashOf(caseId)) === there.hash;
    });
    expect(one.replica.broken()).toEqual([]);
  }
}

async function stepOf(one: BareConsole, kind: string, caseId: string) {
  const events = await one.events(caseId);
  return events.filter((event) => (event.op as AnyOperation).kind === kind);
}

describe('a district of the next release', () => {
  it.each([NEXT, NEXT - 1, NEXT - 2])(
    'I-06: is followed by a console of protocol %i, which keeps what it does not know and works on it',
    async (protocol) => {
      await district(NEXT_DISTRICT);
      const newest = await consoleOf('first', NEXT_RANGE);
      const older = await consoleOf('second', upTo(protocol));
      const caseId = newCaseId();
      await newest.act(says('case.create', { caseId, ver: 0, own: 0 }));
      await newest.act(invents({ caseId, ver: 0, own: 1 }));
      // The case's number follows in a step of its own.
      await allEqual(caseId, 3);
      const [step] = await stepOf(older, NEWER_KIND, caseId);
      expect(step).toMatchObject({ outcome: 'applied', op: { aside: { added: 'later' } } });
      const { doc } = await older.shown(caseId);
      expect(Object.values((doc as { invention?: object } | null)?.invention ?? {})).toHaveLength(
        1,
      );
      await older.act(says('case.note', { caseId, ver: 3, own: 0 }));
      // And without having heard of what it does not know.
      await older.act(says('case.note', { caseId, ver: 1, own: 1 }));
      await older.settled();
      await allEqual(caseId, 5);
      const notes = await stepOf(newest, 'case.note', caseId);
      expect(notes.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
    },
  );

  it('turns away a console that is older than it takes, in words, and loses nothing that waits there', async () => {
    await district({ ...NEXT_DISTRICT, protocols: { protocol: NEXT + 2, minProtocol: NEXT } });
    const outdated = await consoleOf('first', PROTOCOLS);
    const caseId = newCaseId();
    await outdated.act(says('case.create', { caseId, ver: 0, own: 0 }));
    await outdated.until(() => outdated.engine.status().line === 'refused');
    expect(outdated.engine.status()).toMatchObject({
      refusedWith: 'sync/console-older',
      last: 1,
      watermark: 0,
    });
    expect((await outdated.shown(caseId)).isOverlaid).toBe(true);
    expect((await stored(caseId)).ver).toBe(0);
    // Upgraded, with what waits in its outbox.
    await close(outdated);
    const upgraded = await consoleOf('first', upTo(NEXT + 2));
    await upgraded.settled();
    await allEqual(caseId, 2);
  });
});

describe('a district of this release', () => {
  it('takes what only the next one knows, lets nothing wait behind it, and decides it when it is upgraded', async () => {
    await district({});
    const newer = await consoleOf('first', NEXT_RANGE);
    const ours = await consoleOf('second', PROTOCOLS);
    const caseId = newCaseId();
    await newer.act(says('case.create', { caseId, ver: 0, own: 0 }));
    await newer.act(invents({ caseId, ver: 0, own: 1 }));
    await newer.act(says('case.note', { caseId, ver: 0, own: 2 }));
    await newer.settled();
    await allEqual(caseId, 4);
    const [step] = await stepOf(ours, NEWER_KIND, caseId);
    expect(step).toMatchObject({ outcome: 'deferred', op: { aside: { added: 'later' } } });
    expect((await stepOf(ours, 'case.note', caseId))[0]).toMatchObject({ outcome: 'applied' });
    expect(await newer.outbox.deferred()).toEqual([2]);
    // Everybody's line is cut by the restart; each comes back by itself.
    await district(NEXT_DISTRICT);
    for (const one of [newer, ours]) await close(one);
    const again = await consoleOf('first', NEXT_RANGE);
    await consoleOf('second', PROTOCOLS);
    await again.until(async () => (await again.outbox.deferred()).length === 0);
    await allEqual(caseId, 5);
    const [first, second] = await stepOf(again, NEWER_KIND, caseId);
    expect([first?.outcome, second?.outcome]).toEqual(['deferred', 'applied']);
    expect(second?.redecides).toBe(first?.serverSeq);
  });

  it('turns away a console that no longer speaks its protocol, in words', async () => {
    await district({});
    const later = await consoleOf('first', { protocol: NEXT + 2, minProtocol: NEXT });
    await later.until(() => later.engine.status().refusedWith === 'sync/console-newer');
  });
});
