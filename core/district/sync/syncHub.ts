import type { Scope } from '../../domain/operation/identity.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import type { District } from '../openDistrict.ts';
import { Asks } from './asks.ts';
import type { Enrolment } from './enrolment.ts';
import { NumberLeases } from './numberLeases.ts';
import { OpenCases } from './openCases.ts';
import { Presence } from './presence.ts';
import { SyncConnection } from './syncConnection.ts';
import type { FrameSocket, HallFrame } from './syncConnection.ts';

export type HubOptions = {
  readonly district: District;
  readonly clock: Clock;
  readonly log: Log;
  readonly enrolment: Enrolment;
};

const STREETS_MS = 5_000;

/** All consoles of the district: who is there, who must be told of what. */
export class SyncHub {
  readonly presence: Presence;
  readonly asks: Asks;
  readonly openCases: OpenCases;
  readonly #options: HubOptions;
  readonly #leases: NumberLeases;
  readonly #connections = new Set<SyncConnection>();
  readonly #filling = new Set<string>();
  readonly #told: Map<Scope, number>;
  readonly #hall = new Set<HallListener>();
  readonly #dispose: (() => void)[] = [];
  #isPokeDue = false;

  private constructor(options: HubOptions, openCases: OpenCases) {
    const { district, clock } = options;
    this.#options = options;
    this.openCases = openCases;
    this.#told = new Map(district.core.state.heads);
    this.presence = new Presence(clock);
    this.#leases = new NumberLeases(district);
    this.asks = new Asks({ ...options, presence: this.presence, leases: this.#leases });
    district.silence.silentSince = (street) => this.presence.silentSince(street as Scope);
    this.#dispose.push(district.onCommit(() => this.#committed()));
    const timer = setInterval(() => this.#tellStreets(), STREETS_MS);
    this.#dispose.push(() => {
      clearInterval(timer);
    });
  }

  static async open(options: HubOptions): Promise<SyncHub> {
    return new SyncHub(options, await OpenCases.open(options.district));
  }

  accept(socket: FrameSocket): SyncConnection {
    const connection = new SyncConnection(socket, {
      ...this.#options,
      asks: this.asks,
      leases: this.#leases,
      presence: this.presence,
      filling: this.#filling,
      onReady: (ready) => {
        this.#ready(ready);
      },
      onHall: (frame, from) => {
        for (const listener of this.#hall) listener.frame(frame, from);
      },
    });
    this.#connections.add(connection);
    return connection;
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

  close(): void {
    for (const dispose of this.#dispose) dispose();
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
    this.openCases.close();
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
  #committed(): void {
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

  #tellStreets(): void {
    this.broadcast(this.#streets());
  }

  #streets(): ServerFrame {
    const streets = this.#options.district.profile.catalogue.streets.map(({ code }) => {
      const scope: Scope = `street:${code}`;
      return {
        street: code,
        lastSeen: this.presence.lastSeen(scope),
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
