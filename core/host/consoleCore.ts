import type { Reference } from '../domain/operation/decision.ts';
import type { Scope } from '../domain/operation/identity.ts';
import { must } from '../kernel/assert.ts';
import { uuidV7 } from '../kernel/ids.ts';
import type { Clock, EpochMs } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { createSealing, type Sealing } from '../node/sealing.ts';
import { systemRandom } from '../node/systemClock.ts';
import { AppError } from '../protocol/errors.ts';
import type { WireEvent } from '../protocol/sync/frames.ts';
import { createClockOffset, type ClockOffset } from '../sync/clockOffset.ts';
import { cuttableLink, type CuttableLink } from '../sync/cuttableLink.ts';
import type { StreetLine, StreetLinkPort } from '../sync/streetLine.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';
import type { LinkPort } from '../sync/syncPorts.ts';
import { readEvents, readShownCase, type ShownCase } from './caseReader.ts';
import { Attachments } from './attachments/attachments.ts';
import type { CommandBus } from './commandBus.ts';
import {
  busOf,
  decisionsShown,
  engineOf,
  pendingReloaded,
  replicaOpened,
  replicaShown,
  scopesOf,
  sessionOf,
  streetLineOf,
  upkeepOf,
} from './coreParts.ts';
import type { Identity } from './identity.ts';
import { ConsoleProfile } from './reference/consoleProfile.ts';
import type { ReferenceData } from './reference/referenceFiles.ts';
import { AccessNotes } from './session/accessNotes.ts';
import { SeatPresence } from './session/seatPresence.ts';
import type { DemoPerson, Session } from './session/session.ts';
import { openReplicaAfresh, type ConsoleFiles } from './store/consoleFiles.ts';
import { DeskStore } from './store/deskStore.ts';
import { DraftBook } from './store/draftBook.ts';
import { NumberBook } from './store/numberBook.ts';
import { OutboxStore, type CommittedAct } from './store/outboxStore.ts';
import { OverlayKeeper } from './store/overlayKeeper.ts';
import { RecordBook } from './store/recordBook.ts';
import { PaperCards } from './store/paperCards.ts';
import { ToldNumbers } from './store/toldNumbers.ts';
import { ReplicaStore } from './store/replicaStore.ts';
import type { DistrictAddress } from './sync/districtLink.ts';
import { DistrictQuestions } from './sync/districtQuestions.ts';
import { DistrictNews } from './sync/districtNews.ts';
import type { FirstFill } from './sync/firstFill.ts';
import { firstFillOf } from './sync/firstFillOf.ts';
import { HealingReport } from './sync/healingReport.ts';
import { LineMark } from './sync/lineMark.ts';
import { runLoop, type RunLoop } from './sync/runLoop.ts';
import type { Upkeep } from './upkeep.ts';
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
  /** The station of this street; null where there is none. */
  readonly station: StreetLinkPort | null;
  readonly log: Log;
  readonly program: string;
  readonly witness: string | null;
  readonly demoPerson: (login: string) => DemoPerson | null;
  readonly touch: (topics: readonly Topic[], cases?: ReadonlySet<string>) => void;
};

/** What exists once the files are open. */
type Running = {
  readonly outbox: OutboxStore;
  readonly replica: ReplicaStore;
  readonly engine: SyncEngine;
  readonly bus: CommandBus;
  readonly upkeep: Upkeep;
  readonly loop: RunLoop;
  readonly attachments: Attachments;
  readonly street: StreetLine | null;
};

/** An enrolled console: its files, its engine, and what acts and views are made of. */
export class ConsoleCore {
  readonly identity: Identity;
  readonly scope: Scope;
  readonly files: ConsoleFiles;
  readonly clock: Clock;
  readonly desk: DeskStore;
  readonly drafts: DraftBook;
  readonly told: ToldNumbers;
  readonly cards: PaperCards;
  readonly book = new RecordBook();
  readonly keeper: OverlayKeeper;
  readonly numbers: NumberBook;
  readonly sealing: Sealing;
  readonly offset: ClockOffset;
  readonly line: CuttableLink;
  readonly session: Session;
  readonly profile: ConsoleProfile;
  readonly seat: SeatPresence;
  readonly questions: DistrictQuestions;
  readonly fill: FirstFill;
  readonly news = new DistrictNews();
  readonly healing: HealingReport;
  readonly lineMark: LineMark;
  readonly notes: AccessNotes;
  readonly #options: CoreOptions;
  readonly #background = new Set<Promise<void>>();
  #running: Partial<Running> = {};
  /** Since when the switch keeps the line cut. */
  cutSince = 0;
  #rebuilding: Promise<void> | null = null;

