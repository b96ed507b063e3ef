import type { PersonId, Scope } from '../../domain/operation/identity.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import { PROTOCOLS, type Protocols } from '../../protocol/sync/versions.ts';
import type { District } from '../openDistrict.ts';
import { revokedBy } from '../revocations.ts';
import type { LogEntry } from '../store/districtStore.ts';
import { Asks } from './asks.ts';
import { Drills } from './drills.ts';
import type { Enrolment } from './enrolment.ts';
import { LineHistory } from './lineHistory.ts';
import { LineKeeper } from './lineKeeper.ts';
import { NumberLeases } from './numberLeases.ts';
import { OpenCases } from './openCases.ts';
import { PageTexts } from './pageTexts.ts';
import { Presence } from './presence.ts';
import { Silences } from './silences.ts';
import { SyncConnection } from './syncConnection.ts';
import type { FrameSocket } from './frameSocket.ts';
import type { HallFrame } from './syncConnection.ts';

export type HubOptions = {
  readonly district: District;
  readonly clock: Clock;
  readonly log: Log;
  readonly enrolment: Enrolment;
  /** Moved by tests alone: a district of another release. */
  readonly protocols?: Protocols;
};

const STREETS_MS = 5_000;
const PRESENCE_MS = 60_000;
/** Key in the store's meta under which the last-seen times outlive a restart. */
const PRESENCE = 'presence';
/** And the silences of streets. */
const SILENCES = 'silences';

type Parts = {
  readonly openCases: OpenCases;
  readonly presence: Presence;
  readonly keeper: LineKeeper;
};

/** All consoles of the district: who is there, who must be told of what. */
export class SyncHub {
  readonly presence: Presence;
  readonly asks: Asks;
  readonly openCases: OpenCases;
  readonly #options: HubOptions;
  readonly #leases: NumberLeases;
  readonly #connections = new Set<SyncConnection>();
  readonly #filling = new Map<string, number>();
  readonly #pages: PageTexts;
  readonly #told: Map<Scope, number>;
  readonly #hall = new Set<HallListener>();
  readonly #dispose: (() => void)[] = [];
  readonly #keeper: LineKeeper;
  readonly #drills: Drills;
  #kept = '';
  #isPokeDue = false;
  #isAheadTold = false;

