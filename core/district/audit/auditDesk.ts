import { setImmediate as rest } from 'node:timers/promises';
import type { Grant } from '../../domain/operation/decision.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import { numberReport } from '../numberReport.ts';
import type { District } from '../openDistrict.ts';
import type { Asker, AskRefusal, Asks } from '../sync/asks.ts';
import { OVERSEERS, readLooks, wishOf } from './looks.ts';
import { verifyLog } from './verifyLog.ts';

type Parts = {
  readonly district: District;
  readonly asks: Asks;
  readonly clock: Clock;
  readonly log: Log;
};
type Answered = Promise<Result<unknown, AskRefusal>>;
type Input = Readonly<Record<string, unknown>>;

type Verification = {
  readonly state: 'never' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly done: number;
  readonly of: number;
  readonly firstBad: number | null;
  /** Entries whose words a redaction has taken out. */
  readonly redacted: number;
  readonly at: EpochMs | null;
};

const NEVER: Verification = {
  state: 'never',
  done: 0,
  of: 0,
  firstBad: null,
  redacted: 0,
  at: null,
};
const HEADS_SHOWN = 24;
const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What shows that nothing was changed behind the district, and who looked at whom: to administrators of the district
 * without a word of any case, to duty chiefs and supervisors within their grants.
 */
export class AuditDesk {
  readonly #parts: Parts;
  #verification: Verification = NEVER;
  #isWanted = false;
  #working: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { asks } = parts;
    asks.provideTo('audit.state', (_, asker) => this.#asOverseer(asker, () => this.#state()));
    asks.provideTo('audit.verify', (input, asker) =>
      this.#asOverseer(asker, () => this.#verify(input['on'] === true)),
    );
    asks.provideTo('audit.looks', (input, asker) => this.#looks(input, this.#grants(asker)));
    asks.provideTo('numbers.report', (input, asker) =>
      this.#asOverseer(asker, () => this.#numbers(input['day'])),
    );
  }

  async close(): Promise<void> {
    this.#isWanted = false;
    await this.#working;
  }

  #grants({ person }: Asker): readonly Grant[] {
    const { district, clock } = this.#parts;
    return person === null ? [] : district.grantsOf(person, clock.wall());
  }

  /** The log is of the whole district: who oversees a street alone sees looks, and not the log. */
  #asOverseer(asker: Asker, run: () => Answered): Answered {
    const isHis = this.#grants(asker).some(
      ({ role, scope }) => scope === 'district' && OVERSEERS.includes(role),
    );
    return isHis ? run() : refuse('grant/none');
  }

  async #state(): Answered {
    const { core, audit } = this.#parts.district;
    const devices = new Map(core.state.recordsOf('device').map((one) => [one.replica, one]));
    const chains = [...core.state.marks.values()].map(({ hash: _, ...mark }) => {
      const device = devices.get(mark.replica);
      return { ...mark, name: device?.name ?? null, scope: device?.scope ?? null };
    });
    chains.sort((a, b) => b.at - a.at);
    const heads = (await audit.store.heads()).slice(-HEADS_SHOWN).reverse();
    return ok({
      size: core.state.head.serverSeq,
      chains,
      heads: heads.map(({ epoch, size, root, at }) => ({ epoch, size, root, at })),
      verification: this.#verification,
    });
  }

  #verify(isOn: boolean): Answered {
    this.#isWanted = isOn;
    if (isOn && this.#verification.state !== 'running') {
      const of = this.#parts.district.core.state.head.serverSeq;
      this.#verification = { ...NEVER, state: 'running', of, at: this.#parts.clock.wall() };
      this.#working = this.#run(of);
    }
    return Promise.resolve(ok({}));
  }

  async #run(size: number): Promise<void> {
    const { district, clock, log } = this.#parts;
    const end = (
      over: Pick<Verification, 'state' | 'firstBad'> & { readonly redacted?: number },
    ): void => {
      this.#verification = { ...this.#verification, ...over, at: clock.wall() };
    };
    try {
      const heads = await district.audit.store.heads();
      const verdict = await verifyLog({
        ...{ store: district.store, heads, size, rest: () => rest() },
        onProgress: (done) => {
          this.#verification = { ...this.#verification, done };
          return this.#isWanted;
        },
      });
      end(
        verdict === null
          ? { state: 'cancelled', firstBad: null }
          : { state: 'done', firstBad: verdict.firstBad, redacted: verdict.redacted },
      );
      if (verdict?.isOk === false) {
        log.write('error', 'audit/log-changed', { firstBad: verdict.firstBad ?? 0 });
      }
    } catch (cause) {
      log.write('error', 'audit/not-verified', { why: String(cause) });
      end({ state: 'failed', firstBad: null });
    }
  }

  async #looks(input: Input, grants: readonly Grant[]): Answered {
    const own = grants.filter(({ role }) => OVERSEERS.includes(role));
    if (own.length === 0) return refuse('grant/none');
    const wish = wishOf(input, this.#parts.clock.wall());
    return wish === null
      ? refuse('op/schema')
      : ok(await readLooks(this.#parts.district, own, wish));
  }

  async #numbers(day: unknown): Answered {
    if (typeof day !== 'string' || !DAY_TEXT.test(day)) return refuse('op/schema');
    const lines = await numberReport(this.#parts.district.store, day);
    return ok({ lines });
  }
}

function refuse(code: string): Answered {
  return Promise.resolve(err({ code }));
}
