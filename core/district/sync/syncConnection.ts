import { randomBytes } from 'node:crypto';
import { BATCHES_IN_FLIGHT } from '../../protocol/sync/frames.ts';
import type { ClientFrame, ServerFrame } from '../../protocol/sync/frames.ts';
import { parseClientFrame } from '../../protocol/sync/parseFrames.ts';
import { SYNC_NONCE } from '../../protocol/sync/syncNonce.ts';
import { agreement, type Protocols } from '../../protocol/sync/versions.ts';
import type { DeviceRecord } from '../../domain/record/records.ts';
import type { PersonId, Scope } from '../../domain/operation/identity.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import { err } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import { deviceVerifier } from '../../node/deviceKey.ts';
import type { Log } from '../../node/logFile.ts';
import { FILL_FROM } from '../../protocol/sync/firstFill.ts';
import { AppError } from '../../protocol/errors.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import type { District } from '../openDistrict.ts';
import type { Asks, Asker } from './asks.ts';
import { fillOptions } from './fillPlan.ts';
import type { NumberLeases } from './numberLeases.ts';
import { pageFrame } from './pageTexts.ts';
import type { PageText, PageTexts } from './pageTexts.ts';
import type { Drills } from './drills.ts';
import type { FrameSocket } from './frameSocket.ts';
import type { Presence } from './presence.ts';
import { isInbox, isOfStation, mayRead } from './readable.ts';
import type { Identity } from './readable.ts';

export type ConnectionPorts = {
  readonly district: District;
  readonly clock: Clock;
  readonly log: Log;
  readonly asks: Asks;
  readonly leases: NumberLeases;
  readonly presence: Presence;
  readonly drills: Drills;
  readonly protocols: Protocols;
  /**
   * Scopes of a replica that are being filled for the first time, each with the scope's head when that
   * began: what happens meanwhile is told afterwards, so that no `leave` is skipped (I-18).
   */
  readonly filling: Map<string, number>;
  readonly pages: PageTexts;
  /** The connection has said who it is. */
  readonly onReady: (connection: SyncConnection) => void;
  /** A console says that it has seen more of this history than there is. */
  readonly onAhead: (device: string) => void;
  /** Seats and calls are the hall's business. */
  readonly onHall: (frame: HallFrame, connection: SyncConnection) => void;
};
export type HallFrame = Extract<ClientFrame, { readonly f: 'seat' | 'sit' | 'callAct' }>;

export const SLOW_READER_BYTES = 1024 * 1024;
/** Who takes not even the answers that are no pages is hung up on: nothing is kept here without end for anybody. */
export const LOST_READER_BYTES = 8 * SLOW_READER_BYTES;
/** Twice what a client may have in flight: beyond it somebody does not count. */
const PUSHES_MAX = BATCHES_IN_FLIGHT * 2;

type Hello = Extract<ClientFrame, { readonly f: 'hello' }>;

/**
 * challenge → hello (proof by the device's key) → welcome, then pushes, pulls and questions in any order.
 * Nothing is read, decided or told before the proof.
 */
export class SyncConnection {
  readonly #ports: ConnectionPorts;
  readonly #socket: FrameSocket;
  readonly #nonce = `${SYNC_NONCE}${randomBytes(24).toString('base64url')}`;
  #identity: Identity | null = null;
  #person: PersonId | null = null;
  #pushes = 0;
  #isClosed = false;
  #owed = new Set<Scope>();

