import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { Database, SqlWriter } from '../../storage/sqlite/database.ts';

/** A month of days, or the last thirty hours of a console that is always on. */
export const HEADS_KEPT = 30;
const SHOWN_MS = DAY_MS;
const IS_PARTED = `(json_extract(body, '$.entries') IS NOT NULL)`;

type State = 'kept' | 'doubted';

/** The district went on as another history, and so many entries that this console had seen are not proven in it. */
export type Parting = { readonly since: EpochMs; readonly entries: number };

/** Both heads, each signed: together they say what was left. */
export type Parted = {
  readonly head: TreeHead;
  readonly from: TreeHead;
  readonly entries: number;
};

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
    await this.#db.write((tx) => put(tx, state, { head, seenAt, body: head }));
  }

  /** The other history is what there is from now on, and what it left stays as evidence. */
  async part(parted: Parted, seenAt: EpochMs): Promise<void> {
    const { head } = parted;
    await this.#db.write(async (tx) => {
      await put(tx, 'doubted', { head, seenAt, body: parted });
      await put(tx, 'kept', { head, seenAt, body: head });
    });
  }

  /** Of the last day, the oldest first. */
  async partings(now: EpochMs): Promise<readonly Parting[]> {
    return this.#db.read((reader) =>
      reader.all<Parting>(
        `SELECT seen_ms AS since, json_extract(body, '$.entries') AS entries FROM tree_head
         WHERE state = 'doubted' AND ${IS_PARTED} AND seen_ms >= ? ORDER BY id`,
        [now - SHOWN_MS],
      ),
    );
  }

  /** Since when the district's log is not the one that was seen before; null when nothing is doubted of late. */
  async doubtedSince(now: EpochMs): Promise<EpochMs | null> {
    const row = await this.#db.read((reader) =>
      reader.get<{ first: number | null; last: number | null }>(
        `SELECT MIN(CASE WHEN id > (SELECT COALESCE(MAX(id), 0) FROM tree_head WHERE state = 'kept')
                    THEN seen_ms END) AS first, MAX(seen_ms) AS last
         FROM tree_head WHERE state = 'doubted' AND NOT ${IS_PARTED}`,
      ),
    );
    const last = row?.last ?? null;
    return last === null || now - last > SHOWN_MS ? null : (row?.first ?? last);
  }
}

type Put = {
  readonly head: TreeHead;
  readonly seenAt: EpochMs;
  readonly body: TreeHead | Parted;
};

async function put(tx: SqlWriter, state: State, { head, seenAt, body }: Put): Promise<void> {
  const { epoch, size } = head;
  await tx.run('INSERT INTO tree_head (state, seen_ms, epoch, size, body) VALUES (?, ?, ?, ?, ?)', [
    state,
    seenAt,
    epoch,
    size,
    JSON.stringify(body),
  ]);
  await tx.run(
    `DELETE FROM tree_head WHERE state = ? AND id <= (
       SELECT id FROM tree_head WHERE state = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
    [state, state, HEADS_KEPT],
  );
}
