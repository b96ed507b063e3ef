import { createHash, randomBytes } from 'node:crypto';
import type { PersonId, SeatId } from '../domain/operation/identity.ts';
import { passwordFault } from '../domain/permission/passwordRule.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { DAY_MS, MINUTE_MS } from '../kernel/time.ts';
import type { Clock } from '../kernel/time.ts';
import type { FailureCode } from '../protocol/errors.ts';
import type { PasswordHashing } from './passwordTurns.ts';
import type { Sittings } from './sittings.ts';
import type { SecretStore } from './store/secretStore.ts';

const TRIES_MAX = 5;
const LOCKED_MS = 10 * MINUTE_MS;
/** Judging a password is dear: nobody keeps the others waiting by asking often. */
const DEVICE_LOGINS_MAX = 2;
/** A whole shift at once; who comes on top asks again. */
const LOGINS_MAX = 64;
/** Before a verifier: somebody else knows this password. */
const FIRST = 'first:';
const SESSION_MS = 14 * DAY_MS;

export type OpenedSession = {
  readonly person: PersonId;
  /** Salted anew for this console: it judges logins by it while the line is cut. */
  readonly verifier: string;
  readonly token: string;
};

export type GivenLogin = {
  readonly login: string;
  readonly password: string;
  readonly seat: SeatId;
  readonly newPassword?: string | undefined;
};

export type LoginPorts = {
  readonly store: SecretStore;
  readonly clock: Clock;
  readonly sittings: Sittings;
  readonly passwords: PasswordHashing;
};

/** Who a person is, by login and password. Five wrong tries shut a login for ten minutes. */
export class Logins {
  readonly #store: SecretStore;
  readonly #clock: Clock;
  readonly #sittings: Sittings;
  readonly #passwords: PasswordHashing;
  /** One judgement or reset of a login at a time: tries are counted, and no reset is overtaken. */
  readonly #busy = new Map<string, Promise<unknown>>();
  /** Logins that wait or are being judged, by their device. */
  readonly #inHand = new Map<string, number>();
  readonly #listeners = new Set<(person: PersonId) => void>();
  /** How often somebody's sessions were ended. */
  #endings = 0;

  constructor({ store, clock, sittings, passwords }: LoginPorts) {
    this.#store = store;
    this.#clock = clock;
    this.#sittings = sittings;
    this.#passwords = passwords;
  }

  /** As `setFirst`, for a login that nobody has; false when somebody has it. */
  async addFirst(login: string, person: PersonId, password: string): Promise<boolean> {
    const verifier = `${FIRST}${await this.#passwords.createVerifier(password)}`;
    return this.#store.addLogin({ login, person, verifier });
  }

  /** Somebody is to be logged in nowhere any more. Returns a function that stops listening. */
  onEnded(listener: (person: PersonId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * For the first login only: it opens nothing until its person has chosen another one. Whoever is logged in
   * by the password before it is so no longer: it may be known to somebody. A login under way ends first, so
   * that it ends with the others.
   */
  setFirst(login: string, person: PersonId, password: string): Promise<void> {
    return this.#inTurn(login, () => this.#setFirst(login, person, password));
  }

  async #setFirst(login: string, person: PersonId, password: string): Promise<void> {
    const verifier = `${FIRST}${await this.#passwords.createVerifier(password)}`;
    await this.#store.putLogins([{ login, person, verifier }]);
    await this.#store.setTries(login, 0, 0);
    const now = this.#clock.wall();
    await this.#store.endSessions(person, now);
    this.#endings += 1;
    this.#sittings.ended(person, now);
    for (const listener of this.#listeners) listener(person);
  }

  async set(login: string, person: PersonId, password: string): Promise<void> {
    await this.#store.putLogins([
      { login, person, verifier: await this.#passwords.createVerifier(password) },
    ]);
  }

  async open(given: GivenLogin, device: string): Promise<Result<OpenedSession, FailureCode>> {
    const own = this.#inHand.get(device) ?? 0;
    let all = 0;
    for (const count of this.#inHand.values()) all += count;
    if (own >= DEVICE_LOGINS_MAX || all >= LOGINS_MAX) return err('session/busy');
    this.#inHand.set(device, own + 1);
    try {
      return await this.#inTurn(given.login, () => this.#judge(given, device));
    } finally {
      const left = (this.#inHand.get(device) ?? 1) - 1;
      if (left > 0) this.#inHand.set(device, left);
      else this.#inHand.delete(device);
    }
  }

  /** The person of a session's token on this device, or null. */
  async person(token: string, device: string): Promise<PersonId | null> {
    const endings = this.#endings;
    const session = await this.#store.session(hashOf(token));
    // Read before somebody's sessions were ended, told after: what was read may be over.
    if (endings !== this.#endings) return this.person(token, device);
    if (session?.device !== device || session.until <= this.#clock.wall()) return null;
    return session.person;
  }

  #inTurn<T>(login: string, task: () => Promise<T>): Promise<T> {
    const before = this.#busy.get(login) ?? Promise.resolve();
    const turn = before.then(task);
    const kept = turn.catch(() => undefined);
    this.#busy.set(login, kept);
    void kept.then(() => {
      if (this.#busy.get(login) === kept) this.#busy.delete(login);
    });
    return turn;
  }

  async #judge(given: GivenLogin, device: string): Promise<Result<OpenedSession, FailureCode>> {
    const now = this.#clock.wall();
    const row = await this.#store.login(given.login);
    if (row === null) {
      // As long as a wrong password takes, so that nobody learns which logins there are.
      await this.#passwords.createVerifier(given.password);
      return err('session/bad-login');
    }
    if (row.lockedUntil > now) return err('session/too-many-tries');
    const isFirst = row.verifier.startsWith(FIRST);
    const verifier = isFirst ? row.verifier.slice(FIRST.length) : row.verifier;
    if (!(await this.#passwords.passwordFits(given.password, verifier))) {
      const tries = row.tries + 1;
      const isLocked = tries >= TRIES_MAX;
      await this.#store.setTries(given.login, isLocked ? 0 : tries, isLocked ? now + LOCKED_MS : 0);
      return err('session/bad-login');
    }
    if (row.tries > 0) await this.#store.setTries(given.login, 0, 0);
    const changed = isFirst ? await this.#replaceFirst(given, row.person) : ok(given.password);
    if (!changed.ok) return changed;
    const token = randomBytes(32).toString('base64url');
    const span = { device, person: row.person, openedAt: now, until: now + SESSION_MS };
    await this.#store.openSession({ ...span, tokenHash: hashOf(token), seat: given.seat });
    this.#sittings.opened(span);
    return ok({
      person: row.person,
      verifier: await this.#passwords.createVerifier(changed.value),
      token,
    });
  }

  /** The password that the person has chosen in place of the first one. */
  async #replaceFirst(given: GivenLogin, person: PersonId): Promise<Result<string, FailureCode>> {
    const { login, password, newPassword } = given;
    if (newPassword === undefined) return err('session/first-password');
    const isWeak = newPassword === password || passwordFault(newPassword, login) !== null;
    if (isWeak) return err('session/weak-password');
    await this.set(login, person, newPassword);
    return ok(newPassword);
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
