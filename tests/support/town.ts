import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { StoredCase } from '#core/district/store/districtStore.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { openHost, type Host } from '#core/host/host.ts';
import type { ConsoleCore } from '#core/host/consoleCore.ts';
import { heldCases } from '#core/host/store/replicaRows.ts';
import { must } from '#core/kernel/assert.ts';
import type { Clock } from '#core/kernel/time.ts';
import { openLogFile, silentLog, type Log } from '#core/node/logFile.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { CallInput, CallName, CallOutput, Receipt } from '#core/protocol/console/calls.ts';
import type { WireError } from '#core/protocol/console/envelope.ts';
import type { ServerFrame } from '#core/protocol/sync/frames.ts';
import type { ViewName, ViewParams, ViewSnapshot } from '#core/protocol/console/views.ts';
import { cuttableLink } from '#core/sync/cuttableLink.ts';
import type { CuttableLink } from '#core/sync/cuttableLink.ts';
import type { LinkPort } from '#core/sync/syncPorts.ts';
import type { Result } from '#core/kernel/result.ts';
import {
  SMALL_CATALOGUE,
  creation,
  handClock,
  smallPlace,
  type HandClock,
  type Place,
} from './smallDistrict.ts';
import { startDistrict } from './startDistrict.ts';

const PASSWORD = 'town-password';

export type TownOptions = {
  readonly withLogs?: boolean;
  /** Small, so that a story has several of them. */
  readonly fillChunkBytes?: number;
};

export type DeskPlan = {
  readonly name: string;
  readonly scope: string;
  readonly login: string;
  /** Where it sits: `s1`, which one desk at a time may have, or a desk, unless said otherwise. */
  readonly seat?: string;
  /** This machine's own wall clock, as far as it is off. */
  readonly clockError?: number;
};

/**
 * A district and some consoles in one process: real files, real engine, a line that can be cut, and a clock
 * that moves only when told. What a story does, it does through the console contract.
 */
export class Town {
  readonly clock: HandClock;
  readonly place: Place;
  running: RunningDistrict;
  readonly desks = new Map<string, Desk>();
  readonly #folder: string;
  readonly #logs: TownLogs;
  readonly #fillChunkBytes: number | undefined;

  private constructor(
    place: Place,
    running: RunningDistrict,
    own: {
      readonly folder: string;
      readonly logs: TownLogs;
      readonly fillChunkBytes: number | undefined;
    },
  ) {
    const { folder, logs, fillChunkBytes } = own;
    this.#fillChunkBytes = fillChunkBytes;
    this.#logs = logs;
    this.place = place;
    this.clock = place.clock;
    this.running = running;
    this.#folder = folder;
  }

  static async start(plans: readonly DeskPlan[], options: TownOptions = {}): Promise<Town> {
    const clock = handClock();
    const place = await smallPlace(clock);
    const logs = new TownLogs(clock, options.withLogs === true);
    const { fillChunkBytes } = options;
    const log = logs.open(place.folder);
    const running = await openRunning({ place, clock, log, fillChunkBytes });
    const folder = await mkdtemp(join(tmpdir(), 'shaotai-town-'));
    const town = new Town(place, running, { folder, logs, fillChunkBytes });
    for (const login of new Set(plans.map((plan) => plan.login))) {
      await running.district.logins.set(login, login, PASSWORD);
    }
    for (const plan of withSeats(plans)) await town.#addDesk(plan);
    return town;
  }

  desk(name: string): Desk {
    return must(this.desks.get(name), `a desk ${name}`);
  }

  cut(name: string): void {
    this.desk(name).line.cut(true);
    this.desk(name).core.cutLine(true);
  }

  heal(name: string): void {
    this.desk(name).line.cut(false);
    this.desk(name).core.cutLine(false);
  }

  /** Moves the clock for everybody and lets timers see it. */
  async pass(ms: number): Promise<void> {
    this.clock.pass(ms);
    for (const desk of this.desks.values()) if (desk.isOpen) await desk.core.engine.tick();
    await sleep(10);
  }

