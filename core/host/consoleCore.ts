import type { CaseDoc, CaseStub } from '../domain/case/caseDoc.ts';
import type { Scope } from '../domain/operation/identity.ts';
import type { Reference } from '../domain/operation/decision.ts';
import { MINUTE_MS, type Clock, type EpochMs } from '../kernel/time.ts';
import { uuidV7 } from '../kernel/ids.ts';
import type { Log } from '../node/logFile.ts';
import { deviceSigner } from '../node/deviceKey.ts';
import { createSealing, type Sealing } from '../node/sealing.ts';
import { systemRandom } from '../node/systemClock.ts';
import { AppError } from '../protocol/errors.ts';
import type { ServerFrame, WireDecision, WireEvent } from '../protocol/sync/frames.ts';
import { createClockOffset, type ClockOffset } from '../sync/clockOffset.ts';
import { cuttableLink, type CuttableLink } from '../sync/cuttableLink.ts';
import { SyncEngine } from '../sync/syncEngine.ts';
import type { FetchedCase, LinkPort } from '../sync/syncPorts.ts';
import { CommandBus } from './commandBus.ts';
import type { Identity } from './identity.ts';
import { dayNumberAt, startOfDay } from '../domain/calendar/localDay.ts';
import { fetchReference } from './reference/fetchReference.ts';
import { readReference, type ReferenceData } from './reference/referenceFiles.ts';
import { ruleReference } from './reference/ruleReference.ts';
import { Session, type DemoPerson } from './session/session.ts';
import type { ConsoleFiles } from './store/consoleFiles.ts';
import { DeskStore } from './store/deskStore.ts';
import { NumberBook } from './store/numberBook.ts';
import { OutboxStore, type CommittedAct } from './store/outboxStore.ts';
import { OverlayKeeper } from './store/overlayKeeper.ts';
import { RecordBook } from './store/recordBook.ts';
import { ReplicaStore, heldCases, type ReplicaChange } from './store/replicaStore.ts';
import type { DistrictAddress } from './sync/districtLink.ts';
import { DistrictNews } from './sync/districtNews.ts';
import { HealingReport } from './sync/healingReport.ts';
import { runLoop, type RunLoop } from './sync/runLoop.ts';
import type { Topic } from './views/viewHub.ts';
import { witnessTo } from './witness.ts';

export type CoreOptions = {
  readonly identity: Identity;
  readonly files: ConsoleFiles;
  readonly reference: ReferenceData;
  /** Where fetched reference files go. */
  readonly referenceFolder: string;
  readonly address: DistrictAddress;
  readonly clock: Clock;
  /** How many times faster business time runs in a drill; 1 otherwise. */
  readonly rate: number;
  readonly link: LinkPort;
  readonly log: Log;
  readonly program: string;
  readonly witness: string | null;
  readonly demoPerson: (login: string) => DemoPerson | null;
  readonly touch: (topics: readonly Topic[], cases?: ReadonlySet<string>) => void;
};

export type ShownCase = {
  readonly found: 'full' | 'stub' | 'none';
  readonly doc: CaseDoc | null;
  readonly stub: CaseStub | null;
  /** Decided version under what is shown. */
  readonly ver: number;
  readonly isOverlaid: boolean;
};

const SILENT_MS = 5 * MINUTE_MS;
const DEFAULT_ZONE_MINUTES = 480;
const NUMBERS_LOW = 30;
const LEASE_ASK_MS = 30_000;
const FIRST_LEASE_MS = 5_000;
/** How often what depends on the time alone is looked at again. */
const TIME_MS = 2_000;

/** An enrolled console: its files, its engine, and what acts and views are made of. */
export class ConsoleCore {
  readonly identity: Identity;
  readonly files: ConsoleFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly desk: DeskStore;
  readonly book = new RecordBook();
  readonly keeper: OverlayKeeper;
  readonly numbers: NumberBook;
  readonly sealing: Sealing;
  readonly offset: ClockOffset;
  readonly line: CuttableLink;
  readonly session: Session;
  readonly news: DistrictNews;
  readonly healing: HealingReport;
  rules: Reference;
  readonly scope: Scope;
  reference: ReferenceData;
  #outbox: OutboxStore | null = null;
  #replica: ReplicaStore | null = null;
  #engine: SyncEngine | null = null;
  #bus: CommandBus | null = null;
  #loop: RunLoop | null = null;
  #options: CoreOptions;
  #leaseAskedAt = -Infinity;
  #wasOnline = false;
  #overdueAt = 0;
  #isClosed = false;
  #wall: unknown = null;
  #cutAt = 0;
  #isFetching = false;
  #lineLostAt: number | null = null;
  readonly #completed = new Set<string>();

