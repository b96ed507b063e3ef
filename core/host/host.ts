import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../kernel/time.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { createDeviceKey } from '../node/deviceKey.ts';
import { lockFolder, type FolderLock } from '../node/folderLock.ts';
import { openLogFile, type Log } from '../node/logFile.ts';
import type { CallInput, CallName } from '../protocol/console/calls.ts';
import type { WireError } from '../protocol/console/envelope.ts';
import { AppError } from '../protocol/errors.ts';
import type { LinkPort } from '../sync/syncPorts.ts';
import type { CallTable } from './calls/callTable.ts';
import { addressCalls } from './calls/addressCalls.ts';
import { auditCalls } from './calls/auditCalls.ts';
import { callerCalls } from './calls/callerCalls.ts';
import { cardCalls } from './calls/cardCalls.ts';
import { caseCalls } from './calls/caseCalls.ts';
import { deskCalls } from './calls/deskCalls.ts';
import { districtCalls } from './calls/districtCalls.ts';
import { lookupCalls } from './calls/lookupCalls.ts';
import { Addresses, addressOf } from './addresses.ts';
import { ConsoleCore } from './consoleCore.ts';
import { enrol, enrolAgain } from './enrol.ts';
import { demoPerson } from './demoPlace.ts';
import type { HostContext } from './hostContext.ts';
import { readIdentity, writeIdentity, type Identity } from './identity.ts';
import { readReference, REFERENCE_FILES } from './reference/referenceFiles.ts';
import { exchangeCalls } from './calls/exchangeCalls.ts';
import { fileCalls } from './calls/fileCalls.ts';
import { wallOnly } from './serve/wallOnly.ts';
import { callRefusal } from './session/admission.ts';
import type { ConsoleService } from '../node/serveLink.ts';
import { freeOutbox, openConsoleFiles, openMigrated } from './store/consoleFiles.ts';
import { DeskStore } from './store/deskStore.ts';
import { consoleLines } from './sync/consoleLines.ts';
import type { DistrictAddress } from './sync/districtLink.ts';
import { knownStation, stationNamed, streetLink } from './sync/streetLink.ts';
import { ViewHub } from './views/viewHub.ts';
import { viewSources } from './views/viewSources.ts';

export type HostOptions = {
  readonly dataFolder: string;
  /** Reference files; without it they are looked for beside and above the data folder. */
  readonly referenceFolder: string | null;
  /** Overrides the address kept at enrolment. */
  readonly district: string | null;
  readonly clock: Clock;
  readonly rate: number;
  readonly witness: string | null;
  /** From the system's key store: seals the keys kept in `identity.json`; null where there is none. */
  readonly systemKey: string | null;
  /** A ready-made device of a demo folder, used when this folder is not enrolled yet. */
  readonly demoIdentity: (() => Promise<Identity | null>) | null;
  /** The station of this console's street; null: as said at an earlier start, if ever. */
  readonly station?: DistrictAddress | null;
  /** Stands in for the socket in tests. */
  readonly link?: LinkPort;
  readonly log?: Log;
};

export type Host = {
  readonly service: ConsoleService;
  /** For a window that shows the wall. */
  readonly wall: ConsoleService;
  readonly log: Log;
  readonly core: () => ConsoleCore | null;
  readonly close: () => Promise<void>;
};

export const PROGRAM = 'shaotai/0.1.0';

/** The console without a screen: everything of it, served over any Link. */
export async function openHost(options: HostOptions): Promise<Host> {
  await mkdir(options.dataFolder, { recursive: true });
  const lock = lockFolder(options.dataFolder);
  if (!lock.ok) throw new AppError('storage/busy', { details: { pid: lock.pid } });
  const log =
    options.log ??
    openLogFile({
      folder: join(options.dataFolder, 'logs'),
      name: 'host',
      now: () => options.clock.wall(),
    });
  try {
    const host = new OpenHost(options, log, lock.lock);
    await host.start();
    return {
      service: host.service(),
      wall: host.wall(),
      log,
      core: () => host.core,
      close: () => host.close(),
    };
  } catch (cause) {
    await log.close();
    lock.lock.release();
    throw cause;
  }
}

