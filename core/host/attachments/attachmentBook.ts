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
  /** By the file's hash, then by the case. */
  readonly #rows = new Map<string, Map<string, AttachmentRow>>();

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
    for (const row of rows) book.#put(row);
    return book;
  }

  all(): readonly AttachmentRow[] {
    return [...this.#rows.values()].flatMap((cases) => [...cases.values()]);
  }

  of(sha256: string): readonly AttachmentRow[] {
    return [...(this.#rows.get(sha256)?.values() ?? [])];
  }

  find(sha256: string, caseId: string): AttachmentRow | null {
    return this.#rows.get(sha256)?.get(caseId) ?? null;
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
    this.#put(row);
  }

  /** The district has it: whichever cases it was put here for. */
  async sent(sha256: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.run(`UPDATE attachment SET state = 'sent' WHERE sha256 = ? AND state = 'own'`, [sha256]),
    );
    for (const row of this.of(sha256)) {
      if (row.state === 'own') this.#put({ ...row, state: 'sent' });
    }
  }

  /** The district may have lost what it had: all that was put here is brought again. */
  async owed(): Promise<void> {
    await this.#db.write((tx) =>
      tx.run(`UPDATE attachment SET state = 'own' WHERE state = 'sent'`),
    );
    for (const row of this.all()) if (row.state === 'sent') this.#put({ ...row, state: 'own' });
  }

  async drop(sha256: string): Promise<void> {
    await this.#db.write((tx) => tx.run('DELETE FROM attachment WHERE sha256 = ?', [sha256]));
    this.#rows.delete(sha256);
  }

  async dropOne(sha256: string, caseId: string): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('DELETE FROM attachment WHERE sha256 = ? AND case_id = ?', [sha256, caseId]),
    );
    const cases = this.#rows.get(sha256);
    cases?.delete(caseId);
    if (cases?.size === 0) this.#rows.delete(sha256);
  }

  #put(row: AttachmentRow): void {
    const cases = this.#rows.get(row.sha256) ?? new Map<string, AttachmentRow>();
    this.#rows.set(row.sha256, cases.set(row.caseId, row));
  }
}
