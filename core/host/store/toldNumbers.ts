import type { CaseNo } from '../../domain/operation/identity.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { ACTS_KEPT_MS } from '../../protocol/sync/actsKept.ts';
import type { Database } from '../../storage/sqlite/database.ts';

/**
 * Numbers told to a caller while a form was open. Each was taken from the lease before it was told, so no two
 * forms have the same one, over a crash too; one whose form was given up stands here as a gap and is never
 * told again (I-14).
 */
export class ToldNumbers {
  readonly #db: Database;
  #inTurn: Promise<unknown> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  /** The same form is told the same number; `take` takes the next one of the lease for good. */
  tell(
    form: string,
    on: { readonly incarnation: number; readonly at: EpochMs },
    take: () => Promise<CaseNo | null>,
  ): Promise<CaseNo | null> {
    const turn = this.#inTurn.then(async () => {
      const known = await this.of(form);
      if (known !== null) return known;
      const caseNo = await take();
      if (caseNo === null) return null;
      await this.#db.write(async (tx) => {
        // No form is open for as long as its act may be asked for again.
        await tx.run('DELETE FROM told_number WHERE at < ?', [on.at - ACTS_KEPT_MS]);
        const row = [form, caseNo, on.incarnation, on.at];
        await tx.run('INSERT INTO told_number VALUES (?, ?, ?, ?)', row);
      });
      return caseNo;
    });
    this.#inTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Whatever incarnation it was leased to: the caller heard it, and the district believes earlier ones. */
  async of(form: string): Promise<CaseNo | null> {
    const row = await this.#db.read((reader) =>
      reader.get<{ case_no: CaseNo }>('SELECT case_no FROM told_number WHERE form = ?', [form]),
    );
    return row?.case_no ?? null;
  }
}
