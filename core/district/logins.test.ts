import { describe, expect, it } from 'vitest';
import type { Clock } from '../kernel/time.ts';
import { Logins } from './logins.ts';
import { PasswordTurns } from './passwordTurns.ts';
import type { PasswordHashing } from './passwordTurns.ts';
import { Sittings } from './sittings.ts';
import type { LoginRow, SecretStore, SessionRow } from './store/secretStore.ts';

const clock: Clock = { wall: () => 1_000, mono: () => 1_000 };

/** Logins and sessions in memory. */
function memoryStore(): SecretStore {
  const logins = new Map<string, LoginRow>();
  const sessions = new Map<string, SessionRow>();
  const store: Partial<SecretStore> = {
    login: (login) => Promise.resolve(logins.get(login) ?? null),
    putLogins: (rows) => {
      for (const row of rows) logins.set(row.login, { tries: 0, lockedUntil: 0, ...row });
      return Promise.resolve();
    },
    setTries: () => Promise.resolve(),
    openSession: (row) => {
      sessions.set(row.tokenHash, row);
      return Promise.resolve();
    },
    endSessions: (person, now) => {
      for (const [key, row] of sessions) {
        if (row.person === person) sessions.set(key, { ...row, until: now });
      }
      return Promise.resolve();
    },
    sessions: () => Promise.resolve([...sessions.values()]),
    session: (tokenHash) => Promise.resolve(sessions.get(tokenHash) ?? null),
  };
  return store as SecretStore;
}

type Gate = { readonly opened: Promise<void>; readonly open: () => void };

function heldGate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** A password is its own verifier once it is let through. Counts how many are in work at once. */
class HeldHashing implements PasswordHashing {
  done = 0;
  most = 0;
  #running = 0;
  readonly #gate = heldGate();

  open(): void {
    this.#gate.open();
  }

  async createVerifier(password: string): Promise<string> {
    await this.#work();
    return password;
  }

  async passwordFits(password: string, verifier: string): Promise<boolean> {
    await this.#work();
    return password === verifier;
  }

  async #work(): Promise<void> {
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    await this.#gate.opened;
    await new Promise((resolve) => setImmediate(resolve));
    this.#running -= 1;
    this.done += 1;
  }
}

async function place(): Promise<{ logins: Logins; store: SecretStore; hashing: HeldHashing }> {
  const store = memoryStore();
  const hashing = new HeldHashing();
  const sittings = await Sittings.load(store);
  const passwords = new PasswordTurns(hashing);
  return { logins: new Logins({ store, clock, sittings, passwords }), store, hashing };
}

const given = (login: string, password = 'x') => ({ login, password, seat: 's1' });

describe('many logins at once', () => {
  it('of one device: two are judged, the others are told to come again, and nobody else is', async () => {
    const { logins, hashing } = await place();
    const rude = Array.from({ length: 600 }, (_, i) => logins.open(given(`nobody-${i}`), 'rude'));
    const other = logins.open(given('nobody'), 'other');
    hashing.open();
    const codes = (await Promise.all(rude)).map((one) => (one.ok ? 'in' : one.error));
    expect(codes.slice(0, 2)).toEqual(['session/bad-login', 'session/bad-login']);
    expect(codes.filter((code) => code === 'session/busy')).toHaveLength(598);
    expect(await other).toEqual({ ok: false, error: 'session/bad-login' });
    expect([hashing.done, hashing.most]).toEqual([3, 1]);
    // What is answered is no longer in hand.
    const again = await logins.open(given('nobody-0'), 'rude');
    expect(again).toEqual({ ok: false, error: 'session/bad-login' });
  });

  it('of many devices: a shift is judged one password at a time, and no endless queue', async () => {
    const { logins, hashing } = await place();
    const all = Array.from({ length: 70 }, (_, i) => logins.open(given(`nobody-${i}`), `d-${i}`));
    hashing.open();
    const codes = (await Promise.all(all)).map((one) => (one.ok ? 'in' : one.error));
    expect(codes.filter((code) => code === 'session/bad-login')).toHaveLength(64);
    expect(codes.slice(64)).toEqual(Array.from({ length: 6 }, () => 'session/busy'));
    expect([hashing.done, hashing.most]).toEqual([64, 1]);
  });

  it('go on after one that failed', async () => {
    let calls = 0;
    const turns = new PasswordTurns({
      createVerifier: () => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve('v');
      },
      passwordFits: () => Promise.resolve(true),
    });
    const [first, second] = await Promise.allSettled([
      turns.createVerifier('a'),
      turns.createVerifier('b'),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a reset', () => {
  it('ends the login that was under way with the password before it', async () => {
    const { logins, store, hashing } = await place();
    await store.putLogins([{ login: 'adm', person: 'p', verifier: 'stolen' }]);
    const thief = logins.open(given('adm', 'stolen'), 'd1');
    const reset = logins.setFirst('adm', 'p', 'fresh');
    const late = logins.open(given('adm', 'stolen'), 'd1');
    hashing.open();
    const [opened] = await Promise.all([thief, reset]);
    expect(opened.ok).toBe(true);
    if (opened.ok) expect(await logins.person(opened.value.token, 'd1')).toBeNull();
    expect(await late).toEqual({ ok: false, error: 'session/bad-login' });
  });

  it('is not overtaken by a first password that somebody is just replacing', async () => {
    const { logins, store, hashing } = await place();
    hashing.open();
    await logins.setFirst('adm', 'p', 'first-known-to-a-thief');
    const own = { ...given('adm', 'first-known-to-a-thief'), newPassword: 'Own-Pass-2233' };
    await Promise.all([logins.open(own, 'd1'), logins.setFirst('adm', 'p', 'second-first')]);
    expect((await store.login('adm'))?.verifier).toBe('first:second-first');
    const again = await logins.open(given('adm', 'Own-Pass-2233'), 'd1');
    expect(again).toEqual({ ok: false, error: 'session/bad-login' });
  });

  it('counts for a session that was read before and is told after it', async () => {
    const { logins, store, hashing } = await place();
    hashing.open();
    await store.putLogins([{ login: 'adm', person: 'p', verifier: 'right' }]);
    const opened = await logins.open(given('adm', 'right'), 'd1');
    if (!opened.ok) throw new Error(opened.error);
    const session = store.session.bind(store);
    const held = heldGate();
    store.session = async (hash) => {
      const row = await session(hash);
      await held.opened;
      return row;
    };
    const asked = logins.person(opened.value.token, 'd1');
    await logins.setFirst('adm', 'p', 'fresh');
    held.open();
    expect(await asked).toBeNull();
  });
});
