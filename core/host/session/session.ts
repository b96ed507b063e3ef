import type { Grant } from '../../domain/operation/decision.ts';
import { SHIFT_GAP_MS } from '../../domain/record/shiftGap.ts';
import { DAY_MS, MINUTE_MS, type Clock } from '../../kernel/time.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { createVerifier, passwordFits } from '../../node/passwordVerifier.ts';
import { AppError, type FailureCode } from '../../protocol/errors.ts';
import type { SyncEngine } from '../../sync/syncEngine.ts';
import type { DeskStore, KnownLogin, WrongTries } from '../store/deskStore.ts';
import type { SeatRefused, SeatWish } from './seatChoice.ts';

export type SessionPerson = {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly seat: string;
  readonly grants: readonly Grant[];
  readonly since: number;
  /** When this person began to sit here, beyond logins that followed one another. */
  readonly shiftSince: number;
};

export type SessionState =
  | { readonly state: 'setup' | 'login' }
  | { readonly state: 'open' | 'locked'; readonly person: SessionPerson };

export type LoginInput = SeatWish & {
  readonly login: string;
  readonly password: string;
  /** In place of a first password; only the district takes it. */
  readonly newPassword?: string | undefined;
};

/** A person known by a demo folder, before this console ever reached its district. */
export type DemoPerson = {
  readonly password: string;
  readonly person: string;
  readonly name: string;
  readonly grants: readonly Grant[];
};

export type SessionPorts = {
  readonly clock: Clock;
  readonly desk: DeskStore;
  /** Under which wrong tries of a login are kept. */
  readonly markOf: (login: string) => string;
  /** Null while the line is known to be cut. */
  readonly engine: () => Promise<SyncEngine | null>;
  readonly demoPerson: (login: string) => DemoPerson | null;
  /** Asks for a seat for who has just logged in with these grants; the seat that is his. */
  readonly sit: (wish: SeatWish, grants: readonly Grant[]) => Promise<Result<string, SeatRefused>>;
  readonly onChange: () => void;
};

/** Setting of this desk: where whoever logged in last sat. */
export const LAST_SEAT = 'lastSeat';
const VERIFIER_DAYS = 14;
const TRIES_MAX = 5;
const LOCK_MS = 10 * MINUTE_MS;

type Refused = FailureCode;

/**
 * Who sits here. With the line up the district judges; while it is cut, a verifier that the district gave
 * within the last 14 days does. Five wrong tries shut a login for ten minutes, either way.
 */
