import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import type { District } from '../openDistrict.ts';

export const CONSOLE_SERIALS = 100;

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

  /** Gives a first range to an incarnation that has none. */
  ensure(
    device: { readonly replica: string; readonly scope: Scope },
    incarnation: number,
  ): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#rangesOf(device.replica, incarnation) === 0) await this.#give(device, incarnation);
    });
  }

  /** Another range, for a console that has used up its own. */
  more(
    device: { readonly replica: string; readonly scope: Scope },
    incarnation: number,
  ): Promise<void> {
    return this.#inTurn(() => this.#give(device, incarnation));
  }

  #rangesOf(replica: string, incarnation: number): number {
    const leases = this.#district.core.state.recordsOf('lease');
    return leases.filter((one) => one.replica === replica && one.incarnation === incarnation)
      .length;
  }

  async #give(
    device: { readonly replica: string; readonly scope: Scope },
    incarnation: number,
  ): Promise<void> {
    const { core, profile } = this.#district;
    const origin = originOf(profile.catalogue, device.scope);
    if (origin === null) return;
    const leases = core.state.recordsOf('lease').filter((one) => one.origin === origin);
    const from = 1 + Math.max(0, ...leases.map((one) => one.to));
    const args = {
      replica: device.replica,
      incarnation,
      origin,
      from,
      to: from + CONSOLE_SERIALS - 1,
    };
    await core.act([{ kind: 'numbers.lease', caseId: null, args }]);
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(task);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

/** Letters of the place that takes the number; units take none. */
export function originOf(catalogue: Catalogue, scope: Scope): string | null {
  if (scope === 'district') return catalogue.originLetters;
  const street = catalogue.streets.find((one) => scope === `street:${one.code}`);
  const intake = catalogue.intakeCenters.find((one) => scope === one.scope);
  return street?.originLetters ?? intake?.originLetters ?? null;
}
