import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { systemClock } from '#core/node/systemClock.ts';
import type { Receipt } from '#core/protocol/console/calls.ts';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { OwnProcess } from './ownProcess.ts';
import { STREET_A, smallPlace, type Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

export const HOUSE = `street:${STREET_A}` as const;
export const PASSWORD = 'house-password';
const LIMIT_MS = 45_000;

/** Whom the stories know, and where each sits: two of the street, and an administrator of the district. */
const SEATS: Readonly<Record<string, string>> = { dca: 'a1', dia: 'a2', adm: 'd1' };

export type HouseDesk = {
  readonly process: OwnProcess;
  readonly client: HostClient;
  /** Acts that were acknowledged here. */
  readonly said: string[];
  readonly does: (kind: string, caseId: string | null, args: unknown) => Promise<Receipt>;
};

type RunningDesk = Pick<HouseDesk, 'process' | 'client'>;

export type DeskWish = {
  readonly scope?: 'district' | typeof HOUSE;
  /** Port of the street's station. */
  readonly station?: number;
};

/**
 * A street's house over a district of this process: each program of it runs in a process of its own, and all of
 * them reach the district by one line that can be cut.
 */
export class House {
  readonly place: Place;
  readonly district: RunningDistrict;
  /** The only way out of the house. */
  readonly wan: BlackHole;
  readonly folder: string;
  readonly #processes: OwnProcess[] = [];
  readonly #clients: HostClient[] = [];

  private constructor(parts: Pick<House, 'place' | 'district' | 'wan' | 'folder'>) {
    this.place = parts.place;
    this.district = parts.district;
    this.wan = parts.wan;
    this.folder = parts.folder;
  }

  static async open(): Promise<House> {
    const place = await smallPlace();
    const folder = await mkdtemp(join(tmpdir(), 'shaotai-house-'));
    const district = await startDistrict(place, { clock: systemClock() });
    const wan = await openBlackHole(district.port);
    for (const login of Object.keys(SEATS)) {
      await district.district.logins.set(login, login, PASSWORD);
    }
    return new House({ place, district, wan, folder });
  }

  start(program: string, args: readonly string[]): OwnProcess {
    const one = new OwnProcess(program, args);
    this.#processes.push(one);
    return one;
  }

  /** Port 0: enrolled now, on a port of its choice; any other: the one of before, again. */
  async startStation(port: number): Promise<{ process: OwnProcess; port: number }> {
    const own = ['--data', this.stationFolder, '--port', String(port)];
    const enrolling = ['--upstream', this.address, '--code', await this.code()];
    const process = this.start('station/main.ts', [...own, ...(port === 0 ? enrolling : [])]);
    return { process, port: await process.port() };
  }

  get stationFolder(): string {
    return join(this.folder, 'station');
  }

  async code(scope: 'district' | typeof HOUSE = HOUSE): Promise<string> {
    return (await this.district.enrolment.issue(scope, 'adm')).code;
  }

  /** Of the district, as the house reaches it. */
  get address(): string {
    return `ws://127.0.0.1:${this.wan.port}`;
  }

  /** Everybody in the house learns it at once; the silent kind is found in tests/scenarios/lineCut. */
  cutLine(): void {
    this.wan.cut();
    this.wan.hangUp();
  }

  /** Who logs in there has the desk's name. */
  async openDesk(name: string, { scope = HOUSE, station }: DeskWish = {}): Promise<HouseDesk> {
    const said = station === undefined ? [] : ['--station', `ws://127.0.0.1:${station}`];
    const running = await this.#startDesk(name, said);
    const code = await this.code(scope);
    const address = scope === HOUSE ? this.address : `ws://127.0.0.1:${this.district.port}`;
    const enrolled = await running.client.do('setup.enrol', { address, code, name, scope });
    if (!enrolled.ok) throw new Error(`${name} is not enrolled: ${enrolled.error.code}`);
    return this.#seated(name, running);
  }

  /** On what it keeps; a start that says nothing of addresses. */
  async restartDesk(name: string): Promise<HouseDesk> {
    return this.#seated(name, await this.#startDesk(name, []));
  }

  async #startDesk(name: string, more: readonly string[]): Promise<RunningDesk> {
    const process = this.start('host/main.ts', [
      ...['--data', join(this.folder, name), '--port', '0', '--reference', this.place.folder],
      ...more,
    ]);
    const client = await openHostClient(await process.port());
    this.#clients.push(client);
    return { process, client };
  }

  async #seated(name: string, { process, client }: RunningDesk): Promise<HouseDesk> {
    const login = { login: name, password: PASSWORD, seat: SEATS[name] ?? '' };
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

  /** The two desks of the street. */
  async openStreet(station?: number): Promise<readonly [HouseDesk, HouseDesk]> {
    const wish = station === undefined ? {} : { station };
    return Promise.all([this.openDesk('dca', wish), this.openDesk('dia', wish)]);
  }

  logged(): Promise<readonly LogEntry[]> {
    return this.district.district.store.log(0, 10_000);
  }

  /** How often each act that a desk was promised stands in the district's log. */
  async counted(desks: readonly HouseDesk[]): Promise<readonly number[]> {
    const entries = await this.logged();
    return desks
      .flatMap(({ said }) => said)
      .map((opId) => entries.filter(({ op }) => op.opId === opId).length);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    for (const one of this.#processes) await one.kill();
    await this.wan.close();
    await this.district.close();
    await this.place.remove();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export async function within(isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > LIMIT_MS) throw new Error('waited in vain');
    await delay(25);
  }
}

/** Every line is up, and nothing waits anywhere. */
export async function settled(desks: readonly HouseDesk[]): Promise<void> {
  await within(async () => {
    const views = await Promise.all(desks.map(({ client }) => client.look('sync', {})));
    return views.every((view) => view.line === 'online' && view.pendingOps === 0);
  });
}