  /** Until nothing is pending, nothing is to come, and every desk that is not cut says so. */
  async settles(): Promise<void> {
    for (let turn = 0; turn < 400; turn += 1) {
      const open = [...this.desks.values()].filter(
        (desk) => desk.isOpen && !desk.core.line.isCut(),
      );
      if (open.every((desk) => this.#isSettled(desk))) return;
      this.clock.pass(400);
      for (const desk of open) desk.core.engine.nudge();
      await sleep(15);
    }
    const open = [...this.desks.values()].filter((desk) => desk.isOpen);
    const states = open.map((desk) => [
      desk.plan.name,
      desk.core.engine.status(),
      desk.core.keeper.undecidedCount(),
    ]);
    throw new Error(`the town does not settle: ${JSON.stringify(states)}`);
  }

  /** Every case that a desk is a member of is there as the district has it; nobody else has a row. */
  async converged(): Promise<string[]> {
    const { store } = this.running.district;
    const entries = await store.log(0, 100_000);
    const ids = new Set(entries.flatMap(({ op }) => (op.caseId === null ? [] : [op.caseId])));
    const cases = await store.cases([...ids]);
    const faults: string[] = [];
    for (const desk of this.desks.values()) {
      if (desk.isOpen) faults.push(...(await desk.faults(cases)));
    }
    return faults;
  }

  async doc(caseId: string): Promise<CaseDoc> {
    const [found] = await this.running.district.store.cases([caseId]);
    return must(found, 'the district has this case').doc;
  }

  /** Outcomes of all decided operations, by operation. */
  async decisions(): Promise<ReadonlyMap<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const { op, decision } of await this.running.district.store.log(0, 100_000)) {
      found.set(op.opId, [...(found.get(op.opId) ?? []), decision.outcome]);
    }
    return found;
  }

