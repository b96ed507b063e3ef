import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { asSaidFirst } from '#core/domain/operation/operation.ts';
import { must } from '#core/kernel/assert.ts';
import { systemClock } from '#core/node/systemClock.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { OwnProcess } from '#tests/support/ownProcess.ts';
import { STREET_A, creation, smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

const PASSWORD = 'station-password';
const STREET = `street:${STREET_A}` as const;
const LIMIT_MS = 45_000;

let place: Place;
let folder = '';
let district: RunningDistrict;
/** The only way out of the street's house. */
let wan: BlackHole;
const processes: OwnProcess[] = [];
const clients: HostClient[] = [];

beforeEach(async () => {
  place = await smallPlace();
  folder = await mkdtemp(join(tmpdir(), 'shaotai-station-'));
  district = await startDistrict(place, { clock: systemClock() });
  wan = await openBlackHole(district.port);
  for (const login of ['dia', 'dca']) await district.district.logins.set(login, login, PASSWORD);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const one of processes.splice(0)) await one.kill();
  await wan.close();
  await district.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

function start(program: string, args: readonly string[]): OwnProcess {
  const one = new OwnProcess(program, args);
  processes.push(one);
  return one;
}

/** Everybody in the house learns it at once; the silent kind is found in tests/scenarios/lineCut. */
function cutLine(): void {
  wan.cut();
  wan.hangUp();
}

async function codeOf(): Promise<string> {
  return (await district.enrolment.issue(STREET, 'adm')).code;
}

const address = (): string => `ws://127.0.0.1:${wan.port}`;

async function startStation(port: number): Promise<{ process: OwnProcess; port: number }> {
  const own = ['--data', join(folder, 'station'), '--port', String(port)];
  const enrolling = port === 0 ? ['--upstream', address(), '--code', await codeOf()] : [];
  const process = start('station/main.ts', [...own, ...enrolling]);
  return { process, port: await process.port() };
}

type Desk = {
  readonly process: OwnProcess;
  readonly client: HostClient;
  readonly said: string[];
  readonly does: (kind: string, caseId: string | null, args: unknown) => Promise<Receipt>;
};

async function openDesk(name: string, station: number): Promise<Desk> {
  const process = start('host/main.ts', [
    ...['--data', join(folder, name), '--port', '0', '--reference', place.folder],
    ...['--station', `ws://127.0.0.1:${station}`],
  ]);
  const client = await openHostClient(await process.port());
  clients.push(client);
  const code = await codeOf();
  const enrolled = await client.do('setup.enrol', {
    address: address(),
    code,
    name,
    scope: STREET,
  });
  expect(enrolled).toMatchObject({ ok: true });
  const login = { login: name, password: PASSWORD, seat: name === 'dia' ? 'a1' : 'a2' };
  await within(async () => (await client.do('session.login', login)).ok);
  const said: string[] = [];
  return {
    process,
    client,
    said,
    async does(kind, caseId, args) {
      const done = await client.do('op.submit', { kind, caseId, args });
      if (!done.ok) throw new Error(`${name} may not ${kind}: ${JSON.stringify(done.error)}`);
      said.push(done.value.opId);
      return done.value;
    },
  };
}

async function within(isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > LIMIT_MS) throw new Error('waited in vain');
    await delay(25);
  }
}

const file = ({ client }: Desk, caseId: string) => client.look('caseFile', { caseId });
async function confirmed(desk: Desk, caseId: string): Promise<void> {
  await within(async () => {
    const { found, sync } = await file(desk, caseId);
    return found === 'full' && sync === 'confirmed';
  });
}
const lineOf = async ({ client }: Desk): Promise<string> => (await client.look('sync', {})).line;
const stationOf = async ({ client }: Desk) => (await client.look('sync', {})).station;
const logged = (): Promise<readonly LogEntry[]> => district.district.store.log(0, 10_000);

/** How often each act that a desk was promised stands in the district's log. */
async function counted(desks: readonly Desk[]): Promise<readonly number[]> {
  const entries = await logged();
  return desks
    .flatMap(({ said }) => said)
    .map((opId) => entries.filter(({ op }) => op.opId === opId).length);
}

