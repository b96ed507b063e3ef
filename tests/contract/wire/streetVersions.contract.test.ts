import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOptions, RunningDistrict } from '#core/district/runDistrict.ts';
import { asSaidFirst } from '#core/domain/operation/operation.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { districtLink } from '#core/host/sync/districtLink.ts';
import { streetLink } from '#core/host/sync/streetLink.ts';
import { silentLog } from '#core/node/logFile.ts';
import { SYNC_PROTOCOL, type Protocols } from '#core/protocol/sync/versions.ts';
import { runStation, type RunningStation } from '#core/station/station.ts';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { Gateway } from '#tests/support/gateway.ts';
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

const NEXT = SYNC_PROTOCOL + 1;
const STREET = `street:${STREET_A}` as const;
const upTo = (protocol: number): Protocols => ({
  protocol,
  minProtocol: Math.max(0, protocol - 2),
});

let folder = '';
let place: Place;
let running: RunningDistrict;
/** The street's only way out. */
let wan: BlackHole;
let station: RunningStation;
let gateway: Gateway;
const consoles: BareConsole[] = [];
const authors = new Map<string, Author>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-street-versions-'));
  place = await smallPlace(runningClock());
  gateway = new Gateway(() => station.port);
  gateway.letsSockets = true;
});
afterEach(async () => {
  for (const one of consoles.splice(0)) await one.close();
  await gateway.close();
  await station.close();
  await wan.close();
  await running.close();
  authors.clear();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A district and a station of some release each, with consoles of the street enrolled. */
async function street(of: {
  readonly district: Partial<RunOptions>;
  readonly station: Protocols;
}): Promise<void> {
  running = await startDistrict(place, of.district);
  for (const name of ['first', 'second', 'station']) {
    const author = new Author(name, STREET, place.clock);
    await author.enrol(running.district);
    authors.set(name, author);
  }
  wan = await openBlackHole(running.port);
  const { device, replica, key } = authorOf('station');
  const secrets = { ...key, dataKey: '', fingerprint: null, district: null, isDemo: false };
  station = await runStation({
    folder,
    identity: { device, replica, scope: STREET, ...secrets },
    upstream: { url: `ws://127.0.0.1:${wan.port}`, fingerprint: null },
    host: '127.0.0.1',
    port: 0,
    tls: null,
    clock: place.clock,
    log: silentLog,
    protocols: of.station,
  });
}

function authorOf(name: string): Author {
  const author = authors.get(name);
  if (author === undefined) throw new Error(name);
  return author;
}

/** A console whose way to the district and to the station are its own, and which speaks this range. */
async function consoleOf(name: string, protocols: Protocols, lan?: number): Promise<BareConsole> {
  const mono = (): number => place.clock.mono();
  const opened = await BareConsole.open({
    folder: join(folder, name),
    who: authorOf(name),
    clock: place.clock,
    link: districtLink(() => ({ url: `ws://127.0.0.1:${wan.port}`, fingerprint: null })),
    street: streetLink(
      { url: `ws://127.0.0.1:${lan ?? station.port}`, fingerprint: null },
      { mono },
    ),
    over: { protocols },
  });
  consoles.push(opened);
  opened.start();
  return opened;
}

const isThere = (one: BareConsole): boolean => one.street?.report().isOpen === true;

/** Everybody is in, and then the street's line goes. */
async function cutOff(...all: readonly BareConsole[]): Promise<void> {
  for (const one of all) {
    await one.until(() => one.engine.status().line === 'online' && isThere(one));
  }
  wan.cut();
  wan.hangUp();
  for (const one of all) await one.until(() => one.engine.status().line !== 'online');
}

type Seen = { readonly caseId: string; readonly ver: number; readonly own: number };

async function says(
  one: BareConsole,
  kind: 'case.create' | 'case.note',
  { caseId, ver, own }: Seen,
): Promise<void> {
  const args = kind === 'case.create' ? creation() : { text: '在现场', public: false };
  const hand = new Author('hand', STREET, place.clock);
  const saw = one.keeper.foreignUndecided().filter((op) => op.caseId === caseId);
  const over = saw.length === 0 ? {} : { saw: saw.map(({ opId }) => opId) };
  const act = { kind, caseId, args, by: 'dia', seen: [ver, own], numberless: true, over };
  await one.act(bodyOf(hand.make(act as never)));
}

async function allEqual(caseId: string): Promise<void> {
  for (const one of consoles) await one.settled();
  for (const one of consoles) {
    await one.until(async () => {
      const [found] = await running.district.store.cases([caseId]);
      return found !== undefined && (await one.hashOf(caseId)) === found.stateHash;
    });
  }
}

async function outcomesOf(caseId: string): Promise<readonly string[]> {
  const log = await running.district.store.log(0, 1_000);
  const about = log.filter(({ op }) => op.caseId === caseId && op.kind !== 'case.number');
  // What waited for another act was decided again.
  const last = about.map(
    ({ op, decision }) => [asSaidFirst(op).opId, `${op.kind} ${decision.outcome}`] as const,
  );
  return [...new Map(last).values()].sort();
}

describe('a station of the next release', () => {
  const next = { protocols: upTo(NEXT), rules: rulesOfNewer };

  it.each([NEXT, NEXT - 1, NEXT - 2])(
    'I-01, I-03: serves consoles of protocol %i beside its own, also with acts that those do not know',
    async (protocol) => {
      await street({ district: next, station: upTo(NEXT) });
      const newest = await consoleOf('first', upTo(NEXT));
      const older = await consoleOf('second', upTo(protocol));
      await cutOff(newest, older);
      const caseId = newCaseId();
      await says(newest, 'case.create', { caseId, ver: 0, own: 0 });
      await older.until(async () => (await older.shown(caseId)).isOverlaid);
      await newest.act(
        inventedBy('dia', { caseId, ver: 0, own: 1 }, { scope: STREET, clock: place.clock }),
      );
      await says(newest, 'case.note', { caseId, ver: 0, own: 2 });
      // What this program may not know is kept and brought all the same, and shown to nobody here yet.
      await older.until(() => older.keeper.foreignUndecided().length === 2);
      await says(older, 'case.note', { caseId, ver: 0, own: 0 });
      await newest.until(() => newest.keeper.foreignUndecided().length === 1);
      wan.heal();
      await allEqual(caseId);
      expect(await outcomesOf(caseId)).toEqual([
        'case.create applied',
        `${NEWER_KIND} applied`,
        'case.note applied',
        'case.note applied',
      ]);
    },
  );
});

describe('a station of this release', () => {
  it('serves consoles of the next one', async () => {
    await street({ district: {}, station: upTo(SYNC_PROTOCOL) });
    const newer = await consoleOf('first', upTo(NEXT));
    const ours = await consoleOf('second', upTo(SYNC_PROTOCOL));
    await cutOff(newer, ours);
    const caseId = newCaseId();
    await says(newer, 'case.create', { caseId, ver: 0, own: 0 });
    await ours.until(async () => (await ours.shown(caseId)).isOverlaid);
    wan.heal();
    await allEqual(caseId);
    expect(await outcomesOf(caseId)).toEqual(['case.create applied']);
  });

  it.each([
    [SYNC_PROTOCOL + 3, 'sync/console-newer'],
    [0, 'sync/console-older'],
  ])(
    'tells a console of protocol %i which of the two is too old, and keeps nothing from the district by that',
    async (protocol, code) => {
      const all = { protocol: SYNC_PROTOCOL + 3, minProtocol: 0 };
      // A district of tests alone, which speaks with everybody.
      await street({ district: { protocols: all }, station: { protocol: 2, minProtocol: 1 } });
      const range = { protocol, minProtocol: Math.max(0, protocol - 2) };
      const one = await consoleOf('first', range);
      await one.until(() => one.street?.report().refusedWith === code);
      const caseId = newCaseId();
      await says(one, 'case.create', { caseId, ver: 0, own: 0 });
      await allEqual(caseId);
      expect(isThere(one)).toBe(false);
    },
  );
});

it('I-03: a street goes on over plain HTTP where its own network ends sockets, and back when it lets one through', async () => {
  await street({ district: {}, station: upTo(SYNC_PROTOCOL) });
  gateway.letsSockets = false;
  const lan = await gateway.listen();
  const range = upTo(SYNC_PROTOCOL);
  const [first, second] = [
    await consoleOf('first', range, lan),
    await consoleOf('second', range, lan),
  ];
  await cutOff(first, second);
  const caseId = newCaseId();
  await says(first, 'case.create', { caseId, ver: 0, own: 0 });
  await second.until(async () => (await second.shown(caseId)).isOverlaid);
  for (let i = 0; i < 5; i += 1) await says(second, 'case.note', { caseId, ver: 0, own: i });
  await first.until(() => first.keeper.foreignUndecided().length === 5);
  expect(gateway.upgrades).toBeGreaterThan(0);
  wan.heal();
  await allEqual(caseId);
  expect(await outcomesOf(caseId)).toEqual([
    'case.create applied',
    ...Array.from({ length: 5 }, () => 'case.note applied'),
  ]);
});