  private constructor(options: CoreOptions) {
    this.#options = options;
    this.identity = options.identity;
    this.scope = options.identity.scope as Scope;
    this.files = options.files;
    this.clock = options.clock;
    this.log = options.log;
    this.reference = options.reference;
    this.desk = new DeskStore(options.files.desk);
    this.numbers = new NumberBook(options.files.outbox);
    this.sealing = createSealing(options.identity.dataKey);
    this.rules = ruleReference(options.reference, (person, at) => this.#grantsOf(person, at));
    this.keeper = new OverlayKeeper(this.book, () => this.rules);
    this.offset = createClockOffset(options.clock, {
      boot: uuidV7(options.clock.wall(), systemRandom),
      wallRate: options.rate,
    });
    this.line = cuttableLink(options.link);
    this.session = new Session({
      clock: options.clock,
      desk: this.desk,
      engine: () => this.#engine,
      demoPerson: options.demoPerson,
      onChange: () => {
        options.touch(['session', 'cases', 'calls']);
      },
    });
    this.news = new DistrictNews();
    this.healing = new HealingReport(options.clock);
  }

  static async open(options: CoreOptions): Promise<ConsoleCore> {
    const core = new ConsoleCore(options);
    await core.#open();
    return core;
  }

  get outbox(): OutboxStore {
    return present(this.#outbox);
  }
  get replica(): ReplicaStore {
    return present(this.#replica);
  }
  get engine(): SyncEngine {
    return present(this.#engine);
  }
  get bus(): CommandBus {
    return present(this.#bus);
  }

  now(): EpochMs {
    return this.clock.wall() + this.offset.offset().off;
  }

  zoneMinutes(): number {
    return this.reference.calendar?.offsetMinutes ?? DEFAULT_ZONE_MINUTES;
  }

  startOfToday(): EpochMs {
    const zone = this.zoneMinutes();
    return startOfDay(dayNumberAt(this.now(), zone), zone);
  }

  /** Since when the switch keeps the line cut. */
  get cutSince(): EpochMs {
    return this.#cutAt;
  }

  /** Since when the line is lost, once it has been up. */
  get lineLostAt(): EpochMs | null {
    return this.#lineLostAt;
  }

  isOnline(): boolean {
    return this.engine.status().line === 'online' && !this.line.isCut();
  }

  unitName(unit: string): string | null {
    return this.reference.unitById.get(unit)?.name.zh ?? null;
  }

  personName(id: string): string {
    return this.reference.personById.get(id)?.name ?? id;
  }

  /** The nearest named place within 300 m, for words like "near ...". */
  nearestPlace(lon: number, lat: number): string | null {
    return this.reference.nearest?.(lon, lat) ?? null;
  }

  /** The district's own figures for the wall; the last known ones while the line is cut. */
  async wall(): Promise<unknown> {
    if (this.isOnline()) {
      const answer = await this.engine.ask({ f: 'ask', name: 'wall', input: {} });
      if (answer.ok) this.#wall = answer.value;
    }
    if (this.#wall === null) throw new AppError('session/needs-line');
    return this.#wall;
  }

  /** Steps of a case that came without its history are fetched when somebody looks. */
  completeTimeline(caseId: string): void {
    if (!this.isOnline() || this.#completed.has(caseId)) return;
    this.#completed.add(caseId);
    void this.engine
      .ask({ f: 'ask', name: 'case.get', input: { caseId } })
      .then((answer) =>
        answer.ok
          ? this.replica.replaceCase({ ...(answer.value as unknown as FetchedCase), caseId })
          : undefined,
      )
      .catch(() => undefined);
  }

  async shownCase(caseId: string): Promise<ShownCase> {
    return this.replica.read(async (reader) => {
      const overlay = await reader.get<{ doc: string }>(
        'SELECT doc FROM overlay WHERE case_id = ?',
        [caseId],
      );
      const held = (await heldCases(reader, [caseId])).get(caseId);
      const stub = held?.form === 'stub' ? held.stub : null;
      const confirmed =
        held === undefined || held.form === 'stub' || held.doc.ver === 0 ? null : held.doc;
      const doc = overlay === null ? confirmed : (JSON.parse(overlay.doc) as CaseDoc);
      return {
        found: doc !== null ? 'full' : stub !== null ? 'stub' : 'none',
        doc,
        stub,
        ver: confirmed?.ver ?? 0,
        isOverlaid: overlay !== null,
      };
    });
  }

  async eventsOf(caseId: string): Promise<readonly WireEvent[]> {
    const rows = await this.replica.read((reader) =>
      reader.all<{ body: string }>('SELECT body FROM event WHERE case_id = ? ORDER BY ver', [
        caseId,
      ]),
    );
    return rows.map((row) => JSON.parse(row.body) as WireEvent);
  }

  /** The developer's switch: packets vanish both ways. */
  cutLine(on: boolean): void {
    if (on && !this.line.isCut()) this.#cutAt = this.clock.wall();
    this.line.cut(on);
    if (!on) this.engine.nudge();
    this.#options.touch(['sync', 'alarms']);
  }

  /** Since when a street has been silent for longer than the district may wait, or null. */
  readonly silentSince = (scope: string): EpochMs | null => {
    if (this.scope !== 'district' || !scope.startsWith('street:')) return null;
    const seen = this.news.streetSeen(scope.slice('street:'.length));
    return seen !== null && this.now() - seen >= SILENT_MS ? seen : null;
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#engine?.stop();
    await this.#loop?.stop();
    await this.replica.close();
    await this.files.desk.close();
    await this.files.outbox.close();
  }

  async #open(): Promise<void> {
    const { identity, files, log } = this.#options;
    this.#outbox = await OutboxStore.open(files.outbox, identity, {
      onDecided: (decisions) => this.#onDecided(decisions),
      onReloaded: () => this.#reload(),
    });
    this.keeper.load(await this.outbox.pending());
    this.#replica = new ReplicaStore(
      files.replica,
      { book: this.book, keeper: this.keeper },
      {
        scopes: () => this.#scopes(),
        now: () => this.now(),
        onChange: (change) => {
          this.#onReplica(change);
        },
      },
    );
    await this.#replica.open();
    this.#engine = this.#makeEngine();
    this.#bus = this.#makeBus();
    await this.#engine.start();
    this.#loop = runLoop(
      () => this.engine,
      log,
      () => {
        this.#onTick();
      },
    );
    this.#loop.wake();
  }

  #makeEngine(): SyncEngine {
    const { clock, identity } = this.#options;
    const sign = deviceSigner({
      publicKey: identity.publicKey,
      privateKey: identity.privateKey,
    });
    return new SyncEngine(
      {
        clock,
        dice: {
          next: () => (systemRandom(4).reduce((sum, byte) => sum * 256 + byte, 0) >>> 0) / 2 ** 32,
        },
        link: this.line,
        outbox: this.outbox,
        replica: this.replica,
        signer: { sign },
        offset: this.offset,
      },
      {
        program: this.#options.program,
        scopes: () => this.#scopes(),
        session: () => this.session.token,
        wake: () => this.#loop?.wake(),
        aside: (frame) => {
          this.#onAside(frame);
        },
      },
    );
  }

  #makeBus(): CommandBus {
    const witness = witnessTo(this.#options.witness);
    return new CommandBus({
      session: this.session,
      outbox: this.outbox,
      numbers: this.numbers,
      keeper: this.keeper,
      offset: this.offset,
      reference: () => this.rules,
      scope: this.scope,
      zoneMinutes: () => this.zoneMinutes(),
      isCutOff: () => !this.isOnline(),
      silentSince: this.silentSince,
      shownCase: (caseId) => this.shownCase(caseId),
      fillPlace: (args) => this.#fillPlace(args),
      acknowledged: witness,
      committed: (act) => this.#onCommitted(act),
    });
  }

  #scopes(): readonly string[] {
    return [this.scope, 'ref'];
  }

