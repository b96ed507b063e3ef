import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { ownedId } from '#core/kernel/ids.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing as hashing } from '#core/node/nodeHashing.ts';
import { systemRandom as random } from '#core/node/systemClock.ts';
import { PROTOCOLS } from '#core/protocol/sync/versions.ts';
import type { StreetServerFrame } from '#core/protocol/sync/street.ts';
import { runStation, type RunningStation } from '#core/station/station.ts';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import type { Line } from '#tests/support/frameLine.ts';
import { handLines, type HandLines } from '#tests/support/handLines.ts';
import { runningClock } from '#tests/support/runningClock.ts';
import {
  Author,
  STREET_A,
  creation,
  smallPlace,
  type Act,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

/*
 * A device of the street with a program of its own reads the ids that a station tells before the district has
 * heard them, and is faster.
 */
let folder = '';
let place: Place;
let running: RunningDistrict;
let a: Author;
let thief: Author;
const district = handLines(() => running.port);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-own-ids-'));
  place = await smallPlace(runningClock());
  running = await startDistrict(place);
  [a, thief] = [enrolled('a'), enrolled('thief')];
  for (const one of [a, thief]) await one.enrol(running.district);
});
afterEach(async () => {
  district.hangUp();
  await running.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

const enrolled = (name: string): Author => new Author(name, `street:${STREET_A}`, place.clock);
const idOf = ({ replica, clock }: Author): string =>
  ownedId(replica, clock.wall(), { random, hashing });

const makes = (author: Author, caseId = idOf(author), opId = idOf(author)): AnyOperation =>
  author.make({ kind: 'case.create', caseId, args: creation(), by: 'dia', over: { opId } });
const notes = (author: Author, caseId: string, opId = idOf(author)): AnyOperation => {
  const said = { kind: 'case.note', args: { text: '已到场', public: false }, by: 'dia' } as const;
  const act: Act<'case.note'> = { ...said, caseId, seen: [1, 0], over: { opId } };
  return author.make(act);
};
const outcomes = async (ops: readonly AnyOperation[]): Promise<unknown[]> => {
  const log = await running.district.store.log(0, 1_000);
  return ops.map(({ hash }) => log.find(({ op }) => op.hash === hash)?.decision.outcome ?? null);
};

/** Says it on a line of its own, and is refused. */
async function isRefused(author: Author, op: AnyOperation): Promise<void> {
  const line = await district.online(author);
  line.send({ f: 'push', batch: 1, ops: [op], sig: author.sign(op.hash) });
  expect(await line.next('refuse')).toMatchObject({ code: 'sync/bad-batch' });
  Object.assign(author, { rseq: op.rseq - 1, hash: op.prevHash });
}

it('takes from nobody an act under an id that another replica made, nor the making of its case', async () => {
  const made = makes(a);
  const caseId = String(made.caseId);
  const noted = notes(a, caseId);
  await isRefused(thief, makes(thief, idOf(thief), made.opId));
  await isRefused(thief, notes(thief, caseId, noted.opId));
  await isRefused(thief, makes(thief, caseId));
  const line = await district.online(a);
  line.send({ f: 'push', batch: 1, ops: [made, noted], sig: a.sign(noted.hash) });
  const { decisions } = await line.next('decisions');
  expect(decisions).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }]);
  // It is asked nothing of who says something under an id of his own.
  const own = notes(thief, caseId);
  const theirs = await district.online(thief);
  theirs.send({ f: 'push', batch: 1, ops: [own], sig: thief.sign(own.hash) });
  expect((await theirs.next('decisions')).decisions).toMatchObject([{ outcome: 'applied' }]);
});

it('I-01: what a station was told stays its author’s, whoever read the ids there and was at the district first', async () => {
  const wan = await openBlackHole(running.port);
  const station = await stationBehind(wan);
  const street = handLines(() => station.port);
  try {
    const told = await onStreet(street, thief);
    const desk = await onStreet(street, a);
    // The station knows its street; now the way out goes.
    wan.cut();
    wan.hangUp();
    const made = makes(a);
    const noted = notes(a, String(made.caseId));
    desk.send({ f: 'acts', ops: [made, noted], sig: a.sign(noted.hash), isHeld: false });
    await desk.until(() => heard(desk, 'kept').length === 1);
    await told.until(() => heard(told, 'acts').some(({ ops }) => ops.length === 2));
    // Over the station he says it to nobody, and over a line of his own not to the district.
    const stolen = notes(thief, String(made.caseId), noted.opId);
    told.send({ f: 'acts', ops: [stolen], sig: thief.sign(stolen.hash), isHeld: false });
    await told.until(() => heard(told, 'refuse').length === 1);
    expect(heard(told, 'refuse')).toMatchObject([{ code: 'sync/bad-batch' }]);
    await isRefused(thief, stolen);
    await isRefused(thief, makes(thief, String(made.caseId)));
    wan.heal();
    await desk.until(() => heard(desk, 'decided').length > 0);
    await running.district.core.idle();
    expect(await outcomes([made, noted, stolen])).toEqual(['applied', 'applied', null]);
  } finally {
    street.hangUp();
    await station.close();
    await wan.close();
  }
});

type Heard<F extends StreetServerFrame['f']> = Extract<StreetServerFrame, { readonly f: F }>;

function heard<F extends StreetServerFrame['f']>({ frames }: Line, f: F): Heard<F>[] {
  const all = frames as unknown as readonly StreetServerFrame[];
  return all.filter((one): one is Heard<F> => one.f === f);
}

/** A station shows out whom the district has not named to it yet. */
async function onStreet(street: HandLines, author: Author): Promise<Line> {
  for (;;) {
    const line = street.dial('/street');
    const { nonce } = await line.next('challenge');
    const { device, replica, incarnation } = author;
    const proof = author.sign(nonce);
    line.send({ f: 'hello', ...PROTOCOLS, device, replica, incarnation, proof });
    await line.until(() => heard(line, 'welcome').length > 0 || line.isClosed);
    if (!line.isClosed) return line;
  }
}

async function stationBehind({ port }: BlackHole): Promise<RunningStation> {
  const author = enrolled('station');
  await author.enrol(running.district);
  const { device, replica, scope, key } = author;
  const secrets = { ...key, dataKey: '', fingerprint: null, district: null, isDemo: false };
  return runStation({
    folder,
    identity: { device, replica, scope, ...secrets },
    upstream: { url: `ws://127.0.0.1:${port}`, fingerprint: null },
    host: '127.0.0.1',
    port: 0,
    tls: null,
    clock: place.clock,
    log: silentLog,
  });
}
