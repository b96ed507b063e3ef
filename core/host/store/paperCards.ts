import type { CaseId, CaseNo } from '../../domain/operation/identity.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { CARDS_A_SHEET } from '../../protocol/console/paperCards.ts';
import type { Database, SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';

export type CardState = 'blank' | 'entered' | 'released';

export type PaperCard = {
  readonly caseNo: CaseNo;
  readonly printedAt: EpochMs;
  readonly printedBy: string;
  readonly state: CardState;
  readonly caseId: CaseId | null;
};

type Row = {
  readonly case_no: string;
  readonly printed_at: number;
  readonly printed_by: string;
  readonly case_id: string | null;
  readonly released_at: number | null;
};

const SHOWN_MOST = 500;

/**
 * Numbers that stand on printed cards. They were taken from the lease like any told number, so the program tells
 * none of them again (I-14); the case of an entered card takes its number in the transaction of its act.
 */
export class PaperCards {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes as many numbers as there are, at most so many; `take` gives the next one of the lease for good. */
  async print(
    count: number,
    by: { readonly person: string; readonly at: EpochMs },
    take: (tx: SqlWriter) => Promise<CaseNo | null>,
  ): Promise<readonly CaseNo[]> {
    return this.#db.write(async (tx) => {
      const taken: CaseNo[] = [];
      while (taken.length < Math.min(count, CARDS_A_SHEET)) {
        const caseNo = await take(tx);
        if (caseNo === null) break;
        taken.push(caseNo);
      }
      await tx.insertRows(
        'paper_card',
        ['case_no', 'printed_at', 'printed_by'],
        taken.map((caseNo) => [caseNo, by.at, by.person]),
      );
      return taken;
    });
  }

  /** The newest sheets first, each in the order of its numbers. */
  async list(): Promise<readonly PaperCard[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<Row>('SELECT * FROM paper_card ORDER BY printed_at DESC, case_no LIMIT ?', [
        SHOWN_MOST,
      ]),
    );
    return rows.map(cardOf);
  }

  of(caseNo: string): Promise<PaperCard | null> {
    return this.#db.read((reader) => readCard(reader, caseNo));
  }

  /** Inside the transaction that makes its case: a card becomes one case, however often it is entered. */
  async enter(
    tx: SqlWriter,
    card: string,
    on: { readonly caseId: CaseId | null; readonly at: EpochMs },
  ): Promise<CaseNo | null> {
    const known = await readCard(tx, card);
    if (known?.state !== 'blank') return null;
    const values = [on.caseId, on.at, known.caseNo];
    await tx.run('UPDATE paper_card SET case_id = ?, entered_at = ? WHERE case_no = ?', values);
    return known.caseNo;
  }

  /** Cards that nobody wrote on, or that are lost: their numbers are gaps from now on. */
  async release(caseNos: readonly string[], at: EpochMs): Promise<void> {
    await this.#db.write((tx) =>
      tx.run(
        `UPDATE paper_card SET released_at = ? WHERE case_id IS NULL AND released_at IS NULL
         AND case_no IN (SELECT value FROM json_each(?))`,
        [at, JSON.stringify(caseNos)],
      ),
    );
  }
}

async function readCard(reader: SqlReader, caseNo: string): Promise<PaperCard | null> {
  const row = await reader.get<Row>('SELECT * FROM paper_card WHERE case_no = ?', [caseNo]);
  return row === null ? null : cardOf(row);
}

function cardOf(row: Row): PaperCard {
  const { case_id: caseId, printed_at: printedAt, printed_by: printedBy } = row;
  const state = caseId !== null ? 'entered' : row.released_at === null ? 'blank' : 'released';
  return { caseNo: row.case_no, printedAt, printedBy, state, caseId };
}
