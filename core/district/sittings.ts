import { randomUUID } from 'node:crypto';
import type { PersonId } from '../domain/operation/identity.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';
import { VOUCHED } from './store/secretStore.ts';
import type { SecretStore } from './store/secretStore.ts';

/** How long a console judges a login by itself after the district did (model.md 0.5). */
const VERIFIER_MS = 14 * DAY_MS;
/** A corrected time may lie a little before the login that came before it. */
const SLACK_MS = MINUTE_MS;

export type Sitting = {
  readonly device: string;
  readonly person: PersonId;
  readonly at: EpochMs;
  readonly errMs: number;
};

export type Span = { readonly device: string; readonly person: PersonId } & {
  readonly openedAt: EpochMs;
  readonly until: EpochMs;
};

/**
 * Who showed a password at which device, and when. A device signs what it pushes, but only a person who
 * logged in there is the author of it: one stolen console does not speak for the whole district.
 */
export class Sittings {
  readonly #store: SecretStore;
  readonly #spans = new Map<string, Span[]>();

  private constructor(store: SecretStore) {
    this.#store = store;
  }

  static async load(store: SecretStore): Promise<Sittings> {
    const sittings = new Sittings(store);
    for (const span of await store.sessions()) sittings.opened(span);
    return sittings;
  }

  opened(span: Span): void {
    const key = keyOf(span);
    const known = this.#spans.get(key);
    if (known === undefined) this.#spans.set(key, [span]);
    else known.push(span);
  }

  /** His sessions are over; a console that is cut off may not know of it yet. */
  ended(person: PersonId, now: EpochMs): void {
    for (const [key, spans] of this.#spans) {
      if (!key.endsWith(`\n${person}`)) continue;
      const shortened = spans.map((span) => ({ ...span, until: Math.min(span.until, now) }));
      this.#spans.set(key, shortened);
    }
  }

  /** Whether the person may have sat there then, as far as the clocks can tell. */
  sat({ device, person, at, errMs: said }: Sitting): boolean {
    const spans = this.#spans.get(keyOf({ device, person })) ?? [];
    // How wrong its clock may be is the author's own word: it widens a sitting by a day, not by a year.
    const errMs = Math.min(said, DAY_MS);
    return spans.some(
      ({ openedAt, until }) =>
        at + errMs + SLACK_MS >= openedAt && at - errMs <= until + VERIFIER_MS,
    );
  }

  /**
   * Whether somebody who showed his password at this device is taken for the one who sits there now. What was
   * ended is over at once: the days in which a console may not know of it speak for what it had recorded.
   */
  sitsNow({ device, person }: Pick<Span, 'device' | 'person'>, now: EpochMs): boolean {
    const spans = this.#spans.get(keyOf({ device, person })) ?? [];
    return spans.some(({ openedAt, until }) => now + SLACK_MS >= openedAt && now < until);
  }

  /**
   * The logins of hours that a restore lost are lost, too. What was said in them is believed of somebody
   * who is known to sit at that device: by a login that survived, or by one since.
   */
  satBeforeRestore({ device, person, at }: Sitting, restoredAt: EpochMs | null): boolean {
    return restoredAt !== null && at <= restoredAt && this.#spans.has(keyOf({ device, person }));
  }

  /** Sittings that whoever sets a district up vouches for (demo consoles, made-up history): no token opens. */
  async vouch(spans: readonly Span[]): Promise<void> {
    if (spans.length === 0) return;
    await this.#store.putSessions(
      spans.map((span) => ({ ...span, seat: 'vouched', tokenHash: `${VOUCHED}${randomUUID()}` })),
    );
    for (const span of spans) this.opened(span);
  }
}

function keyOf({ device, person }: Pick<Span, 'device' | 'person'>): string {
  return `${device}\n${person}`;
}
