import { caseNoOf } from '../../domain/case/caseNo.ts';
import type { CaseNo } from '../../domain/operation/identity.ts';
import type { Database, SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';

export type NumberLease = {
  readonly origin: string;
  readonly first: number;
  readonly last: number;
  readonly incarnation: number;
};

type Free = { readonly origin: string; readonly first: number; readonly serial: number };

/**
 * Case numbers from leased ranges of serials of every day. The highest serial used per range and day is
 * kept in the outbox file, so neither a wrong clock nor a lost replica tells a number twice (I-14).
 */
export class NumberBook {
  /** How often one was asked for, whether there was one or not. */
  asked = 0;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async learn(leases: readonly NumberLease[]): Promise<void> {
    if (leases.length === 0) return;
    await this.#db.write((tx) =>
      tx.insertRows(
        'OR REPLACE INTO number_lease',
        ['origin', 'first', 'last', 'incarnation'],
        leases.map((lease) => [lease.origin, lease.first, lease.last, lease.incarnation]),
      ),
    );
  }

  /** Takes the next number inside the transaction that makes its case; null when none is left. */
  async take(tx: SqlWriter, incarnation: number, day: string): Promise<CaseNo | null> {
    this.asked += 1;
    const free = await nextFree(tx, incarnation, day);
    if (free === null) return null;
    await tx.run('INSERT OR REPLACE INTO number_used VALUES (?, ?, ?, ?)', [
      free.origin,
      free.first,
      day,
      free.serial,
    ]);
    return caseNoOf({ ...free, day });
  }

  /** Takes the next number for good, before any case is made of it. */
  reserve(incarnation: number, day: string): Promise<CaseNo | null> {
    return this.#db.write((tx) => this.take(tx, incarnation, day));
  }

  async left(incarnation: number, day: string): Promise<number> {
    const row = await this.#db.read((reader) =>
      reader.get<{ n: number | null }>(
        `SELECT SUM(l.last - MAX(l.first - 1, COALESCE(u.highest, 0))) AS n FROM number_lease l
         LEFT JOIN number_used u ON u.origin = l.origin AND u.first = l.first AND u.day = ?
         WHERE l.incarnation = ?`,
        [day, incarnation],
      ),
    );
    return row?.n ?? 0;
  }
}

async function nextFree(reader: SqlReader, incarnation: number, day: string): Promise<Free | null> {
  return reader.get<Free>(
    `SELECT l.origin, l.first, MAX(l.first, COALESCE(u.highest, 0) + 1) AS serial FROM number_lease l
     LEFT JOIN number_used u ON u.origin = l.origin AND u.first = l.first AND u.day = ?
     WHERE l.incarnation = ? AND COALESCE(u.highest, 0) < l.last ORDER BY l.first LIMIT 1`,
    [day, incarnation],
  );
}