export class Session {
  readonly #ports: SessionPorts;
  #now: SessionState = { state: 'login' };
  /** Tries are judged one after another: raced, each would be counted as the same one. */
  #inTurn: Promise<unknown> = Promise.resolve();
  #token: string | null = null;
  /** Who logged out here last, and when. */
  #left: { readonly person: SessionPerson; readonly at: number } | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  get now(): SessionState {
    return this.#now;
  }

  get token(): string | null {
    return this.#token;
  }

  get person(): SessionPerson | null {
    return 'person' in this.#now ? this.#now.person : null;
  }

  login(input: LoginInput): Promise<Result<null, Refused | SeatRefused>> {
    return this.#next(() => this.#login(input));
  }

  /** With the password that replaces a first one, which an administrator gave while this seat was locked. */
  unlock(password: string, newPassword?: string): Promise<Result<null, Refused>> {
    return this.#next(() => this.#unlock(password, newPassword));
  }

  #next<T>(attempt: () => Promise<T>): Promise<T> {
    const turn = this.#inTurn.then(attempt);
    this.#inTurn = turn.catch(() => undefined);
    return turn;
  }

  async #login(input: LoginInput): Promise<Result<null, Refused | SeatRefused>> {
    const { desk, clock } = this.#ports;
    if (this.person !== null && this.person.login !== input.login) return err('session/in-use');
    const tries = await desk.wrongTries(this.#ports.markOf(input.login));
    if (tries.lockedUntil > clock.wall()) return err('session/too-many-tries');
    const before = this.#token;
    const judged = await this.#judge(input);
    if (!judged.ok) {
      if (judged.error === 'session/bad-login')
        await this.#countWrong(input.login, tries.count + 1);
      return judged;
    }
    await this.#setTries(input.login, { count: 0, lockedUntil: 0 });
    const { person, name, grants } = judged.value;
    const sat = await this.#ports.sit(input, grants);
    if (!sat.ok) {
      await this.#speakAs(before);
      return sat;
    }
    const seat = sat.value;
    await desk.setSetting(LAST_SEAT, seat);
    const since = clock.wall();
    const shiftSince = this.#shiftOf(person, seat) ?? since;
    this.#set({
      state: 'open',
      person: { id: person, name, login: input.login, seat, grants, since, shiftSince },
    });
    return ok(null);
  }

  /** The shift of who left this seat and is back: it goes on. Null where another one begins. */
  #shiftOf(person: string, seat: string): number | null {
    const left = this.#left;
    if (left === null || left.person.id !== person || left.person.seat !== seat) return null;
    return this.#ports.clock.wall() - left.at < SHIFT_GAP_MS ? left.person.shiftSince : null;
  }

  /**
   * What the district tells this connection of. Without the inbox of whoever sits here it does not know him
   * any more: his password was reset, or the session is over. True when that is news.
   */
  greeted(heads: Readonly<Record<string, number>>): boolean {
    const { person } = this;
    if (person === null || this.#token === null) return false;
    if (heads[`inbox:${person.id}`] !== undefined) return false;
    this.#token = null;
    return true;
  }

  logout(): void {
    const { person } = this;
    if (person !== null) this.#left = { person, at: this.#ports.clock.wall() };
    this.#token = null;
    this.#set({ state: 'login' });
  }

  lock(): void {
    if (this.#now.state === 'open') this.#set({ state: 'locked', person: this.#now.person });
  }

  async #unlock(password: string, newPassword: string | undefined): Promise<Result<null, Refused>> {
    const { person } = this;
    if (person === null) return err('session/needed');
    const { desk, clock } = this.#ports;
    const tries = await desk.wrongTries(this.#ports.markOf(person.login));
    if (tries.lockedUntil > clock.wall()) return err('session/too-many-tries');
    const token = this.#token;
    const judged = await this.#judge({
      login: person.login,
      password,
      seat: person.seat,
      ...(newPassword === undefined ? {} : { newPassword }),
    });
    if (!judged.ok) {
      this.#token = token;
      if (judged.error === 'session/bad-login')
        await this.#countWrong(person.login, tries.count + 1);
      return judged;
    }
    // Judged here he is who he was: his session goes on.
    this.#token ??= token;
    await this.#setTries(person.login, { count: 0, lockedUntil: 0 });
    // Whoever left meanwhile is not brought back.
    if (this.person !== person) {
      await this.#speakAs(null);
      return err('session/needed');
    }
    this.#set({ state: 'open', person: { ...person, grants: judged.value.grants } });
    return ok(null);
  }

  /** The district took this line to be whoever has shown a password: it greets anew as who sits here. */
  async #speakAs(token: string | null): Promise<void> {
    this.#token = token;
    (await this.#ports.engine())?.reconnect();
  }

  #set(state: SessionState): void {
    this.#now = state;
    this.#ports.onChange();
  }

  async #countWrong(login: string, count: number): Promise<void> {
    const lockedUntil = count >= TRIES_MAX ? this.#ports.clock.wall() + LOCK_MS : 0;
    await this.#setTries(login, { count: count >= TRIES_MAX ? 0 : count, lockedUntil });
  }

  #setTries(login: string, tries: WrongTries): Promise<void> {
    return this.#ports.desk.setWrongTries(this.#ports.markOf(login), tries);
  }

  async #judge(input: LoginInput): Promise<Result<KnownLogin, Refused>> {
    const engine = await this.#ports.engine();
    if (engine !== null) {
      try {
        return await this.#askDistrict(engine, input);
      } catch (cause) {
        // The line went while asking: the cached verifier judges.
        if (!(cause instanceof AppError)) throw cause;
      }
    }
    return this.#judgeHere(input);
  }

  async #askDistrict(engine: SyncEngine, input: LoginInput): Promise<Result<KnownLogin, Refused>> {
    const answer = await engine.ask({ f: 'login', ...input });
    if (!answer.ok) {
      const code = codeOf(answer.value);
      if (code === 'session/bad-login') await this.#forgetOld(input);
      return err(code);
    }
    const value = answer.value as unknown as LoginAnswer;
    this.#token = value.token ?? null;
    const known: KnownLogin = {
      login: input.login,
      verifier: value.verifier ?? (await createVerifier(input.newPassword ?? input.password)),
      person: value.person.id,
      name: value.person.name,
      grants: value.grants,
      checkedAt: this.#ports.clock.wall(),
    };
    await this.#ports.desk.rememberLogin(known);
    return ok(known);
  }

  /** A slip of the finger says nothing of the verifier; a password that fits it and is refused was changed. */
  async #forgetOld({ login, password }: LoginInput): Promise<void> {
    const { desk } = this.#ports;
    const known = await desk.knownLogin(login);
    if (known !== null && (await passwordFits(password, known.verifier)))
      await desk.forgetLogin(login);
  }

  async #judgeHere(input: LoginInput): Promise<Result<KnownLogin, Refused>> {
    // Whoever is judged here speaks to the district in nobody's name, least of all the one before.
    this.#token = null;
    const known = await this.#ports.desk.knownLogin(input.login);
    if (known === null) return this.#judgeDemo(input);
    const age = this.#ports.clock.wall() - known.checkedAt;
    if (Math.abs(age) > VERIFIER_DAYS * DAY_MS) return err('session/expired-verifier');
    return (await passwordFits(input.password, known.verifier))
      ? ok(known)
      : err('session/bad-login');
  }

  async #judgeDemo(input: LoginInput): Promise<Result<KnownLogin, Refused>> {
    const demo = this.#ports.demoPerson(input.login);
    if (demo === null) return err('session/needs-line');
    if (demo.password !== input.password) return err('session/bad-login');
    const known: KnownLogin = {
      login: input.login,
      verifier: await createVerifier(input.password),
      person: demo.person,
      name: demo.name,
      grants: demo.grants,
      checkedAt: this.#ports.clock.wall(),
    };
    await this.#ports.desk.rememberLogin(known);
    return ok(known);
  }
}

type LoginAnswer = {
  readonly person: { readonly id: string; readonly name: string };
  readonly grants: readonly Grant[];
  readonly verifier?: string;
  readonly token?: string;
};

const PASSED_ON = [
  'session/too-many-tries',
  'session/first-password',
  'session/weak-password',
  'session/busy',
] as const;

function codeOf(value: unknown): Refused {
  const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : null;
  return PASSED_ON.find((one) => one === code) ?? 'session/bad-login';
}
