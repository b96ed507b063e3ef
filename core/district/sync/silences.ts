import type { Scope } from '../../domain/operation/identity.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Moment } from '../sequencer.ts';

/** From when the scope was heard of last until it came back, or until this was written down. */
type Silence = { readonly from: EpochMs; readonly to: EpochMs };
type Kept = Readonly<Record<Scope, readonly (readonly [EpochMs, EpochMs])[]>>;

/** A console hears of a silence, and of its end, some seconds after the district. Machine time. */
const SLACK_MS = 10 * SECOND_MS;
/** What a console says of its clock's error widens a silence this far and no further. */
const ERR_MAX_MS = MINUTE_MS;
const KEPT_MS = 35 * DAY_MS;
const KEPT_MAX = 50;

/**
 * Silences that are over. A caretaker's act may arrive when the street is back: whether he might decide is
 * judged by when he said it.
 */
export class Silences {
  readonly #slackMs: number;
  readonly #over = new Map<Scope, Silence[]>();

  constructor(rate: number) {
    this.#slackMs = SLACK_MS * rate;
  }

  ended(scope: Scope, { from, to }: Silence): void {
    const own = this.#over.get(scope) ?? [];
    const recent = own.filter((one) => to - one.to < KEPT_MS).slice(1 - KEPT_MAX);
    this.#over.set(scope, [...recent, { from, to }]);
  }

  /** Since when it was silent then, for at least `afterMs`; null when it was not. */
  then(scope: Scope, { at, errMs }: Moment, afterMs: number): EpochMs | null {
    const doubt = this.#slackMs + Math.min(errMs, ERR_MAX_MS);
    const found = this.#over
      .get(scope)
      ?.find(({ from, to }) => at >= from + afterMs - doubt && at <= to + doubt);
    return found?.from ?? null;
  }

  /** As it is kept over a restart; `lasting` are silences that go on. */
  text(lasting: ReadonlyMap<Scope, Silence>): string {
    const kept: Record<string, (readonly [EpochMs, EpochMs])[]> = {};
    const scopes = new Set([...this.#over.keys(), ...lasting.keys()]);
    for (const scope of scopes) {
      const last = lasting.get(scope);
      const all = [...(this.#over.get(scope) ?? []), ...(last === undefined ? [] : [last])];
      kept[scope] = all.map(({ from, to }) => [from, to] as const);
    }
    return JSON.stringify(kept);
  }

  remember(text: string): void {
    for (const [scope, spans] of Object.entries(JSON.parse(text) as Kept)) {
      this.#over.set(
        scope as Scope,
        spans.map(([from, to]) => ({ from, to })),
      );
    }
  }
}
