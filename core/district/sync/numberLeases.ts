import type { Scope } from '../../domain/operation/identity.ts';
import type { RefusalCode } from '../../domain/operation/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { LOST_REPLICA, nextRange, originOf } from '../leaseRanges.ts';
import type { District } from '../openDistrict.ts';

export const CONSOLE_SERIALS = 100;
/**
 * Serials of a day that one replica may have in all, whatever incarnations it went through. Nobody writes
 * that many cases at one console; who runs out all the same has numbers follow from the district's own.
 */
export const REPLICA_SERIALS_MAX = 2_000;
/** More than an origin gives away in the hours that a backup may be old. */
const LOST_SERIALS = 20_000;
const TRIES = 3;

export type Leased = Result<null, Extract<RefusalCode, 'lease/limit'>>;

type Greeted = { readonly incarnation: number; readonly as?: 'station' | undefined };
type Holder = { readonly replica: string; readonly scope: Scope };

/**
 * Ranges of serials of every day, so that a console tells a caller the number at once, line or no line.
 * Ranges of one origin never overlap: each begins after the last one ever given.
 */
export class NumberLeases {
  readonly #district: District;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(district: District) {
    this.#district = district;
  }

  /** Gives a first range to an incarnation that has none; at a station nobody tells numbers. */
  ensure(device: Holder, { incarnation, as }: Greeted): Promise<Leased> {
    if (as === 'station') return Promise.resolve(ok(null));
    return this.#inTurn(() => {
      const own = this.#district.core.state.leasesOf(device.replica);
      const hasOne = own.some((one) => one.incarnation === incarnation);
      return hasOne ? Promise.resolve(ok(null)) : this.#give(device, incarnation);
    });
  }

  /** Another range, for a console that has used up its own. */
  more(device: Holder, incarnation: number): Promise<Leased> {
    return this.#inTurn(() => this.#give(device, incarnation));
  }

  /**
   * After a restore: ranges given in the lost hours are known to their consoles alone. What may be theirs
   * is set aside, so that nobody else is given it and their numbers are still believed.
   */
  async setLostAside(): Promise<void> {
    const { streets, intakeCenters, originLetters } = this.#district.profile.catalogue;
    const places = [...streets, ...intakeCenters].map((one) => one.originLetters);
    await this.#inTurn(async () => {
      for (const origin of new Set([originLetters, ...places])) {
        await this.#lease({ replica: LOST_REPLICA, incarnation: 1, origin }, LOST_SERIALS);
      }
    });
  }

  async #give({ replica, scope }: Holder, incarnation: number): Promise<Leased> {
    const { core, profile } = this.#district;
    const origin = originOf(profile.catalogue, scope);
    if (origin === null) return ok(null);
    const has = core.state.leasesOf(replica).reduce((sum, one) => sum + one.to - one.from + 1, 0);
    if (has + CONSOLE_SERIALS > REPLICA_SERIALS_MAX) return err('lease/limit');
    await this.#lease({ replica, incarnation, origin }, CONSOLE_SERIALS);
    return ok(null);
  }

  /** The decider takes ranges for its own program, too: whoever was overtaken takes the one after. */
  async #lease(
    to: { readonly replica: string; readonly incarnation: number; readonly origin: string },
    serials: number,
  ): Promise<void> {
    const { core } = this.#district;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const range = nextRange(core.state.recordsOf('lease'), to.origin, serials);
      if (range === null) return;
      const args = { ...to, ...range };
      const [decision] = await core.act([{ kind: 'numbers.lease', caseId: null, args }]);
      if (decision?.outcome === 'applied') return;
    }
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
