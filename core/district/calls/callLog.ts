import type { CallerRef } from '../../domain/operation/args.ts';
import { TELEPHONY_PERSON } from '../../domain/operation/kindSpec.ts';
import type { Log } from '../../node/logFile.ts';
import { normalNumber } from '../../node/sealing.ts';
import type { Sealing } from '../../node/sealing.ts';
import type { District } from '../openDistrict.ts';
import type { ProgramAct } from '../programAuthor.ts';
import type { EndedCall } from './callBook.ts';

type LogPorts = { readonly district: District; readonly log: Log; readonly sealing: Sealing };

const UNLOGGED_MAX = 10_000;

/** Every call that ended, as a `call.log` through the same decider as everything else. */
export class CallLog {
  readonly #ports: LogPorts;
  #unlogged: ProgramAct[] = [];

  constructor(ports: LogPorts) {
    this.#ports = ports;
  }

  add(call: EndedCall): void {
    const { callId, line, seat, rangAt, answeredAt, endedAt, outcome, recording } = call;
    const caller = this.#callerOf(call.number);
    const args = { callId, line, caller, seat, rangAt, answeredAt, endedAt, outcome, recording };
    this.#unlogged.push({ kind: 'call.log', caseId: null, args, actor: TELEPHONY_PERSON });
    void this.write();
  }

  /** A log that fails (a full disk) is kept and tried again; nothing of a call that was answered is lost. */
  async write(): Promise<void> {
    const acts = this.#unlogged.splice(0);
    if (acts.length === 0) return;
    try {
      await this.#ports.district.core.act(acts);
    } catch (cause) {
      this.#unlogged = [...acts, ...this.#unlogged].slice(-UNLOGGED_MAX);
      const details = { calls: acts.length, why: String(cause) };
      this.#ports.log.write('error', 'call/not-logged', details);
    }
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