  private constructor(options: HubOptions, { openCases, presence, keeper }: Parts) {
    const { district } = options;
    this.#options = options;
    this.openCases = openCases;
    this.#keeper = keeper;
    this.#told = new Map(district.core.state.heads);
    this.presence = presence;
    this.#leases = new NumberLeases(district);
    this.#pages = new PageTexts(district.store);
    this.asks = new Asks({ ...options, presence: this.presence, leases: this.#leases });
    this.#drills = new Drills(options, (street) => {
      this.#cutForDrill(street);
    });
    this.asks.provideToAdministrators('drill.list', async () => {
      const drills = await this.#drills.reports();
      return { drills: drills.map((drill) => ({ ...drill, endedAt: drill.endedAt ?? null })) };
    });
    this.#dispose.push(
      () => this.asks.close(),
      () => this.#drills.close(),
    );
    district.silence.silentSince = (street, when) => presence.silentThen(street, when);
    presence.onBack = () => {
      this.#tellStreets();
    };
    district.silence.wasConnected = (replica, when) => presence.lines.wasUp(replica, when);
    this.#dispose.push(district.onCommit((entries) => this.#committed(entries)));
    this.#dispose.push(district.logins.onEnded((person) => this.#dropPerson(person)));
    const telling = setInterval(() => this.#tellStreets(), STREETS_MS);
    const keeping = setInterval(() => void this.#keepPresence(), PRESENCE_MS);
    this.#dispose.push(() => {
      clearInterval(telling);
      clearInterval(keeping);
    });
  }

  static async open(options: HubOptions): Promise<SyncHub> {
    const { district, clock, log } = options;
    const kept = await district.store.meta(PRESENCE);
    const before = new Map(Object.entries(kept === null ? {} : (JSON.parse(kept) as object)));
    const lines = new LineHistory(clock, district.rate);
    const silences = new Silences(district.rate);
    silences.remember((await district.store.meta(SILENCES)) ?? '{}');
    const presence = new Presence(clock, { lines, silences }, before as Map<Scope, EpochMs>);
    const openCases = await OpenCases.open(district);
    const keeper = await LineKeeper.open({ lines, store: district.store, clock, log });
    return new SyncHub(options, { openCases, presence, keeper });
  }

  accept(socket: FrameSocket): SyncConnection {
    const connection = new SyncConnection(socket, {
      ...this.#options,
      asks: this.asks,
      leases: this.#leases,
      presence: this.presence,
      drills: this.#drills,
      protocols: this.#options.protocols ?? PROTOCOLS,
      filling: this.#filling,
      pages: this.#pages,
      onReady: (ready) => {
        this.#ready(ready);
      },
      onAhead: (device) => {
        this.#aheadOfUs(device);
      },
      onHall: (frame, from) => {
        for (const listener of this.#hall) listener.frame(frame, from);
      },
    });
    this.#connections.add(connection);
    return connection;
  }

  /**
   * This district was put back from a backup: before anybody greets, it begins another history and keeps
   * numbers apart that may be in use already.
   */
  async restored(): Promise<void> {
    const { district, log } = this.#options;
    await district.history.restored();
    await this.#leases.setLostAside();
    log.write('warn', 'district/restored', { serverSeq: district.core.state.head.serverSeq });
  }

  /** Somebody must look; once a start, for a console can say it as often as it likes. */
  #aheadOfUs(device: string): void {
    if (this.#isAheadTold) return;
    this.#isAheadTold = true;
    const hint = 'if this was put back from a backup, start it again with --restored';
    this.#options.log.write('error', 'district/console-ahead', { device, hint });
  }

  leave(connection: SyncConnection): void {
    connection.close();
    this.#connections.delete(connection);
    for (const listener of this.#hall) listener.gone(connection);
  }

  /** The hall's telephones and seats. Returns a function that stops listening. */
  onHall(listener: HallListener): () => void {
    this.#hall.add(listener);
    return () => this.#hall.delete(listener);
  }

  /** To every console that has said who it is. */
  broadcast(frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const connection of this.#connections) {
      if (connection.identity !== null) connection.sendIfFast(text);
    }
  }

  async close(): Promise<void> {
    for (const dispose of this.#dispose) dispose();
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
    this.openCases.close();
    await this.#keeper.close();
    await this.#keepPresence();
  }

  async #keepPresence(): Promise<void> {
    const seen = JSON.stringify(Object.fromEntries(this.presence.all()));
    const silences = this.presence.silencesText();
    if (seen + silences === this.#kept) return;
    try {
      const rows = [[PRESENCE, seen] as const, [SILENCES, silences] as const];
      await this.#options.district.store.setMetas(new Map(rows));
      this.#kept = seen + silences;
    } catch (cause) {
      this.#options.log.write('warn', 'presence/not-kept', { why: String(cause) });
    }
  }

  /** One connection a replica: a second one is the same console, come back before the first was missed. */
  #ready(ready: SyncConnection): void {
    for (const other of this.#connections) {
      const isSame = other.identity?.replica === ready.identity?.replica;
      if (other !== ready && isSame) this.leave(other);
    }
    ready.send(this.#streets());
    for (const listener of this.#hall) listener.ready(ready);
  }

  /** All commits of one moment are told in one poke. */
  #committed(entries: readonly LogEntry[]): void {
    this.#dropRevoked(entries);
    if (this.#isPokeDue) return;
    this.#isPokeDue = true;
    setImmediate(() => {
      this.#isPokeDue = false;
      const changed = new Map<Scope, number>();
      for (const [scope, head] of this.#options.district.core.state.heads) {
        if (this.#told.get(scope) === head) continue;
        changed.set(scope, head);
        this.#told.set(scope, head);
      }
      for (const connection of this.#connections) connection.poke(changed);
    });
  }

  /** A revoked device reads nothing more, from this moment on. */
  #dropRevoked(entries: readonly LogEntry[]): void {
    for (const device of revokedBy(entries)) {
      for (const connection of this.#connections) {
        if (connection.identity?.device !== device) continue;
        connection.send({ f: 'refuse', code: 'sync/not-enrolled' });
        this.leave(connection);
      }
    }
  }

  /** Once its own commit is told: whoever began it sees that it is decided. */
  #cutForDrill(street: Scope): void {
    setImmediate(() => {
      const until = this.#drills.cutUntil(street);
      if (until === null) return;
      for (const connection of this.#connections) {
        if (connection.identity?.scope !== street) continue;
        connection.cutForDrill(until);
        this.leave(connection);
      }
    });
  }

  /** Once the answer is out: an administrator may have reset his own password. */
  #dropPerson(person: PersonId): void {
    setImmediate(() => {
      for (const connection of this.#connections) {
        if (connection.person === person) this.leave(connection);
      }
    });
  }

  #tellStreets(): void {
    this.broadcast(this.#streets());
  }

  #streets(): ServerFrame {
    const streets = this.#options.district.profile.catalogue.streets.map(({ code }) => {
      const scope: Scope = `street:${code}`;
      return {
        street: code,
        lastSeen: this.presence.lastSeen(scope),
        silentSince: this.presence.silentSince(scope),
        open: this.openCases.heldBy(scope),
      };
    });
    return { f: 'streets', streets };
  }
}

export type HallListener = {
  readonly ready: (connection: SyncConnection) => void;
  readonly frame: (frame: HallFrame, from: SyncConnection) => void;
  readonly gone: (connection: SyncConnection) => void;
};
