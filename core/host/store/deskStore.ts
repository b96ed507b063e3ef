import type { Grant } from '../../domain/operation/decision.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { Database } from '../../storage/sqlite/database.ts';

export type KnownLogin = {
  readonly login: string;
  readonly verifier: string;
  readonly person: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly checkedAt: number;
};

export type WrongTries = { readonly count: number; readonly lockedUntil: number };

/** `desk.db`: what belongs to this desk alone and is worth keeping over a crash. */
export class DeskStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async setting(key: string): Promise<unknown> {
    const row = await this.#db.read((reader) =>
      reader.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', [key]),
    );
    return row === null ? null : (JSON.parse(row.value) as unknown);
  }

  async setSetting(key: string, value: unknown): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('INSERT OR REPLACE INTO setting VALUES (?, ?)', [key, JSON.stringify(value)]),
    );
  }

  async knownLogin(login: string): Promise<KnownLogin | null> {
    const row = await this.#db.read((reader) =>
      reader.get<Omit<KnownLogin, 'grants' | 'checkedAt'> & { grants: string; checked_at: number }>(
        'SELECT * FROM verifier WHERE login = ?',
        [login],
      ),
    );
    if (row === null) return null;
    const { checked_at: checkedAt, ...known } = row;
    return { ...known, checkedAt, grants: JSON.parse(row.grants) as Grant[] };
  }

  async rememberLogin(known: KnownLogin): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('INSERT OR REPLACE INTO verifier VALUES (?, ?, ?, ?, ?, ?)', [
        known.login,
        known.verifier,
        known.person,
        known.name,
        JSON.stringify(known.grants),
        known.checkedAt,
      ]),
    );
  }

  async forgetLogin(login: string): Promise<void> {
    await this.#db.write((tx) => tx.run('DELETE FROM verifier WHERE login = ?', [login]));
  }

  /** By the mark of what was typed as a login: somebody types his password there. */
  async wrongTries(mark: string): Promise<WrongTries> {
    const row = await this.#db.read((reader) =>
      reader.get<{ count: number; locked_until: number }>(
        'SELECT count, locked_until FROM wrong_try WHERE login = ?',
        [mark],
      ),
    );
    return { count: row?.count ?? 0, lockedUntil: row?.locked_until ?? 0 };
  }

  async setWrongTries(mark: string, tries: WrongTries): Promise<void> {
    await this.#db.write(async (tx) => {
      // Earlier programs kept what was typed.
      await tx.run("DELETE FROM wrong_try WHERE login = ? OR login NOT LIKE 'mark:%'", [mark]);
      if (tries.count > 0 || tries.lockedUntil > 0)
        await tx.run('INSERT INTO wrong_try VALUES (?, ?, ?)', [
          mark,
          tries.count,
          tries.lockedUntil,
        ]);
    });
  }

  async seenAlarms(): Promise<ReadonlySet<string>> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ id: string }>("SELECT id FROM alarm_seen WHERE id NOT LIKE 'notice:%'"),
    );
    return new Set(rows.map((row) => row.id));
  }

  async seeAlarm(id: string, at: number): Promise<void> {
    await this.#see([id], at);
  }

  /** Notices that a person has seen at this desk. */
  async seenNotices(person: string): Promise<ReadonlySet<string>> {
    const prefix = noticePrefix(person);
    const rows = await this.#db.read((reader) =>
      reader.all<{ id: string }>('SELECT id FROM alarm_seen WHERE id >= ? AND id < ?', [
        prefix,
        `${prefix}\u{10ffff}`,
      ]),
    );
    return new Set(rows.map((row) => row.id.slice(prefix.length)));
  }

  async seeNotices(person: string, ids: readonly string[], at: number): Promise<void> {
    const prefix = noticePrefix(person);
    await this.#see(
      ids.map((id) => `${prefix}${id}`),
      at,
    );
  }

  async #see(ids: readonly string[], at: number): Promise<void> {
    await this.#db.write(async (tx) => {
      const rows = ids.map((id) => [id, at] as const);
      await tx.insertRows('OR REPLACE INTO alarm_seen', ['id', 'at'], rows);
      await tx.run('DELETE FROM alarm_seen WHERE at < ?', [at - SEEN_DAYS * DAY_MS]);
    });
  }
}

/** A notice older than this is nobody's news any more. */
export const SEEN_DAYS = 30;

function noticePrefix(person: string): string {
  return `notice:${person}\n`;
}