class OpenHost {
  readonly #options: HostOptions;
  readonly #log: Log;
  readonly #lock: FolderLock;
  readonly #hub: ViewHub;
  readonly #calls: CallTable;
  #isEnrolling = false;
  #addresses: Addresses | null = null;
  core: ConsoleCore | null = null;

  constructor(options: HostOptions, log: Log, lock: FolderLock) {
    this.#options = options;
    this.#log = log;
    this.#lock = lock;
    this.#hub = new ViewHub(
      viewSources(() => this.core),
      log,
    );
    const enrolled = (): ConsoleCore => {
      if (this.core === null) throw new AppError('sync/not-enrolled');
      return this.core;
    };
    this.#calls = {
      ...caseCalls(enrolled),
      ...addressCalls(() => ({ core: enrolled(), addresses: this.#addresses }), log),
      ...auditCalls(enrolled),
      ...callerCalls(enrolled),
      ...cardCalls(enrolled, () => this.#hub.touch(['sync'])),
      ...lookupCalls(enrolled),
      ...fileCalls(enrolled),
      ...exchangeCalls(enrolled),
      ...districtCalls(enrolled),
      ...deskCalls(enrolled, this.#context()),
      'setup.enrol': (input) => this.#enrol(input),
      'setup.enrolAgain': (input) => this.#enrolAgain(input),
    };
  }

  async start(): Promise<void> {
    const { dataFolder, demoIdentity } = this.#options;
    let identity = await this.#knownIdentity();
    if (identity === null && demoIdentity !== null) {
      identity = await demoIdentity();
      if (identity !== null) await writeIdentity(dataFolder, identity, this.#options.systemKey);
    }
    if (identity !== null) await this.#openCore(identity);
  }

  /** A demo's device is handed out again when its file was sealed by a key store that is not here. */
  async #knownIdentity(): Promise<Identity | null> {
    const { dataFolder, systemKey, demoIdentity } = this.#options;
    try {
      return await readIdentity(dataFolder, systemKey);
    } catch (cause) {
      if (demoIdentity === null || !(cause instanceof AppError)) throw cause;
      this.#log.write('warn', 'identity/sealed-elsewhere');
      return null;
    }
  }

  service(): ConsoleService {
    return {
      program: PROGRAM,
      call: (name, input) => this.#call(name, input),
      watch: (name, params, onFrame) => this.#hub.watch(name, params, onFrame),
    };
  }

  wall(): ConsoleService {
    return wallOnly(this.service(), this.#hub);
  }

  async close(): Promise<void> {
    this.#hub.close();
    await this.core?.close();
    this.#log.write('info', 'host/closed');
    await this.#log.close();
    this.#lock.release();
  }

  #call(name: CallName, input: unknown): Promise<Result<unknown, WireError>> {
    const shut = this.core === null ? null : callRefusal(name, this.core.session.now);
    if (shut !== null) return Promise.resolve(err({ code: shut }));
    // The input was checked by the schema of this very name.
    const handler = this.#calls[name] as (given: unknown) => Promise<Result<unknown, WireError>>;
    return handler(input);
  }

  async #openCore(identity: Identity): Promise<void> {
    const { dataFolder, clock, rate, witness } = this.#options;
    const files = await openConsoleFiles(dataFolder, this.#log);
    const referenceFolder = this.#referenceFolder();
    const reference = await readReference(referenceFolder);
    const { systemKey } = this.#options;
    this.#addresses = await Addresses.open({
      ...{ identity, dataFolder, systemKey, said: this.#options },
      desk: new DeskStore(files.desk),
    });
    const { district: address, station } = this.#addresses;
    const link = consoleLines({
      address,
      given: this.#options.link,
      station,
      isStationThere: () => this.core?.street?.isOpen === true,
      clock,
      log: this.#log,
    });
    this.core = await ConsoleCore.open({
      identity,
      files,
      reference,
      referenceFolder,
      address,
      clock,
      rate,
      link,
      station: station === null ? null : streetLink(station, { mono: () => clock.mono() }),
      log: this.#log,
      program: PROGRAM,
      witness,
      demoPerson: (login) => demoPerson(reference, login),
      touch: (topics, cases) => {
        this.#hub.touch(topics, cases);
      },
    });
    this.#log.write('info', 'host/open', { scope: identity.scope, device: identity.device });
    this.#hub.touch(['session', 'cases', 'sync', 'calls', 'alarms', 'outbox']);
  }

  #referenceFolder(): string {
    const { dataFolder, referenceFolder } = this.#options;
    if (referenceFolder !== null) return referenceFolder;
    const above = dirname(dataFolder);
    const places = [
      join(dataFolder, 'reference'),
      join(above, 'reference'),
      join(above, 'district'),
      above,
    ];
    return (
      places.find((folder) => existsSync(join(folder, REFERENCE_FILES.catalogue))) ??
      join(dataFolder, 'reference')
    );
  }

  async #enrol(input: CallInput<'setup.enrol'>): ReturnType<CallTable['setup.enrol']> {
    if (this.core !== null || this.#isEnrolling) {
      return { ok: false, error: { code: 'device/exists' } };
    }
    this.#isEnrolling = true;
    try {
      return await this.#enrolNew(input);
    } finally {
      this.#isEnrolling = false;
    }
  }

