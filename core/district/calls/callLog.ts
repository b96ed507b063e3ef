import type { CallerRef } from '../../domain/operation/args.ts';
import { TELEPHONY_PERSON } from '../../domain/operation/kindSpec.ts';
import type { Log } from '../../node/logFile.ts';
import { normalNumber } from '../../node/sealing.ts';
import type { Sealing } from '../../node/sealing.ts';
import type { District } from '../openDistrict.ts';
import { isOfTheDisk, isPoison } from '../poison.ts';
import type { ProgramAct } from '../programAuthor.ts';
import type { EndedCall } from './callBook.ts';

type LogPorts = { readonly district: District; readonly log: Log; readonly sealing: Sealing };

/** Without a disk, the calls of some days of the hall. */
const UNLOGGED_MAX = 10_000;

type Act = Extract<ProgramAct, { readonly kind: 'call.log' }>;

/**
 * Every call that ended, as a `call.log` through the same decider as everything else. What cannot be
 * written waits in memory and is tried again: a district that ends before that has lost it, and beyond the
 * bound the oldest goes, as the log then says.
 */
export class CallLog {
  readonly #ports: LogPorts;
  #unlogged: Act[] = [];
  #next: Promise<void> | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(ports: LogPorts) {
    this.#ports = ports;
  }

  /** How many ended and are not written yet. */
  get waiting(): number {
    return this.#unlogged.length;
  }

  add(call: EndedCall): void {
    const { callId, line, seat, rangAt, answeredAt, endedAt, outcome, recording } = call;
    const caller = this.#callerOf(call.number);
    const args = { callId, line, caller, seat, rangAt, answeredAt, endedAt, outcome, recording };
    this.#unlogged.push({ kind: 'call.log', caseId: null, args, actor: TELEPHONY_PERSON });
    void this.write();
  }

  /** One turn after the other; all that waits when a turn comes goes with it. */
  write(): Promise<void> {
    this.#next ??= this.#working.then(() => {
      this.#next = null;
      return this.#write();
    });
    this.#working = this.#next;
    return this.#next;
  }

  /** What stops the whole may be one of them: each is tried alone then, so only that one stays out. */
  async #write(): Promise<void> {
    const acts = this.#unlogged.splice(0);
    if (acts.length === 0) return;
    const failed = await this.#failureOf(acts);
    if (failed === null) return;
    if (isOfTheDisk(failed.cause)) return this.#keep(acts, failed.cause);
    for (const [i, act] of acts.entries()) {
      const alone = await this.#failureOf([act]);
      if (alone === null) continue;
      if (isOfTheDisk(alone.cause)) return this.#keep(acts.slice(i), alone.cause);
      if (isPoison(alone.cause)) this.#setApart(act, alone.cause);
      else this.#keep([act], alone.cause);
    }
  }

  async #failureOf(acts: readonly Act[]): Promise<{ readonly cause: unknown } | null> {
    try {
      await this.#ports.district.core.act(acts);
      return null;
    } catch (cause) {
      return { cause };
    }
  }

  #keep(acts: readonly Act[], cause: unknown): void {
    const all = [...acts, ...this.#unlogged];
    this.#unlogged = all.slice(-UNLOGGED_MAX);
    const gone = all.length - this.#unlogged.length;
    const details = { calls: acts.length, gone, why: String(cause) };
    this.#ports.log.write('error', 'call/not-logged', details);
  }

  /** No store takes this one: what may be read of it stands in the log, which knows no caller. */
  #setApart({ args }: Act, cause: unknown): void {
    const { caller: _, ...call } = args;
    this.#ports.log.write('error', 'call/set-apart', { ...call, why: String(cause) });
  }

  #callerOf(number: string | null): CallerRef | null {
    if (number === null) return null;
    const { sealing } = this.#ports;
    const normal = normalNumber(number);
    return {
      numberHmac: sealing.hmacOf(number),
      numberSealed: sealing.seal(normal),
      tail: normal.slice(-4),
      kind: 'person',
      confidential: false,
    };
  }
}
