import { randomBytes } from 'node:crypto';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { CarriedLine, FrameSocket } from '../district/sync/frameSocket.ts';
import type { Log } from '../node/logFile.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { parseStreetFrame } from '../protocol/sync/parseFrames.ts';
import { STREET_NONCE } from '../protocol/sync/street.ts';
import type {
  StreetActs,
  StreetClientFrame,
  StreetDecision,
  StreetDevice,
  StreetServerFrame,
} from '../protocol/sync/street.ts';
import { PROTOCOLS, agreement, type Protocols } from '../protocol/sync/versions.ts';
import type { RelayBatch } from '../sync/relayLog.ts';
import type { RelayStore } from './relayStore.ts';

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
  /** What a console asks besides; null where nothing is answered. */
  readonly answer?: (ask: StreetAsk) => Promise<StreetAnswer>;
  /** Moved by tests alone: another release of this program. */
  readonly protocols?: Protocols;
};

export type StreetAsk = Extract<StreetClientFrame, { readonly f: 'ask' }>;
export type StreetAnswer = { readonly ok: boolean; readonly value: unknown };
type Hello = Extract<StreetClientFrame, { readonly f: 'hello' }>;
type Greeted = Hello & { readonly verify: (text: string, signature: string) => boolean };
type Connection = {
  readonly socket: FrameSocket;
  readonly nonce: string;
  greeted: Greeted | null;
  /** Frames that were heard and had no turn yet. */
  waiting: number;
};

/** A console that does not read what it is told: it is hung up on, and is told all that is undecided when it greets. */
const UNREAD_MAX = 8 * 1024 * 1024;
/** A station brings a batch in one message, which is somewhat longer; no console hands over a quarter of this. */
const BATCH_MAX = 1024 * 1024;
/** Frames of one console that wait for their turn; whoever hands over waits for `kept` before he goes on. */
const WAITING_MAX = 8;
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

  accept(socket: FrameSocket): CarriedLine {
    const nonce = `${STREET_NONCE}${randomBytes(24).toString('base64url')}`;
    const connection: Connection = { socket, nonce, greeted: null, waiting: 0 };
    this.#connections.add(connection);
    say(connection, { f: 'challenge', nonce, ...this.#protocols });
    return {
      hear: (text) => {
        this.#hear(text, connection);
      },
      gone: () => {
        if (!this.#connections.delete(connection)) return;
        socket.close();
      },
      isStranger: () => connection.greeted === null,
    };
  }

  get #protocols(): Protocols {
    return this.#ports.protocols ?? PROTOCOLS;
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

  /** One that says more than it waits for must not fill this process: nothing of it was kept, and it comes again. */
  #hear(text: string, connection: Connection): void {
    if (!this.#connections.has(connection)) return;
    if (connection.waiting >= WAITING_MAX) return this.#refuse(connection, 'storage/busy');
    connection.waiting += 1;
    this.#inTurn = this.#inTurn.then(async () => {
      connection.waiting -= 1;
      await this.#receive(text, connection);
    });
  }

  async #receive(text: string, connection: Connection): Promise<void> {
    if (!this.#connections.has(connection)) return;
    const frame = parseStreetFrame(text);
    // Only whom it knows is believed to be newer (docs/adr/0029).
    if (frame === 'newer' && connection.greeted !== null) return;
    try {
      if (frame === 'newer' || frame === null) this.#refuse(connection, 'sync/bad-batch');
      else if (frame.f === 'hello') this.#hello(frame, connection);
      else if (frame.f === 'ask') await this.#ask(frame, connection);
      else await this.#acts(frame, connection);
    } catch (cause) {
      // Not kept, so nothing was promised: the console has it and comes again.
      this.#ports.log.write('error', 'station/not-kept', { why: String(cause) });
      this.#refuse(connection, 'storage/io');
    }
  }

  #hello(frame: Hello, connection: Connection): void {
    const agreed = agreement(this.#protocols, frame);
    if (agreed.kind !== 'agreed') {
      return this.#refuse(connection, 'sync/version', { console: agreed.kind });
    }
    const device = this.#ports.deviceOf(frame.device);
    const verify = device === undefined ? null : this.#ports.verifierOf(device.publicKey);
    if (device === undefined) this.#ports.onUnknown();
    if (device?.replica !== frame.replica || verify?.(connection.nonce, frame.proof) !== true) {
      return this.#refuse(connection, 'sync/not-enrolled');
    }
    connection.greeted = { ...frame, verify };
    const { log } = this.#ports.store;
    const kept = log.kept(frame.replica, frame.incarnation);
    say(connection, { f: 'welcome', protocol: agreed.protocol, kept });
    say(connection, { f: 'line', isUp: this.#ports.isLineUp() });
    const ops = log.actsFor(frame.replica);
    say(connection, { f: 'acts', ops: ops.slice(0, ACTS_A_FRAME), isAll: true });
    for (let i = ACTS_A_FRAME; i < ops.length; i += ACTS_A_FRAME) {
      say(connection, { f: 'acts', ops: ops.slice(i, i + ACTS_A_FRAME), isAll: false });
    }
    const decisions = log.decidedFor(frame.replica);
    if (decisions.length > 0) say(connection, { f: 'decided', decisions });
  }

  async #ask(frame: StreetAsk, connection: Connection): Promise<void> {
    if (connection.greeted === null) return this.#refuse(connection, 'sync/not-enrolled');
    const none: StreetAnswer = { ok: false, value: { code: 'op/schema' } };
    const { ok, value } = (await this.#ports.answer?.(frame)) ?? none;
    say(connection, { f: 'answer', id: frame.id, ok, value });
  }

  async #acts(frame: StreetActs, connection: Connection): Promise<void> {
    const { greeted } = connection;
    const last = frame.ops.at(-1);
    if (greeted === null || last === undefined || !greeted.verify(last.hash, frame.sig)) {
      return this.#refuse(connection, 'sync/bad-batch');
    }
    const { device, replica, incarnation } = greeted;
    // What no message takes would stand before everybody else's acts for ever.
    if (Buffer.byteLength(JSON.stringify(frame.ops)) > BATCH_MAX) {
      return this.#refuse(connection, 'sync/bad-batch');
    }
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
      if (greeted === null || greeted.replica === except) continue;
      if (socket.buffered() > UNREAD_MAX) socket.close();
      else socket.send(text);
    }
  }

  #refuse(connection: Connection, code: string, details?: Record<string, string>): void {
    say(connection, { f: 'refuse', code, ...(details === undefined ? {} : { details }) });
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