  async #enrolAgain({ code }: CallInput<'setup.enrolAgain'>): Promise<Result<object, WireError>> {
    const identity = await this.#knownIdentity();
    if (identity === null) return err({ code: 'sync/not-enrolled' });
    const asked = await enrolAgain(code, addressOf(identity, this.#options).url, identity);
    if (!asked.ok) return err({ code: asked.error });
    this.core?.engine.nudge();
    return ok({});
  }

  async #enrolNew(input: CallInput<'setup.enrol'>): ReturnType<CallTable['setup.enrol']> {
    const station = stationNamed(input.station);
    if (station === 'bad') return err({ code: 'setup/bad-station' });
    // Acts under an identity that is gone can be sent by nobody else: they wait for whoever restores it.
    const isFree = await freeOutbox(this.#options.dataFolder, this.#log);
    if (!isFree) return { ok: false, error: { code: 'storage/outbox-lost' } };
    const enrolled = await enrol(input, createDeviceKey());
    if (!enrolled.ok) return { ok: false, error: { code: enrolled.error } };
    await writeIdentity(this.#options.dataFolder, enrolled.value, this.#options.systemKey);
    if (station !== null) await this.#desk((desk) => knownStation(desk, station));
    await this.#openCore(enrolled.value);
    return ok({ device: enrolled.value.device, fingerprint: enrolled.value.fingerprint });
  }

  #context(): HostContext {
    const { clock, dataFolder } = this.#options;
    return {
      clock,
      dataFolder,
      touch: (topics) => {
        this.#hub.touch(topics);
      },
      core: () => this.core,
      settings: {
        read: () => this.#desk((desk) => desk.setting('console')),
        write: (value) => this.#desk((desk) => desk.setSetting('console', value)),
      },
      about: async () => ({
        version: PROGRAM.split('/')[1] ?? '',
        dataFolder,
        sqlite: await this.#sqliteVersion(),
        node: process.versions.node,
      }),
      flushLog: () => this.#log.flush(),
    };
  }

  /** Settings count before enrolment, too: the set-up page has a language. */
  async #desk<T>(task: (desk: DeskStore) => Promise<T>): Promise<T> {
    if (this.core !== null) return task(this.core.desk);
    const database = await openMigrated(
      join(this.#options.dataFolder, 'desk.db'),
      'desk',
      this.#log,
    );
    try {
      return await task(new DeskStore(database));
    } finally {
      await database.close();
    }
  }

  async #sqliteVersion(): Promise<string> {
    const row = await this.core?.replica.read((reader) =>
      reader.get<{ version: string }>('SELECT sqlite_version() AS version'),
    );
    return row?.version ?? '';
  }
}
