import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { Database } from '../../storage/sqlite/database.ts';

/** A month of days, or the last thirty hours of a console that is always on. */
export const HEADS_KEPT = 30;
const SHOWN_MS = DAY_MS;

type State = 'kept' | 'doubted';

/**
 * Heads of the district's log that this console has seen, in its own file: what was signed once can be held
 * against the district whatever its own files say later.
 */
export class HeadBook {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The oldest first. */
  async kept(): Promise<readonly TreeHead[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ body: string }>(`SELECT body FROM tree_head WHERE state = 'kept' ORDER BY id`),
    );
    return rows.map(({ body }) => JSON.parse(body) as TreeHead);
  }

  async add(state: State, head: TreeHead, seenAt: EpochMs): Promise<void> {
    await this.#db.write(async (tx) => {
      const { epoch, size } = head;
      await tx.run(
        'INSERT INTO tree_head (state, seen_ms, epoch, size, body) VALUES (?, ?, ?, ?, ?)',
        [state, seenAt, epoch, size, JSON.stringify(head)],
      );
      await tx.run(
        `DELETE FROM tree_head WHERE state = ? AND id <= (
           SELECT id FROM tree_head WHERE state = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
        [state, state, HEADS_KEPT],
      );
    });
  }

  /** Since when the district's log is not the one that was seen before; null when nothing is doubted of late. */
  async doubtedSince(now: EpochMs): Promise<EpochMs | null> {
    const row = await this.#db.read((reader) =>
      reader.get<{ first: number | null; last: number | null }>(
        `SELECT MIN(CASE WHEN id > (SELECT COALESCE(MAX(id), 0) FROM tree_head WHERE state = 'kept')
                    THEN seen_ms END) AS first, MAX(seen_ms) AS last
         FROM tree_head WHERE state = 'doubted'`,
      ),
    );
    const last = row?.last ?? null;
    return last === null || now - last > SHOWN_MS ? null : (row?.first ?? last);
  }
}