  async restartDistrict(): Promise<void> {
    await this.running.close();
    this.running = await openRunning(this.#start());
  }

  /** A copy of the district's files; the function returned puts it back, as after a lost disk. */
  async backUpDistrict(): Promise<() => Promise<void>> {
    await this.running.close();
    const copy = `${this.place.folder}.copy`;
    await cp(this.place.folder, copy, { recursive: true });
    this.running = await openRunning(this.#start());
    return async () => {
      await this.running.close();
      await rm(this.place.folder, { recursive: true, force: true });
      await cp(copy, this.place.folder, { recursive: true });
      await rm(copy, { recursive: true, force: true });
      this.running = await openRunning(this.#start(), true);
    };
  }

  async close(): Promise<void> {
    for (const desk of this.desks.values()) if (desk.isOpen) await desk.close();
    await this.running.close();
    await this.#logs.close();
    await this.place.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #start(): Start {
    const log = this.#logs.open(this.place.folder);
    const { place, clock, running } = this;
    return { place, clock, log, port: running.port, fillChunkBytes: this.#fillChunkBytes };
  }

  #isSettled(desk: Desk): boolean {
    const { engine, keeper, replica } = desk.core;
    const status = engine.status();
    const { heads } = this.running.district.core.state;
    const isCaughtUp = [desk.core.scope, 'ref' as const].every(
      (scope) => (replica.cursors()[scope] ?? 0) >= (heads.get(scope) ?? 0),
    );
    return (
      status.line === 'online' &&
      status.watermark === status.last &&
      keeper.undecidedCount() === 0 &&
      isCaughtUp
    );
  }

  async #addDesk(plan: DeskPlan): Promise<void> {
    const { enrolment } = this.running;
    const { code } = await enrolment.issue(plan.scope as 'district', 'adm');
    const clock = wrongClock(this.clock, plan.clockError ?? 0);
    const ear: Ear = { isDeaf: false };
    const line = cuttableLink(hubLink(() => this.running, ear));
    const desk = new Desk({
      plan,
      clock,
      line,
      ear,
      folder: join(this.#folder, plan.name),
      logs: this.#logs,
      reference: this.place.folder,
    });
    this.desks.set(plan.name, desk);
    await desk.open();
    const address = `ws://127.0.0.1:${this.running.port}`;
    const enrolled = await desk.call('setup.enrol', {
      address,
      code,
      name: plan.name,
      scope: plan.scope,
    });
    if (!enrolled.ok) throw new Error(`enrolment failed: ${enrolled.error.code}`);
    await this.settles();
    await desk.login();
  }
}

/**
 * One desk a seat: the first of the hall has `s1`, all others sit away from the calls, from the last desk
 * on: the first ones are given to who may not sit where he wished. A place without seats names its own.
 */
function withSeats(plans: readonly DeskPlan[]): DeskPlan[] {
  const [first] = plans.filter((plan) => plan.scope === 'district');
  const taken = new Set(plans.map((plan) => plan.seat));
  return plans.map((plan) => {
    if (plan === first || plan.seat !== undefined) return plan;
    const desks = SMALL_CATALOGUE.seats.filter(
      (one) => one.scope === plan.scope && one.number === 0,
    );
    const free = desks.findLast((one) => !taken.has(one.id));
    const unit = plan.scope.startsWith('unit:') ? plan.scope.slice('unit:'.length) : null;
    const seat = unit ?? free?.id ?? `desk-${plan.name}`;
    taken.add(seat);
    return { seat, ...plan };
  });
}

type DeskOptions = {
  readonly plan: DeskPlan;
  readonly clock: Clock;
  readonly line: CuttableLink;
  readonly folder: string;
  readonly reference: string;
  readonly ear: Ear;
  readonly logs: TownLogs;
};

type Ear = { isDeaf: boolean };

/** One console of the town. */
export class Desk {
  readonly plan: DeskPlan;
  readonly line: CuttableLink;
  readonly folder: string;
  readonly #options: DeskOptions;
  #host: Host | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.plan = options.plan;
    this.line = options.line;
    this.folder = options.folder;
  }

  get isOpen(): boolean {
    return this.#host !== null;
  }

  get core(): ConsoleCore {
    return must(must(this.#host, 'an open desk').core(), 'an enrolled desk');
  }

  async open(): Promise<void> {
    const { clock, line, folder, reference, logs } = this.#options;
    this.#host = await openHost({
      dataFolder: folder,
      referenceFolder: reference,
      district: null,
      clock,
      rate: 1,
      witness: join(folder, 'witness'),
      systemKey: null,
      demoIdentity: null,
      link: line,
      log: logs.open(folder),
    });
  }

  async login(): Promise<void> {
    const { login, seat } = this.plan;
    const where = seat === undefined ? { seat: 's1', isProposed: true } : { seat };
    const result = await this.call('session.login', { login, password: PASSWORD, ...where });
    if (!result.ok) throw new Error(`login failed: ${result.error.code}`);
  }

  /** Everything that the district says vanishes; what this desk says arrives. */
  deafen(on: boolean): void {
    this.#options.ear.isDeaf = on;
  }

  /**
   * What `kill -9` leaves: the files as they are on disk at this moment, journals and all, while the old
   * process never gets to say another word. The next `open` begins from there.
   */
  async crash(): Promise<void> {
    const host = must(this.#host, 'an open desk');
    this.line.cut(true);
    const left = `${this.folder}.left`;
    await cp(this.folder, left, { recursive: true });
    this.#host = null;
    await host.close();
    await rm(this.folder, { recursive: true, force: true });
    await cp(left, this.folder, { recursive: true });
    await rm(left, { recursive: true, force: true });
    await rm(join(this.folder, 'lock.json'), { force: true });
    this.line.cut(false);
  }

  async close(): Promise<void> {
    await this.#host?.close();
    this.#host = null;
  }

  async call<N extends CallName>(
    name: N,
    input: CallInput<N>,
  ): Promise<Result<CallOutput<N>, WireError>> {
    const { service } = must(this.#host, 'an open desk');
    return (await service.call(name, input)) as Result<CallOutput<N>, WireError>;
  }

  /** An act that must be acknowledged. */
  async does(
    kind: string,
    caseId: string | null,
    args: unknown,
    over: Partial<CallInput<'op.submit'>> = {},
  ): Promise<Receipt> {
    const result = await this.call('op.submit', { kind, caseId, args, ...over });
    if (!result.ok)
      throw new Error(`${this.plan.name} may not ${kind}: ${JSON.stringify(result.error)}`);
    return result.value;
  }

  async creates(over: Parameters<typeof creation>[0] = {}): Promise<string> {
    const receipt = await this.does('case.create', null, creation(over));
    return must(receipt.caseId, 'a new case has an id');
  }

  look<N extends ViewName>(name: N, params: ViewParams<N>): Promise<ViewSnapshot<N>> {
    const { service } = must(this.#host, 'an open desk');
    return new Promise((resolve) => {
      const view = service.watch(name, params, (frame) => {
        view?.close();
        resolve(frame.value as ViewSnapshot<N>);
      });
    });
  }

  /** What a window that shows the wall is told. */
  lookAsWall<N extends ViewName>(name: N): Promise<ViewSnapshot<N>> {
    const { wall } = must(this.#host, 'an open desk');
    return new Promise((resolve, reject) => {
      const view = wall.watch(name, {}, (frame) => {
        view?.close();
        resolve(frame.value as ViewSnapshot<N>);
      });
      if (view === null) reject(new Error(`a wall may not watch ${name}`));
    });
  }

  async board(): Promise<ViewSnapshot<'board'>> {
    await this.core.bus.settled();
    return this.look('board', { filter: 'all', text: '', sort: 'clock', from: 0, count: 200 });
  }

  /** Name and number of a case's caller, or the code by which they are refused. */
  async opensCaller(caseId: string, why?: string): Promise<CallOutput<'caller.open'> | string> {
    const reason = why === undefined ? {} : { why };
    const opened = await this.call('caller.open', { caseId, to: 'look', ...reason });
    return opened.ok ? opened.value : opened.error.code;
  }

  file(caseId: string): Promise<ViewSnapshot<'caseFile'>> {
    return this.look('caseFile', { caseId });
  }

  async witnessed(): Promise<string[]> {
    const text = await readFile(join(this.folder, 'witness'), 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => (JSON.parse(line) as { opId: string }).opId);
  }

  /** How this desk's replica differs from what the district holds. */
  async faults(cases: readonly StoredCase[]): Promise<string[]> {
    const ids = cases.map(({ doc }) => doc.caseId);
    const held = await this.core.replica.read((reader) => heldCases(reader, ids));
    const faults: string[] = [];
    for (const { doc, stateHash } of cases) {
      const here = held.get(doc.caseId);
      const hash = here?.form === 'full' ? stateHashOf(here.doc, nodeHashing) : null;
      const expected = doc.members[this.core.scope] === true ? stateHash : null;
      if (hash !== expected) faults.push(`${this.plan.name} has another ${doc.caseId}`);
    }
    const overlaid = await this.core.replica.read((reader) =>
      reader.all<{ case_id: string }>('SELECT case_id FROM overlay'),
    );
    return [...faults, ...overlaid.map((row) => `${this.plan.name} overlays ${row.case_id}`)];
  }

  /** The case as this desk shows it now. */
  async shown(caseId: string): Promise<CaseDoc> {
    await this.core.bus.settled();
    return must((await this.core.shownCase(caseId)).doc, `${this.plan.name} shows the case`);
  }
}

/** Log files of district and desks, where a story reads them; silence elsewhere. */
class TownLogs {
  readonly #clock: Clock;
  readonly #isOn: boolean;
  readonly #open: Log[] = [];

  constructor(clock: Clock, isOn: boolean) {
    this.#clock = clock;
    this.#isOn = isOn;
  }

  open(folder: string): Log {
    if (!this.#isOn) return silentLog;
    const now = (): number => this.#clock.wall();
    const log = openLogFile({ folder: join(folder, 'logs'), name: 'town', now });
    this.#open.push(log);
    return log;
  }

  async close(): Promise<void> {
    for (const log of this.#open) await log.close();
  }
}

type Start = {
  readonly place: Place;
  readonly clock: Clock;
  readonly log: Log;
  readonly port?: number;
  readonly fillChunkBytes: number | undefined;
};

/** Opened again it listens where its consoles know it. */
function openRunning(
  { place, clock, log, port = 0, fillChunkBytes }: Start,
  isRestored = false,
): Promise<RunningDistrict> {
  const chunks = fillChunkBytes === undefined ? {} : { fillChunkBytes };
  return startDistrict(place, { clock, port, log, isRestored, ...chunks });
}

function wrongClock(clock: Clock, error: number): Clock {
  return { wall: () => clock.wall() + error, mono: () => clock.mono() };
}

/** An ordered pipe into the district's hub, without a socket. */
function hubLink(running: () => RunningDistrict, ear: Ear): LinkPort {
  return {
    open(onEvent) {
      const { hub } = running();
      let isOver = false;
      const later = (task: () => void): void => {
        setImmediate(() => {
          if (!isOver) task();
        });
      };
      const connection = hub.accept({
        send(text) {
          later(() => {
            if (!ear.isDeaf) onEvent({ type: 'frame', frame: JSON.parse(text) as ServerFrame });
          });
        },
        close() {
          later(() => {
            isOver = true;
            onEvent({ type: 'closed' });
          });
        },
        buffered: () => 0,
      });
      return {
        send(frame) {
          const text = JSON.stringify(frame);
          later(() => void connection.receive(text));
        },
        close() {
          isOver = true;
          hub.leave(connection);
        },
      };
    },
  };
}