  private constructor(options: CoreOptions) {
    const { identity, files, clock } = options;
    this.#options = options;
    this.identity = identity;
    this.scope = identity.scope as Scope;
    this.files = files;
    this.clock = clock;
    this.desk = new DeskStore(files.desk);
    this.told = new ToldNumbers(files.desk);
    this.numbers = new NumberBook(files.outbox);
    this.cards = new PaperCards(files.outbox);
    this.sealing = createSealing(identity.dataKey);
    this.drafts = new DraftBook(files.desk, this.sealing);
    this.healing = new HealingReport(clock);
    this.lineMark = new LineMark(this.desk, clock);
    this.notes = new AccessNotes({ clock, submit: (input) => this.bus.submit(input) });
    this.line = cuttableLink(options.link);
    const boot = uuidV7(clock.wall(), systemRandom);
    this.offset = createClockOffset(clock, { boot, wallRate: options.rate });
    this.session = sessionOf(this, options);
    this.profile = new ConsoleProfile(options.reference, {
      book: this.book,
      person: () => this.session.person,
      folder: options.referenceFolder,
      address: options.address,
    });
    this.keeper = new OverlayKeeper(this.book, () => this.rules);
    this.fill = firstFillOf(this, { ...options, wake: () => this.#running.loop?.wake() });
    this.questions = new DistrictQuestions(this, options);
    this.seat = new SeatPresence({
      tell: (news) => this.#running.engine?.tell(news),
      isHallSeat: (seat) => this.profile.isHallSeat(seat),
    });
  }

  static async open(options: CoreOptions): Promise<ConsoleCore> {
    const core = new ConsoleCore(options);
    await core.#open();
    return core;
  }

  get outbox(): OutboxStore {
    return must(this.#running.outbox, 'the outbox is open');
  }

  get replica(): ReplicaStore {
    return must(this.#running.replica, 'the replica is open');
  }

  get engine(): SyncEngine {
    return must(this.#running.engine, 'the engine is made');
  }

  get bus(): CommandBus {
    return must(this.#running.bus, 'the bus is made');
  }

  /** Null where this console has no station. */
  get street(): StreetLine | null {
    return this.#running.street ?? null;
  }

  get attachments(): Attachments {
    return must(this.#running.attachments, 'the attachments are open');
  }

  get reference(): ReferenceData {
    return this.profile.data;
  }

  get rules(): Reference {
    return this.profile.rules;
  }

  /** The district's time, as well as it is known here. */
  now(): EpochMs {
    return this.clock.wall() + this.offset.offset().off;
  }

  startOfToday(): EpochMs {
    return this.profile.startOfDay(this.now());
  }

  isOnline(): boolean {
    return this.engine.status().line === 'online' && !this.line.isCut();
  }

  /** The developer's switch: packets vanish both ways. */
  cutLine(on: boolean): void {
    if (on && !this.line.isCut()) this.cutSince = this.clock.wall();
    this.line.cut(on);
    if (on) for (const way of [this.attachments, this.fill]) way.lineCut();
    else this.engine.nudge();
    this.#options.touch(['sync', 'alarms']);
  }

  /** Since when a street has been silent for longer than the district may wait, or null. */
  readonly silentSince = (scope: string): EpochMs | null => {
    // Who is cut off hears of nobody: that is no silence of a street.
    if (this.scope !== 'district' || !scope.startsWith('street:') || !this.isOnline()) return null;
    return this.news.silentSince(scope.slice('street:'.length));
  };

  shownCase(caseId: string): Promise<ShownCase> {
    return readShownCase(this.replica, caseId);
  }

  eventsOf(caseId: string): Promise<readonly WireEvent[]> {
    return readEvents(this.replica, caseId);
  }

  /**
   * The replica turned out to be damaged while it was used: it is set aside and pulled again. What was
   * acknowledged stands in another file and goes on.
   */
  rebuildReplica(): Promise<void> {
    this.#rebuilding ??= this.#rebuild().finally(() => (this.#rebuilding = null));
    return this.#rebuilding;
  }

  async #rebuild(): Promise<void> {
    this.#options.log.write('error', 'storage/corrupt', { file: 'replica.db' });
    await this.replica.startOver(() =>
      openReplicaAfresh(this.files.replica.file, this.#options.log),
    );
    this.questions.forget();
    this.engine.reconnect();
    this.#options.touch(['cases', 'records', 'sync', 'alarms', 'notices']);
  }

  async close(): Promise<void> {
    const { engine, loop, upkeep, bus, replica, attachments, street } = this.#running;
    engine?.stop();
    await this.fill.stop();
    await loop?.stop();
    await street?.stop();
    await upkeep?.stop();
    await attachments?.stop();
    await Promise.all([bus?.settled(), this.questions.heads.settled()]);
    while (this.#background.size > 0) await Promise.all(this.#background);
    await replica?.close();
    await this.files.desk.close();
    await this.files.outbox.close();
  }

  async #open(): Promise<void> {
    const { identity, files, log, clock, program, witness, touch } = this.#options;
    const outbox = await OutboxStore.open(files.outbox, identity, {
      onDecided: async (decisions) => {
        await decisionsShown(this, decisions);
        touch(['outbox']);
      },
      onReloaded: () => pendingReloaded(this),
    });
    this.#running = { outbox };
    this.keeper.load(await outbox.pending());
    const replica = new ReplicaStore(
      files.replica,
      { book: this.book, keeper: this.keeper },
      {
        scopes: () => scopesOf(this),
        now: () => this.now(),
        onChange: (change) => {
          for (const task of replicaShown(this, change, touch)) void this.#guarded(task);
        },
      },
    );
    this.#running = { outbox, replica };
    await replicaOpened(this, replica, touch);
    const wake = (): void => this.#running.loop?.wake();
    await this.fill.open();
    const engine = engineOf(this, { clock, program, wake, log, touch });
    this.#running = { outbox, replica, engine };
    const bus = busOf(this, {
      acknowledged: witnessTo(witness),
      committed: (act) => this.#guarded(this.#onCommitted(act)),
    });
    this.#running = { outbox, replica, engine, bus };
    const upkeep = upkeepOf(this, touch);
    const attachments = await Attachments.open(this, {
      address: this.#options.address,
      log,
      touch,
    });
    this.#running = { outbox, replica, engine, bus, attachments };
    await engine.start();
    const street = streetLineOf(this, { clock, link: this.#options.station, touch, wake });
    bus.waitFor(this.#guarded(replica.catchUp()));
    const loop = runLoop(() => engine, {
      log,
      onTick: () => {
        upkeep.tick();
        attachments.tick();
        if (street !== null) void this.#guarded(street.tick());
      },
      onFailure: (cause) => this.failed(cause),
    });
    this.#running = { outbox, replica, engine, bus, upkeep, loop, attachments, street };
    loop.wake();
  }

  async #onCommitted(act: CommittedAct): Promise<void> {
    this.engine.committed(act.rseq);
    if (act.caseId !== null) await this.replica.refresh([act.caseId]);
    this.#options.touch(['outbox']);
  }

  /** Work that nobody waits for: it is finished before the files close, and a failure is dealt with. */
  #guarded(task: Promise<void>): Promise<void> {
    const kept = task
      .catch((cause: unknown) => this.failed(cause))
      .finally(() => this.#background.delete(kept));
    this.#background.add(kept);
    return kept;
  }

  /** Told to the log; a damaged replica is set aside and pulled again. */
  async failed(cause: unknown): Promise<void> {
    this.#options.log.write('error', 'console/failed', { why: String(cause) });
    if (cause instanceof AppError && cause.code === 'storage/corrupt') await this.rebuildReplica();
  }
}
