import { DAY_MS } from '../../kernel/time.ts';
import type { Sealing } from '../../node/sealing.ts';
import type { Database } from '../../storage/sqlite/database.ts';

export type Draft = { readonly key: string; readonly body: unknown; readonly savedAt: number };

/** Saved filters of the board stand on the same shelf: they are no unfinished work and do not age. */
const FILTERS = 'board.';
const KEPT_MS = 30 * DAY_MS;
const LISTED_MAX = 200;

/**
 * Half-typed forms, kept over a crash. They hold what a caller said, his number and name among it: sealed
 * with the key that seals callers, each person's own, and gone after thirty days.
 */
export class DraftBook {
  readonly #db: Database;
  readonly #sealing: Sealing;

  constructor(db: Database, sealing: Sealing) {
    this.#db = db;
    this.#sealing = sealing;
  }

  async save(person: string, { key, body, savedAt }: Draft): Promise<void> {
    const sealed = this.#sealing.seal(JSON.stringify(body));
    await this.#db.write(async (tx) => {
      await tx.run('INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)', [
        person,
        key,
        sealed,
        savedAt,
      ]);
      await tx.run(`DELETE FROM draft WHERE saved_at < ? AND key NOT LIKE '${FILTERS}%'`, [
        savedAt - KEPT_MS,
      ]);
    });
  }

  /** The newest first; what was sealed with another key is not there. */
  async of(person: string): Promise<Draft[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ key: string; sealed: string; saved_at: number }>(
        `SELECT key, sealed, saved_at FROM draft WHERE person = ?
         ORDER BY saved_at DESC LIMIT ${LISTED_MAX}`,
        [person],
      ),
    );
    return rows.flatMap(({ key, sealed, saved_at: savedAt }) => {
      const body = this.#sealing.open(sealed);
      return body === null ? [] : [{ key, body: JSON.parse(body) as unknown, savedAt }];
    });
  }

  /** Forms begun and not sent. */
  async unfinished(person: string): Promise<number> {
    return (await this.of(person)).filter(({ key }) => !key.startsWith(FILTERS)).length;
  }

  /** Everything that forms here are about; those on a case name it in their key. */
  async keys(): Promise<readonly string[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ key: string }>('SELECT DISTINCT key FROM draft'),
    );
    return rows.map(({ key }) => key);
  }

  /** Everybody's half-typed acts on a case: their keys name it. */
  async dropOf(caseId: string): Promise<void> {
    await this.#db.write((tx) => tx.run('DELETE FROM draft WHERE instr(key, ?) > 0', [caseId]));
  }

  async drop(person: string, key: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('DELETE FROM draft WHERE person = ? AND key = ?', [person, key]),
    );
  }
}
