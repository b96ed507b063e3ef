import type { MarkerTuple } from '../../protocol/console/rows.ts';
import { andOpenedBy, type Keys } from '../board/boardKeys.ts';
import type { ReplicaStore } from '../store/replicaStore.ts';

type MarkerRow = {
  readonly case_id: string;
  readonly lon: number;
  readonly lat: number;
  readonly urgency: number;
  readonly own_lane: number;
  readonly near_at: number;
  readonly due_at: number;
  readonly sync: number;
  readonly street: string;
};

type Held = { readonly row: MarkerRow; tuple: MarkerTuple };

const SELECT = `SELECT case_id, lon, lat, urgency, own_lane, near_at, due_at, sync, street
  FROM board WHERE open = 1 AND lon IS NOT NULL`;

/**
 * The open cases with a place, as tuples for the map. They are read whole once for these keys; after that
 * only those that changed are, and what the time alone changes is found without the database. A tuple that
 * says the same is the same object, and so is the list: what moved is found by looking at identities.
 */
export class MarkerBook {
  readonly #held = new Map<string, Held>();
  #of: { readonly replica: ReplicaStore; readonly keys: string } | null = null;
  #changed: Set<string> | null = null;
  #shown: MarkerTuple[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** These cases, or anything at all, may be shown differently now. */
  heard(cases: ReadonlySet<string> | undefined): void {
    if (cases === undefined) this.#changed = null;
    else for (const id of cases) this.#changed?.add(id);
  }

  /** One reading after the other: two maps may be open, and what changed is taken once. */
  read(replica: ReplicaStore, keys: Keys, now: number): Promise<MarkerTuple[]> {
    const next = this.#turn.then(() => this.#read(replica, keys, now));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #read(replica: ReplicaStore, keys: Keys, now: number): Promise<MarkerTuple[]> {
    const named = JSON.stringify(keys);
    if (this.#of?.replica !== replica || this.#of.keys !== named) this.#changed = null;
    this.#of = { replica, keys: named };
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      const isOther = await this.#take(replica, keys, { changed, now });
      const isLater = this.#age(now);
      if (isOther || isLater) this.#shown = Array.from(this.#held.values(), ({ tuple }) => tuple);
    } catch (cause) {
      // What was to be read is not known to have been: everything is read the next time.
      this.#changed = null;
      throw cause;
    }
    return this.#shown;
  }

  async #take(
    replica: ReplicaStore,
    keys: Keys,
    what: { readonly changed: ReadonlySet<string> | null; readonly now: number },
  ): Promise<boolean> {
    const { changed, now } = what;
    if (changed?.size === 0) return false;
    const own = andOpenedBy(keys);
    const only = changed === null ? '' : ' AND case_id IN (SELECT value FROM json_each(?))';
    const rows = await replica.read((reader) =>
      reader.all<MarkerRow>(SELECT + own.sql + only, [
        ...own.params,
        ...(changed === null ? [] : [JSON.stringify([...changed])]),
      ]),
    );
    const gone = new Set(changed ?? this.#held.keys());
    let isOther = false;
    for (const row of rows) {
      gone.delete(row.case_id);
      const before = this.#held.get(row.case_id)?.tuple;
      const tuple = same(before, marker(row, now));
      if (tuple !== before) isOther = true;
      this.#held.set(row.case_id, { row, tuple });
    }
    for (const id of gone) if (this.#held.delete(id)) isOther = true;
    return isOther;
  }

  #age(now: number): boolean {
    let isOther = false;
    for (const held of this.#held.values()) {
      if (lateness(held.row, now) === held.tuple[4]) continue;
      held.tuple = marker(held.row, now);
      isOther = true;
    }
    return isOther;
  }
}

function lateness(row: MarkerRow, now: number): 0 | 1 | 2 {
  if (row.due_at <= now) return 2;
  return row.near_at <= now ? 1 : 0;
}

function marker(row: MarkerRow, now: number): MarkerTuple {
  const isUnsigned = row.own_lane <= 4 ? 1 : 0;
  const isLocal = row.sync === 1 ? 1 : 0;
  const { case_id: caseId, lon, lat, urgency, street } = row;
  return [caseId, lon, lat, urgency, lateness(row, now), isUnsigned, isLocal, street];
}

function same(before: MarkerTuple | undefined, now: MarkerTuple): MarkerTuple {
  return before !== undefined && before.every((part, i) => part === now[i]) ? before : now;
}