  constructor(socket: FrameSocket, ports: ConnectionPorts) {
    this.#socket = socket;
    this.#ports = ports;
    this.send({ f: 'challenge', nonce: this.#nonce, ...ports.protocols });
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  get person(): PersonId | null {
    return this.#person;
  }

  send(frame: ServerFrame): void {
    if (this.#isClosed) return;
    const socket = this.#socket;
    if (socket.buffered() <= LOST_READER_BYTES) return socket.send(JSON.stringify(frame));
    this.#ports.log.write('warn', 'sync/reader-lost', { device: this.#identity?.device ?? null });
    this.close();
  }

  /** A text that is a frame already; dropped for a reader who is too slow for it. False when dropped. */
  sendIfFast(text: string): boolean {
    if (this.#isClosed || this.#socket.buffered() > SLOW_READER_BYTES) return false;
    this.#socket.send(text);
    return true;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const identity = this.#identity;
    if (identity !== null) this.#ports.presence.gone(identity, this);
    this.#socket.close();
  }

  /** Cut on purpose: the console is told until when, and works on as with any other cut. */
  cutForDrill(until: EpochMs): void {
    this.send({ f: 'refuse', code: 'sync/drill', details: { until } });
    this.close();
  }

  /** New entries in these scopes: tell the heads of those that this connection reads. */
  poke(changed: ReadonlyMap<Scope, number>): void {
    const scopes = this.#identity?.scopes ?? [];
    const heads = scopes.flatMap((scope) => {
      const head = changed.get(scope);
      return head === undefined ? [] : [[scope, head] as const];
    });
    if (heads.length > 0) this.send({ f: 'poke', heads: Object.fromEntries(heads) });
  }

  async receive(text: string): Promise<void> {
    if (this.#isClosed) return;
    const frame = parseClientFrame(text);
    const identity = this.#identity;
    // Only whom it knows is believed to be newer: a stranger's line ends with the first word that is not understood.
    const isNonsense = frame === null || (frame === 'newer' && identity === null);
    if (isNonsense) return this.#refuse('sync/bad-batch');
    if (frame === 'newer') return;
    if (identity === null) {
      if (frame.f === 'hello') return this.#hello(frame);
      return this.#refuse('sync/not-enrolled');
    }
    this.#ports.presence.heard(identity, this);
    if (identity.isStation && !isOfStation(frame)) return this.#refuse('sync/bad-batch');
    switch (frame.f) {
      case 'hello':
        return this.#refuse('sync/not-enrolled');
      case 'push':
        return this.#push(frame, identity);
      case 'pull':
        return this.#pull(frame, identity);
      case 'clock':
        return this.send({ f: 'clock', sent: frame.sent, server: this.#ports.clock.wall() });
      case 'login':
        return this.#login(frame, identity);
      case 'ask':
        return this.#ask(frame, identity);
      case 'seat':
      case 'sit':
      case 'callAct':
        return this.#ports.onHall(frame, this);
    }
  }

  async #hello(frame: Hello): Promise<void> {
    const { district, presence, leases, protocols } = this.#ports;
    const agreed = agreement(protocols, frame);
    if (agreed.kind !== 'agreed') return this.#refuse('sync/version', { console: agreed.kind });
    const { core } = district;
    const { device, replica, incarnation, session } = frame;
    const record = this.#enrolled(frame);
    const verify = record === null ? null : deviceVerifier(record.publicKey);
    if (record === null || verify?.(this.#nonce, frame.proof) !== true) {
      return this.#refuse('sync/not-enrolled');
    }
    if (core.isQuarantined(replica, incarnation)) return this.#refuse('sync/fork');
    // Before the first frame of this replica counts, so that its numbers are in the feed it is told of.
    await leases.ensure(record, frame);
    const person = session === null ? null : await district.logins.person(session, device);
    // Whoever hung up meanwhile is not here, and is seen by nobody.
    if (this.#isClosed) return;
    // Revoked meanwhile: nobody could find this line by its device then.
    if (this.#enrolled(frame) === null) return this.#refuse('sync/not-enrolled');
    const cutUntil = this.#ports.drills.cutUntil(record.scope);
    if (cutUntil !== null) return this.cutForDrill(cutUntil);
    const scopes = frame.scopes.filter((scope): scope is Scope => mayRead(scope, record, person));
    const isStation = frame.as === 'station';
    const identity = { device, replica, incarnation, scope: record.scope, scopes, isStation };
    this.#noteAhead(frame, identity);
    this.#person = person;
    this.#identity = identity;
    presence.heard(identity, this);
    this.send({
      f: 'welcome',
      protocol: agreed.protocol,
      epoch: district.history.epoch,
      restoredAt: district.history.restoredAt,
      have: core.have(replica, incarnation),
      heads: this.#heads(scopes),
      serverTime: this.#ports.clock.wall(),
      durableSeq: core.state.head.serverSeq,
    });
    this.#ports.onReady(this);
  }

  /** The record of the device that this greeting names, unless it is unknown or revoked by now. */
  #enrolled({ device, replica }: Hello): DeviceRecord | null {
    const { state } = this.#ports.district.core;
    const record = state.recordsOf('device').find((one) => one.device === device);
    return record?.replica === replica && record.revokedAt === undefined ? record : null;
  }

  /**
   * Either this district was put back from a backup and nobody said so, or the console makes it up. It begins
   * anew by itself; what it says changes nothing here.
   */
  #noteAhead({ epoch, cursors }: Hello, { device, scopes }: Identity): void {
    const { history, core } = this.#ports.district;
    if (epoch !== history.epoch) return;
    const { heads } = core.state;
    const isAhead = scopes.some((scope) => (cursors[scope] ?? 0) > (heads.get(scope) ?? 0));
    if (isAhead) this.#ports.onAhead(device);
  }

  #heads(scopes: readonly Scope[]): Record<string, number> {
    const { heads } = this.#ports.district.core.state;
    return Object.fromEntries(scopes.map((scope) => [scope, heads.get(scope) ?? 0]));
  }

  async #push(
    frame: Extract<ClientFrame, { readonly f: 'push' }>,
    identity: Identity,
  ): Promise<void> {
    if (this.#pushes >= PUSHES_MAX) return this.#refuse('sync/bad-batch');
    this.#pushes += 1;
    const { device, replica, incarnation } = identity;
    try {
      const answer = await this.#ports.district.core.push({
        device,
        replica,
        incarnation,
        // The chain proves that nothing was changed; each kind's schema is checked when it is judged.
        ops: frame.ops as unknown as readonly AnyOperation[],
        sig: frame.sig,
        person: this.#person,
        ...(frame.sentAt === undefined ? {} : { sentAt: frame.sentAt }),
      });
      if (answer.kind === 'gap') this.send({ f: 'needFrom', rseq: answer.rseq });
      else if (answer.kind === 'refused') this.#refuse(answer.code);
      else this.send({ f: 'decisions', batch: frame.batch, decisions: [...answer.decisions] });
    } catch (cause) {
      // Not decided: the console keeps it and goes on reading. What failed is in the log, not on the wire.
      const code: FailureCode = cause instanceof AppError ? cause.code : 'bug/unexpected';
      this.#ports.log.write('error', 'sync/commit-failed', { code, why: String(cause) });
      this.send({ f: 'later', batch: frame.batch, code });
    } finally {
      this.#pushes -= 1;
    }
  }

  async #pull(
    frame: Extract<ClientFrame, { readonly f: 'pull' }>,
    identity: Identity,
  ): Promise<void> {
    const { scope, from } = frame;
    if (!mayRead(scope, identity, this.#person)) return this.#refuse('sync/not-enrolled');
    const { district, filling, pages } = this.#ports;
    const key = `${identity.replica} ${scope}`;
    const head = district.core.state.heads.get(scope) ?? 0;
    if (from === 0 && head > FILL_FROM && !isInbox(scope)) filling.set(key, head);
    const upTo = filling.get(key) ?? 0;
    const page =
      from < upTo ? await this.#fill(scope, from, upTo) : await pages.page(scope, from, head);
    if (page.to >= upTo) filling.delete(key);
    const isStated = frame.sum === true && from >= upTo;
    const text = isStated ? await this.#ports.asks.sums.stated(scope, page) : page.text;
    if (!this.sendIfFast(text)) this.#oweTo(scope);
  }

  async #fill(scope: Scope, from: number, upTo: number): Promise<PageText> {
    const { district, clock } = this.#ports;
    const page = await district.store.fill(scope, from, fillOptions(scope, clock.wall(), upTo));
    const { to, head, entries } = page;
    return { to, head, text: pageFrame({ scope, from, to, head }, entries) };
  }

  /** A slow reader gets no page, only where the heads are; it asks again when it has caught its breath. */
  #oweTo(scope: Scope): void {
    this.#owed.add(scope);
    const heads = this.#heads([...this.#owed]);
    this.#owed = new Set();
    this.send({ f: 'poke', heads });
  }

  async #login(
    frame: Extract<ClientFrame, { readonly f: 'login' }>,
    identity: Identity,
  ): Promise<void> {
    const { district, clock } = this.#ports;
    const { id, login, password, seat, newPassword } = frame;
    const said = { login, password, seat, newPassword };
    const opened = await this.#orFailure(
      district.logins.open(said, identity.device),
      (code) => code,
    );
    // Dropped while the password was judged: nobody sits down on a line that is gone.
    if (this.#isClosed) return;
    if (!opened.ok) return this.send({ f: 'login', id, ok: false, value: { code: opened.error } });
    const { person, verifier, token } = opened.value;
    this.#seat(person, identity);
    void district.core.replayWaiting(person);
    const name = district.people.person(person)?.name ?? person;
    const grants = district.grantsOf(person, clock.wall());
    const value = { person: { id: person, name }, grants, verifier, token };
    this.send({ f: 'login', id, ok: true, value });
    const inbox: Scope = `inbox:${person}`;
    this.send({ f: 'poke', heads: this.#heads([inbox]) });
  }

  /** From now on this person is told here, and whoever sat here before is not. */
  #seat(person: PersonId, identity: Identity): void {
    const before = this.#person;
    this.#person = person;
    const others = identity.scopes.filter((scope) => scope !== `inbox:${before ?? ''}`);
    this.#identity = { ...identity, scopes: [...others, `inbox:${person}`] };
  }

  async #ask(
    frame: Extract<ClientFrame, { readonly f: 'ask' }>,
    identity: Identity,
  ): Promise<void> {
    const asker: Asker = { ...identity, person: this.#person };
    const answering = this.#ports.asks.answer(frame.name, frame.input, asker);
    const answer = await this.#orFailure(answering, (code) => ({ code }));
    const value = answer.ok ? answer.value : answer.error;
    this.send({ f: 'answer', id: frame.id, ok: answer.ok, value });
  }

  /** What failed, as a locked file does, is the answer: the line stays. A bug of ours still ends it. */
  async #orFailure<T, E, F>(
    asked: Promise<Result<T, E>>,
    failed: (code: FailureCode) => F,
  ): Promise<Result<T, E | F>> {
    try {
      return await asked;
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      const { code } = cause;
      this.#ports.log.write('error', 'sync/answer-failed', { code, why: String(cause) });
      return err(failed(code));
    }
  }

  #refuse(code: FailureCode, details?: Readonly<Record<string, string>>): void {
    this.send({ f: 'refuse', code, ...(details === undefined ? {} : { details }) });
    this.#ports.log.write('warn', 'sync/refused', { code, device: this.#identity?.device ?? null });
    this.close();
  }
}
