import type { Database } from '../../storage/sqlite/database.ts';

/** own: put here, not yet with the district. sent: there, too. fetched: a copy of what is there. */
export type AttachmentState = 'own' | 'sent' | 'fetched';

export type AttachmentRow = {
  readonly sha256: string;
  readonly caseId: string;
  readonly bytes: number;
  readonly state: AttachmentState;
  readonly keptAt: number;
  readonly usedAt: number;
};

/** What lies in the folder of files and why, in `desk.db` and, for the views, in memory. */
export class AttachmentBook {
  readonly #db: Database;
  readonly #rows = new Map<string, AttachmentRow>();

  private constructor(db: Database) {
    this.#db = db;
  }

  static async open(db: Database): Promise<AttachmentBook> {
    const book = new AttachmentBook(db);
    const rows = await db.read((reader) =>
      reader.all<AttachmentRow>(
        `SELECT sha256, case_id AS caseId, bytes, state, kept_at AS keptAt, used_at AS usedAt
         FROM attachment`,
      ),
    );
    for (const row of rows) book.#rows.set(keyOf(row.sha256, row.caseId), row);
    return book;
  }

  all(): readonly AttachmentRow[] {
    return [...this.#rows.values()];
  }

  of(sha256: string): readonly AttachmentRow[] {
    return this.all().filter((row) => row.sha256 === sha256);
  }

  find(sha256: string, caseId: string): AttachmentRow | null {
    return this.#rows.get(keyOf(sha256, caseId)) ?? null;
  }

  async keep(row: AttachmentRow): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('INSERT OR REPLACE INTO attachment VALUES (?, ?, ?, ?, ?, ?)', [
        row.sha256,
        row.caseId,
        row.bytes,
        row.state,
        row.keptAt,
        row.usedAt,
      ]),
    );
    this.#rows.set(keyOf(row.sha256, row.caseId), row);
  }

  /** The district has it: whichever cases it was put here for. */
  async sent(sha256: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.run(`UPDATE attachment SET state = 'sent' WHERE sha256 = ? AND state = 'own'`, [sha256]),
    );
    for (const row of this.of(sha256)) {
      if (row.state === 'own') {
        this.#rows.set(keyOf(row.sha256, row.caseId), { ...row, state: 'sent' });
      }
    }
  }

  /** The district may have lost what it had: all that was put here is brought again. */
  async owed(): Promise<void> {
    await this.#db.write((tx) =>
      tx.run(`UPDATE attachment SET state = 'own' WHERE state = 'sent'`),
    );
    for (const [key, row] of this.#rows) {
      if (row.state === 'sent') this.#rows.set(key, { ...row, state: 'own' });
    }
  }

  async drop(sha256: string): Promise<void> {
    await this.#db.write((tx) => tx.run('DELETE FROM attachment WHERE sha256 = ?', [sha256]));
    for (const row of this.of(sha256)) this.#rows.delete(keyOf(row.sha256, row.caseId));
  }

  async dropOne(sha256: string, caseId: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('DELETE FROM attachment WHERE sha256 = ? AND case_id = ?', [sha256, caseId]),
    );
    this.#rows.delete(keyOf(sha256, caseId));
  }
}

function keyOf(sha256: string, caseId: string): string {
  return `${sha256} ${caseId}`;
}