async function settled(desks: readonly Desk[]): Promise<void> {
  await within(async () => {
    const views = await Promise.all(desks.map(({ client }) => client.look('sync', {})));
    return views.every((view) => view.line === 'online' && view.pendingOps === 0);
  });
}

const dispatch = {
  units: [{ unit: 'roads-a', lead: true }],
  condition: 'c1',
  limitNote: '',
  note: '',
  advice: null,
};
const note = (text: string): unknown => ({ text, public: false });

it('[R1-09] a street without its line goes on as one team over its station, and the district decides it all once', async () => {
  const station = await startStation(0);
  const desks = [await openDesk('dca', station.port), await openDesk('dia', station.port)] as const;
  const [a, b] = desks;
  await settled(desks);
  for (const desk of desks) await within(async () => (await stationOf(desk))?.isOpen === true);

  // The line is up: over the station it is as if there were none.
  const known = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await confirmed(b, known);
  await settled(desks);

  cutLine();
  const made = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(async () => (await file(b, made)).found === 'full');
  expect(await file(b, made)).toMatchObject({ sync: 'street' });
  await within(async () => (await lineOf(a)) === 'cut' && (await lineOf(b)) === 'cut');

  // Known to be cut off: what one does the other sees at once, provisional, and goes on from there.
  await a.does('case.note', made, note('甲到过现场'));
  await within(async () => (await file(b, made)).timeline.length === 2);
  expect(await stationOf(b)).toMatchObject({ isOpen: true, others: 2 });
  await b.does('case.dispatch', made, dispatch);
  await within(async () => ((await file(a, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await a.does('case.note', known, note('旧案补记'));
  await within(async () => (await file(b, known)).sync === 'street');
  expect((await logged()).some(({ op }) => op.caseId === made)).toBe(false);

  wan.heal();
  await settled(desks);
  await confirmed(a, made);
  await confirmed(b, made);
  expect(await counted(desks)).toEqual([1, 1, 1, 1, 1]);
  const outcomes = (await logged()).filter(({ op }) => op.caseId === made);
  // B had seen the case being made and noted: nothing of it was news to him, and none of it a conflict.
  expect(outcomes.map(({ op, decision }) => [op.kind, decision.outcome])).toEqual([
    ['case.create', 'applied'],
    ['case.note', 'applied'],
    ['case.dispatch', 'applied'],
  ]);
  const [held] = await district.district.store.cases([made]);
  for (const desk of desks) {
    const shown = (await file(desk, made)).doc as CaseDoc;
    expect([shown.ver, shown.stage]).toEqual([held?.doc.ver, 'dispatched']);
  }

  // The station dies: both go to the district directly, and back when it is there again.
  await station.process.kill();
  await a.does('case.note', made, note('站点停机'));
  await settled(desks);
  await within(async () => (await file(b, made)).timeline.length === 4);
  await startStation(station.port);
  await b.does('case.note', made, note('站点恢复'));
  await settled(desks);
  expect(await counted(desks)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

it('what a station keeps it brings, though it and the author were killed meanwhile', async () => {
  const station = await startStation(0);
  const desks = [await openDesk('dca', station.port), await openDesk('dia', station.port)] as const;
  const [a, b] = desks;
  await settled(desks);
  for (const desk of desks) await within(async () => (await stationOf(desk))?.isOpen === true);
  cutLine();
  const made = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(async () => (await file(b, made)).found === 'full');
  await b.does('case.dispatch', made, dispatch);
  await within(async () => ((await file(a, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await a.process.kill();
  await station.process.kill();
  await startStation(station.port);

  wan.heal();
  // Nobody sits at the desk where the case was made: it comes all the same, and what was done with it counts.
  await settled([b]);
  await within(async () => ((await file(b, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await confirmed(b, made);
  expect(await counted(desks)).toEqual([1, 1]);
  const last = new Map(
    (await logged()).map(({ op, decision }) => [asSaidFirst(op).opId, decision.outcome]),
  );
  expect(desks.flatMap(({ said }) => said).map((opId) => last.get(opId))).toEqual([
    'applied',
    'applied',
  ]);
});