  /** Grants of the directory and those given by operations, which speak louder. */
  #grantsOf(person: string, at: EpochMs): ReturnType<Reference['grantsOf']> {
    const here = this.session.person;
    const known =
      this.reference.personById.get(person)?.grants ?? (here?.id === person ? here.grants : []);
    const unnamed = known.filter(
      ({ role, scope }) => this.book.record('grant', `${person}/${role}/${scope}`) === null,
    );
    return [...unnamed.filter((one) => isValid(one, at)), ...this.book.grantsOf(person, at)];
  }

  async #onCommitted(act: CommittedAct): Promise<void> {
    this.engine.committed(act.rseq);
    if (act.caseId !== null) await this.replica.refresh([act.caseId]);
    this.#options.touch(['outbox']);
  }

  async #onDecided(decisions: readonly WireDecision[]): Promise<void> {
    this.keeper.decided(decisions);
    const cases = new Set<string>();
    const settled: string[] = [];
    for (const { caseId, opId } of decisions) {
      if (caseId === null) settled.push(opId);
      else cases.add(caseId);
    }
    this.healing.decided(decisions);
    await this.outbox.markSeen(settled);
    await this.replica.refresh([...cases]);
    this.#options.touch(['outbox']);
  }

  async #reload(): Promise<void> {
    const before = this.keeper.cases();
    this.keeper.load(await this.outbox.pending());
    await this.#replica?.refresh([...new Set([...before, ...this.keeper.cases()])]);
  }

  #onReplica(change: ReplicaChange): void {
    if (change.seen.length > 0) void this.outbox.markSeen(change.seen);
    this.healing.received(change.cases.length);
    if (change.recordTypes.has('lease')) void this.#learnLeases();
    if (change.cases.length > 0) this.#options.touch(['cases'], new Set(change.cases));
    if (change.recordTypes.size > 0) this.#options.touch(['records']);
  }

  async #learnLeases(): Promise<void> {
    const { replica } = this.outbox.identity();
    const own = this.book.all('lease').filter((lease) => lease.replica === replica);
    await this.numbers.learn(
      own.map(({ origin, from, to, incarnation }) => ({
        origin,
        first: from,
        last: to,
        incarnation,
      })),
    );
    this.#options.touch(['outbox']);
  }

  #onAside(frame: ServerFrame): void {
    const topic = this.news.hear(frame, this.now());
    if (topic !== null) this.#options.touch([topic]);
  }

  #onTick(): void {
    if (this.#isClosed) return;
    const status = this.engine.status();
    const isOnline = this.isOnline();
    if (isOnline !== this.#wasOnline) {
      this.#wasOnline = isOnline;
      this.#lineLostAt = isOnline ? null : this.clock.wall();
      this.healing.line(isOnline, this.keeper.undecidedCount());
      this.#options.touch(['sync', 'alarms', 'cases']);
      // A first range of numbers comes by itself with the greeting.
      this.#leaseAskedAt = this.clock.mono() - LEASE_ASK_MS + FIRST_LEASE_MS;
    }
    if (this.healing.settled(status, this.keeper.undecidedCount())) this.#options.touch(['sync']);
    if (isOnline) {
      void this.#keepNumbers();
      void this.#keepReference();
    }
    void this.#keepOverdue();
  }

  async #keepNumbers(): Promise<void> {
    const now = this.clock.mono();
    if (now - this.#leaseAskedAt < LEASE_ASK_MS) return;
    this.#leaseAskedAt = now;
    const { incarnation } = this.outbox.identity();
    if ((await this.numbers.left(incarnation, this.bus.today())) >= NUMBERS_LOW) return;
    await this.engine.ask({ f: 'ask', name: 'numbers.more', input: {} }).catch(() => undefined);
  }

  /** A console that was enrolled over the wire has no profile yet. */
  async #keepReference(): Promise<void> {
    if (this.reference.catalogue !== null || this.#isFetching) return;
    this.#isFetching = true;
    try {
      const { address, referenceFolder } = this.#options;
      if (!(await fetchReference(this.engine, address, referenceFolder))) return;
      this.reference = await readReference(referenceFolder);
      this.rules = ruleReference(this.reference, (person, at) => this.#grantsOf(person, at));
      this.#options.touch(['session', 'cases', 'sync']);
    } catch {
      // The line went in between: the next turn of the loop tries again.
    } finally {
      this.#isFetching = false;
    }
  }

  async #keepOverdue(): Promise<void> {
    const now = this.clock.mono();
    if (now - this.#overdueAt < TIME_MS) return;
    this.#overdueAt = now;
    await this.replica.raiseOverdue(this.now());
    this.#options.touch(['time']);
  }

  #fillPlace(args: Record<string, unknown>): Record<string, unknown> {
    const place = (args['place'] ?? args) as Record<string, unknown>;
    const point = place['point'] as { readonly lonE6: number; readonly latE6: number } | null;
    const { areas } = this.reference;
    if (point === null || point === undefined || areas === null) return args;
    if (!('cell' in place) || place['cell'] !== null) return args;
    const at = areas.locate(point);
    if (at === null) return args;
    const filled = { ...place, cell: at.cell, street: at.street };
    return 'place' in args ? { ...args, place: filled } : filled;
  }
}

function isValid(
  grant: { readonly from: EpochMs; readonly to: EpochMs | null },
  at: EpochMs,
): boolean {
  return grant.from <= at && (grant.to === null || grant.to > at);
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('console used before it was open');
  return value;
}
