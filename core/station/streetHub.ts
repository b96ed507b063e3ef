import { randomBytes } from 'node:crypto';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Log } from '../node/logFile.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { STREET_NONCE, parseStreetFrame } from '../protocol/sync/street.ts';
import type {
  StreetActs,
  StreetClientFrame,
  StreetDecision,
  StreetDevice,
  StreetServerFrame,
} from '../protocol/sync/street.ts';
import type { RelayBatch } from '../sync/relayLog.ts';
import type { RelayStore } from './relayStore.ts';

/** What carries the frames of one console. */
export type StreetSocket = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};

export type StreetHubPorts = {
  readonly store: Pick<RelayStore, 'log' | 'keep'>;
  readonly log: Log;
  readonly deviceOf: (device: string) => StreetDevice | undefined;
  readonly verifierOf: (publicKey: string) => Greeted['verify'] | null;
  /** Perhaps the district has enrolled it since. */
  readonly onUnknown: () => void;
  /** Whoever dials through the station reaches the district. */
  readonly isLineUp: () => boolean;
  readonly onKept: (batch: RelayBatch, sentAt: StreetActs['sentAt']) => void;
};

type Hello = Extract<StreetClientFrame, { readonly f: 'hello' }>;
type Greeted = Hello & { readonly verify: (text: string, signature: string) => boolean };
type Connection = {
  readonly socket: StreetSocket;
  readonly nonce: string;
  greeted: Greeted | null;
};

/** Acts a frame: what all of a cut street said in days comes in several. */
const ACTS_A_FRAME = 200;

/** The consoles of the street: what one says is kept first, then told to all others. */
export class StreetHub {
  readonly #ports: StreetHubPorts;
  readonly #connections = new Set<Connection>();
  /** One batch at a time: what is kept has one order. */
  #inTurn: Promise<void> = Promise.resolve();

  constructor(ports: StreetHubPorts) {
    this.#ports = ports;
  }

  accept(socket: StreetSocket): {
    readonly receive: (text: string) => void;
    readonly gone: () => void;
  } {
    const nonce = `${STREET_NONCE}${randomBytes(24).toString('base64url')}`;
    const connection: Connection = { socket, nonce, greeted: null };
    this.#connections.add(connection);
    say(connection, { f: 'challenge', nonce });
    return {
      receive: (text) => {
        this.#inTurn = this.#inTurn.then(() => this.#receive(text, connection));
      },
      gone: () => this.#connections.delete(connection),
    };
  }

  tellLine(): void {
    this.#tell({ f: 'line', isUp: this.#ports.isLineUp() });
  }

  tellDecided(decisions: readonly StreetDecision[]): void {
    if (decisions.length > 0) this.#tell({ f: 'decided', decisions });
  }

  /** Everybody who is not named any more is shown out. */
  checkDevices(): void {
    for (const connection of this.#connections) {
      const { greeted } = connection;
      if (greeted !== null && this.#ports.deviceOf(greeted.device)?.replica !== greeted.replica) {
        this.#refuse(connection, 'sync/not-enrolled');
      }
    }
  }

  async close(): Promise<void> {
    for (const { socket } of this.#connections) socket.close();
    this.#connections.clear();
    await this.#inTurn;
  }

  async #receive(text: string, connection: Connection): Promise<void> {
    if (!this.#connections.has(connection)) return;
    const frame = parseStreetFrame(text);
    try {
      if (frame?.f === 'hello') this.#hello(frame, connection);
      else if (frame?.f === 'acts') await this.#acts(frame, connection);
      else this.#refuse(connection, 'sync/bad-batch');
    } catch (cause) {
      // Not kept, so nothing was promised: the console has it and comes again.
      this.#ports.log.write('error', 'station/not-kept', { why: String(cause) });
      this.#refuse(connection, 'storage/io');
    }
  }

  #hello(frame: Hello, connection: Connection): void {
    const device = this.#ports.deviceOf(frame.device);
    const verify = device === undefined ? null : this.#ports.verifierOf(device.publicKey);
    if (device === undefined) this.#ports.onUnknown();
    if (device?.replica !== frame.replica || verify?.(connection.nonce, frame.proof) !== true) {
      return this.#refuse(connection, 'sync/not-enrolled');
    }
    connection.greeted = { ...frame, verify };
    const { log } = this.#ports.store;
    say(connection, { f: 'welcome', kept: log.kept(frame.replica, frame.incarnation) });
    say(connection, { f: 'line', isUp: this.#ports.isLineUp() });
    const ops = log.actsFor(frame.replica);
    say(connection, { f: 'acts', ops: ops.slice(0, ACTS_A_FRAME), isAll: true });
    for (let i = ACTS_A_FRAME; i < ops.length; i += ACTS_A_FRAME) {
      say(connection, { f: 'acts', ops: ops.slice(i, i + ACTS_A_FRAME), isAll: false });
    }
  }

  async #acts(frame: StreetActs, connection: Connection): Promise<void> {
    const { greeted } = connection;
    const last = frame.ops.at(-1);
    if (greeted === null || last === undefined || !greeted.verify(last.hash, frame.sig)) {
      return this.#refuse(connection, 'sync/bad-batch');
    }
    const { device, replica, incarnation } = greeted;
    const said = frame.ops as unknown as readonly AnyOperation[];
    const { store } = this.#ports;
    const verdict = store.log.judge({ replica, incarnation, ops: said }, nodeHashing);
    if (verdict.kind === 'fork') return this.#refuse(connection, 'sync/fork');
    if (verdict.kind === 'bad') return this.#refuse(connection, 'sync/bad-batch');
    if (verdict.kind === 'fresh') {
      const { sig, isHeld } = frame;
      const { ops } = verdict;
      const viaSeq = store.log.nextSeq;
      const batch = { viaSeq, device, replica, incarnation, ops, sig, isHeld };
      await store.keep(batch);
      this.#ports.onKept(batch, frame.sentAt);
      this.#tell({ f: 'acts', ops, isAll: false }, replica);
    }
    say(connection, { f: 'kept', upTo: last.rseq });
  }

  #tell(frame: StreetServerFrame, except: string | null = null): void {
    const text = JSON.stringify(frame);
    for (const { greeted, socket } of this.#connections) {
      if (greeted !== null && greeted.replica !== except) socket.send(text);
    }
  }

  #refuse(connection: Connection, code: string): void {
    say(connection, { f: 'refuse', code });
    this.#ports.log.write('warn', 'station/refused-console', {
      code,
      device: connection.greeted?.device ?? null,
    });
    this.#connections.delete(connection);
    connection.socket.close();
  }
}

function say({ socket }: Connection, frame: StreetServerFrame): void {
  socket.send(JSON.stringify(frame));
}
