import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDistrict } from '#core/district/openDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { openServerBeside } from '#core/district/store/openStores.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { systemClock } from '#core/node/systemClock.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { OwnProcess } from '#tests/processes/ownProcess.ts';
import {
  POSTGRES_START_MS,
  startPostgres,
  type PostgresCluster,
} from '#tests/support/postgresCluster.ts';
import { STREET_A, creation, smallPlace, type Place } from '#tests/support/smallDistrict.ts';

const PASSWORD = 'take-over-password';
const STREET = `street:${STREET_A}`;
const DESKS = [
  { name: 'hall', scope: 'district', login: 'opd', seat: 's1' },
  { name: 'street', scope: STREET, login: 'dia', seat: 'a1' },
] as const;
const LIMIT_MS = 120_000;
/** How fast somebody speaks. */
const PACE_MS = 15;

let cluster: PostgresCluster;
let place: Place;
let url = '';
const processes: OwnProcess[] = [];
const clients: HostClient[] = [];

beforeAll(async () => {
  cluster = await startPostgres();
}, POSTGRES_START_MS);
afterAll(async () => {
  await cluster.close();
});
beforeEach(async () => {
  url = cluster.url(await cluster.create());
  place = await smallPlace();
  const postgres = { url, whenTaken: 'refuse' } as const;
  const { folder } = place;
  const district = await openDistrict({ folder, clock: systemClock(), log: silentLog, postgres });
  for (const { login } of DESKS) await district.logins.set(login, login, PASSWORD);
  await district.close();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const one of processes.splice(0)) await one.kill();
  await place.remove();
});

function start(program: string, args: readonly string[]): OwnProcess {
  const one = new OwnProcess(program, args);
  processes.push(one);
  return one;
}

function startDistrict(port: number, codes: readonly string[] = []): OwnProcess {
  const own = ['--data', place.folder, '--store', url, '--port', String(port)];
  return start('district/main.ts', [...own, ...codes.flatMap((scope) => ['--code', scope])]);
}

async function logged(): Promise<readonly LogEntry[]> {
  const { store } = await openServerBeside(url);
  try {
    return await store.log(0, 100_000);
  } finally {
    await store.close();
  }
}

/** The backend that holds the lock of whoever decides. */
async function decidersBackend(): Promise<number> {
  const sql = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted`;
  const rows = await cluster.run(sql);
  expect(rows).toHaveLength(1);
  return Number(rows[0]?.['pid']);
}

type Desk = { readonly folder: string; readonly client: HostClient; readonly process: OwnProcess };

async function openDesk(
  { name, scope, login, seat }: (typeof DESKS)[number],
  address: string,
  code: string,
): Promise<Desk> {
  const folder = join(place.folder, `console-${name}`);
  const process = start('host/main.ts', [
    '--data',
    folder,
    '--port',
    '0',
    '--reference',
    place.folder,
  ]);
  const client = await openHostClient(await process.port());
  clients.push(client);
  expect((await client.do('setup.enrol', { address, code, name, scope })).ok).toBe(true);
  await within(
    async () => (await client.do('session.login', { login, password: PASSWORD, seat })).ok,
  );
  return { folder, client, process };
}

async function within(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await delay(50);
  }
}

/** Says one new case after the other until it is stopped; what is acknowledged goes into the list. */
function speak({ client }: Desk, acknowledged: string[]): { readonly stop: () => Promise<void> } {
  let isStopped = false;
  async function say(): Promise<void> {
    while (!isStopped) {
      const args = creation({ title: `第 ${acknowledged.length} 件` });
      const said = await client.do('op.submit', { kind: 'case.create', caseId: null, args });
      if (said.ok) acknowledged.push(said.value.opId);
      else throw new Error(said.error.code);
      await delay(PACE_MS);
    }
  }
  const talking = say();
  return {
    async stop() {
      isStopped = true;
      await talking;
    },
  };
}

/** What the console was told of its acts, from its own file. */
async function toldIn({ folder }: Desk): Promise<ReadonlyMap<string, readonly [number, string]>> {
  const file = join(folder, 'outbox.db');
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1 });
  try {
    type Row = { readonly op_id: string; readonly server_seq: number; readonly outcome: string };
    const rows = await database.read((reader) =>
      reader.all<Row>('SELECT op_id, server_seq, outcome FROM decision'),
    );
    return new Map(rows.map((row) => [row.op_id, [row.server_seq, row.outcome] as const]));
  } finally {
    await database.close();
  }
}

function isWholeChain(entries: readonly LogEntry[]): boolean {
  let before = '0'.repeat(64);
  return entries.every(({ op, decision, chain }, i) => {
    const link = `${before}${op.hash}${decision.outcome}${decision.stateHash ?? ''}`;
    before = chain;
    return decision.serverSeq === i + 1 && nodeHashing.sha256(link) === chain;
  });
}

it('I-01, I-03: a second process takes over when the first is killed in the midst of pushes, and again when the line to the server goes; nothing is lost or decided twice', async () => {
  const first = startDistrict(
    0,
    DESKS.map(({ scope }) => scope),
  );
  const port = await first.port();
  const codes = (await first.line('codes'))['codes'] as Readonly<Record<string, string>>;
  const second = startDistrict(port);
  await second.line('waiting');

  const address = `ws://127.0.0.1:${port}`;
  const desks: Desk[] = [];
  for (const desk of DESKS) desks.push(await openDesk(desk, address, codes[desk.scope] ?? ''));
  const acknowledged = desks.map((): string[] => []);
  const voices = desks.map((desk, i) => speak(desk, acknowledged[i] ?? []));
  const decidedOf = async (): Promise<number> => {
    const known = new Set((await logged()).map(({ op }) => op.opId));
    return acknowledged.flat().filter((opId) => known.has(opId)).length;
  };

  await within(async () => (await decidedOf()) >= 30);
  await first.kill();
  expect(await second.port()).toBe(port);
  const atFirst = await decidedOf();
  await within(async () => (await decidedOf()) >= atFirst + 30);

  // The one that decides lives on but has lost its lock: it ends by itself, and a third one goes on.
  const third = startDistrict(port);
  await third.line('waiting');
  await cluster.run(`SELECT pg_terminate_backend(${await decidersBackend()})`);
  expect(await second.ended).toBe(5);
  expect(second.errors).toContain('"lost":true');
  expect(await third.port()).toBe(port);
  const atSecond = await decidedOf();
  await within(async () => (await decidedOf()) >= atSecond + 30);

  for (const voice of voices) await voice.stop();
  const all = acknowledged.flat();
  await within(async () => (await decidedOf()) === all.length);
  const entries = await logged();
  expect(isWholeChain(entries)).toBe(true);
  const places = new Map(entries.map(({ op, decision }) => [op.opId, decision]));
  expect(places.size).toBe(entries.length);
  expect(all.filter((opId) => places.get(opId)?.outcome !== 'applied')).toEqual([]);

  // What anybody was told by one of the three is what stands in the log of the last.
  for (const [i, desk] of desks.entries()) {
    await within(async () => (await toldIn(desk)).size >= (acknowledged[i]?.length ?? 0));
    for (const [opId, [seq, outcome]] of await toldIn(desk)) {
      expect(places.get(opId)).toMatchObject({ serverSeq: seq, outcome });
    }
  }
});
