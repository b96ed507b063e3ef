import { GENESIS_HASH, chained } from '../../domain/operation/operationHash.ts';
import type { AnyBody, AnyOperation } from '../../domain/operation/operation.ts';
import { assert, must } from '../../kernel/assert.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { Database, SqlWriter } from '../../storage/sqlite/database.ts';
import type { PendingOp } from '../../sync/overlay.ts';
import {
  deferredRows,
  forgetDeferred,
  forgetEarlier,
  undecidedActs,
  writeDecisions,
} from './decisionRows.ts';
import { onceMade, type ActRow, type OnceMade } from './onceMade.ts';
import { forgetActs, pruneActs } from './outboxPruning.ts';
import type { PruneBounds } from './outboxPruning.ts';
import type { RedactedCases } from './redactedRows.ts';
import type { OutboxMarks, OutboxPort, ReplicaIdentity } from '../../sync/syncPorts.ts';

export type NewAct = {
  /** Called inside the transaction: the number is taken there, or not at all. */
  readonly body: (tx: SqlWriter) => Promise<AnyBody>;
  readonly once: string | null;
  readonly later: boolean;
};

export type CommittedAct = ActRow & { readonly op: AnyOperation };

type StoredAct = {
  readonly rseq: number;
  readonly op: string;
  readonly outcome: string | null;
  readonly ver: number | null;
};

/**
 * `outbox.db`: one FULL transaction acknowledges an act (I-01). Chain and numbers live here alone; the rest of
 * the program may lose everything else and still owe nobody anything.
 */
export class OutboxStore implements OutboxPort {
  readonly #db: Database;
  readonly #onDecided: (decisions: readonly WireDecision[]) => Promise<void>;
  readonly #onReloaded: () => Promise<void>;
  #identity: ReplicaIdentity;
  #last = 0;
  #lastHash = GENESIS_HASH;
  #durable = 0;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(db: Database, identity: ReplicaIdentity, events: OutboxEvents) {
    this.#db = db;
    this.#identity = identity;
    this.#onDecided = events.onDecided;
    this.#onReloaded = events.onReloaded;
  }

  static async open(
    db: Database,
    enrolled: { readonly device: string; readonly replica: string },
    events: OutboxEvents,
  ): Promise<OutboxStore> {
    const row = await db.write(async (tx) => {
      await tx.run('INSERT OR IGNORE INTO replica VALUES (1, ?, ?, 1)', [
        enrolled.device,
        enrolled.replica,
      ]);
      return tx.get<ReplicaIdentity>('SELECT device, replica, incarnation FROM replica');
    });
    const identity = must(row, 'the outbox knows whose it is');
    assert(identity.replica === enrolled.replica, 'the outbox belongs to another replica');
    const store = new OutboxStore(db, identity, events);
    await store.#readEnd();
    return store;
  }

  identity(): ReplicaIdentity {
    return this.#identity;
  }

  /** Acknowledges an act. When this resolves, the act survives anything but the loss of the disk. */
  async commit(act: NewAct): Promise<CommittedAct> {
    return this.#alone(async () => {
      const committed = await this.#db.write(async (tx) => {
        const body = await act.body(tx);
        return this.#append(tx, body, act);
      });
      this.#last = committed.rseq;
      this.#lastHash = committed.op.hash;
      return committed;
    });
  }

  /** The act that a form made, also when it has left since. */
  byOnce(once: string): Promise<OnceMade | null> {
    return this.#db.read((reader) => onceMade(reader, once));
  }

  /** Undecided acts, and decided ones that the confirmed case may not show yet. */
  async pending(): Promise<readonly PendingOp[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<StoredAct>(
        `SELECT a.rseq, a.op, d.outcome, d.ver FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
         WHERE a.incarnation = ? AND (d.op_id IS NULL OR d.seen = 0) ORDER BY a.rseq`,
        [this.#identity.incarnation],
      ),
    );
    return rows.map((row) => ({
      op: JSON.parse(row.op) as AnyOperation,
      decided: row.outcome === null ? null : { ver: row.ver, outcome: row.outcome },
    }));
  }

  async markSeen(opIds: readonly string[]): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('UPDATE decision SET seen = 1 WHERE op_id IN (SELECT value FROM json_each(?))', [
        JSON.stringify(opIds),
      ]),
    );
  }

  async marks(): Promise<OutboxMarks> {
    // An act that is committed while they are read is none of these rows, and not decided either.
    const last = this.#last;
    const rows = await this.#db.read((reader) =>
      reader.all<{ rseq: number }>(
        `SELECT a.rseq FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
         WHERE a.incarnation = ? AND d.op_id IS NULL ORDER BY a.rseq`,
        [this.#identity.incarnation],
      ),
    );
    const undecided = new Set(rows.map((row) => row.rseq));
    const watermark = (rows[0]?.rseq ?? last + 1) - 1;
    const decidedAbove: number[] = [];
    for (let rseq = watermark + 1; rseq <= last; rseq += 1) {
      if (!undecided.has(rseq)) decidedAbove.push(rseq);
    }
    return { last, watermark, decidedAbove };
  }

  async read(
    rseq: number,
    limit: { readonly ops: number; readonly bytes: number },
  ): Promise<readonly AnyOperation[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ op: string; bytes: number }>(
        'SELECT op, bytes FROM act WHERE incarnation = ? AND rseq >= ? ORDER BY rseq LIMIT ?',
        [this.#identity.incarnation, rseq, limit.ops],
      ),
    );
    const ops: AnyOperation[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += row.bytes;
      if (ops.length > 0 && bytes > limit.bytes) break;
      ops.push(JSON.parse(row.op) as AnyOperation);
    }
    return ops;
  }

  async deferred(): Promise<readonly number[]> {
    const rows = await this.#db.read((reader) => deferredRows(reader, this.#identity.incarnation));
    return rows.map(({ rseq }) => rseq);
  }

  async record(decisions: readonly WireDecision[]): Promise<void> {
    await this.#db.write((tx) => writeDecisions(tx, decisions, this.#identity.incarnation));
    await this.#onDecided(decisions);
  }

  /**
   * Where acts have left that the district lost, first ones or some between others (I-28), the chain cannot go on
   * from there: what is still here begins a new one.
   */
  async reopen(have: number): Promise<void> {
    await this.#alone(async () => {
      const { incarnation } = this.#identity;
      const here = await this.#db.write(async (tx) => {
        const sql = 'DELETE FROM decision WHERE incarnation = ? AND rseq > ?';
        await tx.run(sql, [incarnation, have]);
        const count = 'SELECT count(*) AS acts FROM act WHERE incarnation = ? AND rseq > ?';
        return must(await tx.get<{ acts: number }>(count, [incarnation, have]), 'a count is a row');
      });
      if (here.acts < this.#last - have) await this.#renumbered();
    });
    await this.#onReloaded();
  }

  /** What earlier incarnations said is sent once more, before what this one said: its ids tell it apart. */
  async reopenEarlier(): Promise<void> {
    await this.#alone(async () => {
      const { incarnation } = this.#identity;
      await this.#renumbered((tx) => forgetEarlier(tx, incarnation));
    });
    await this.#onReloaded();
  }

  /**
   * Undecided operations begin a new chain from 1, with the same ids: the district knows them by these. So do
   * deferred ones, or nobody would ask what became of them.
   */
  async renumber(): Promise<void> {
    await this.#alone(() => this.#renumbered());
    await this.#onReloaded();
  }

  /** One at a time: each act continues the chain where the last one ended. */
  #alone<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #renumbered(isDue: (tx: SqlWriter) => Promise<boolean> = always): Promise<void> {
    const { incarnation } = this.#identity;
    await this.#db
      .write(async (tx) => {
        if (!(await isDue(tx))) return;
        await forgetDeferred(tx);
        const rows = await undecidedActs(tx);
        await tx.run('UPDATE replica SET incarnation = ?', [incarnation + 1]);
        this.#begin(incarnation + 1);
        for (const row of rows) {
          const done = await this.#append(tx, bodyOf(JSON.parse(row.op) as AnyOperation), {
            once: row.once,
            later: row.later === 1,
          });
          this.#last = done.rseq;
          this.#lastHash = done.op.hash;
        }
      })
      .catch(async (cause: unknown) => {
        this.#begin(incarnation);
        await this.#readEnd();
        throw cause;
      });
  }

  durable(serverSeq: number): Promise<void> {
    this.#durable = serverSeq;
    return Promise.resolve();
  }

  /** Whether an act on the case that is still kept here names the word (a file's hash). */
  async names(caseId: string, word: string): Promise<boolean> {
    const row = await this.#db.read((reader) =>
      reader.get<{ found: number }>(
        'SELECT 1 AS found FROM act WHERE case_id = ? AND instr(op, ?) > 0 LIMIT 1',
        [caseId, word],
      ),
    );
    return row !== null;
  }

  /** Drops what was said of these cases before their words were taken out; how many acts left. */
  async forget(redacted: RedactedCases): Promise<number> {
    return this.#alone(async () => {
      const { incarnation } = this.#identity;
      const { last, watermark } = await this.marks();
      const place = { incarnation, upTo: Math.min(watermark, last - 1) };
      return this.#db.write((tx) => forgetActs(tx, redacted, place));
    });
  }

  /** Cases of which decided acts are kept here. */
  async decidedCases(): Promise<readonly string[]> {
    const rows = await this.#db.read((reader) =>
      reader.all<{ case_id: string }>(
        `SELECT DISTINCT a.case_id FROM act a JOIN decision d ON d.op_id = a.op_id
         WHERE a.case_id IS NOT NULL`,
      ),
    );
    return rows.map((row) => row.case_id);
  }

  /** One step of dropping what was decided long ago; how many acts left. */
  async prune(bounds: PruneBounds): Promise<number> {
    return this.#alone(async () => {
      const { incarnation } = this.#identity;
      const { last, watermark } = await this.marks();
      const place = { incarnation, upTo: Math.min(watermark, last - 1), durable: this.#durable };
      return this.#db.write((tx) => pruneActs(tx, bounds, place));
    });
  }

  #begin(incarnation: number): void {
    this.#identity = { ...this.#identity, incarnation };
    this.#last = 0;
    this.#lastHash = GENESIS_HASH;
  }

  async #readEnd(): Promise<void> {
    const row = await this.#db.read((reader) =>
      reader.get<{ rseq: number; op: string }>(
        'SELECT rseq, op FROM act WHERE incarnation = ? ORDER BY rseq DESC LIMIT 1',
        [this.#identity.incarnation],
      ),
    );
    if (row === null) return;
    this.#last = row.rseq;
    this.#lastHash = (JSON.parse(row.op) as AnyOperation).hash;
  }

  async #append(
    tx: SqlWriter,
    body: AnyBody,
    how: { readonly once: string | null; readonly later: boolean },
  ): Promise<CommittedAct> {
    const { replica, incarnation } = this.#identity;
    const rseq = this.#last + 1;
    const op = chained(nodeHashing, body, { replica, incarnation, rseq, prevHash: this.#lastHash });
    const text = JSON.stringify(op);
    const caseNo = op.kind === 'case.create' ? op.args.caseNo : null;
    await tx.run('INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      incarnation,
      rseq,
      op.opId,
      how.once,
      op.kind,
      op.caseId,
      caseNo,
      op.t.wall,
      Buffer.byteLength(text),
      how.later ? 1 : 0,
      text,
    ]);
    return { opId: op.opId, rseq, caseId: op.caseId, caseNo, later: how.later, op };
  }
}

const always = (): Promise<boolean> => Promise.resolve(true);

/** What was meant, without its place in a chain. */
export function bodyOf(op: AnyOperation): AnyBody {
  const { replica: _r, incarnation: _i, rseq: _s, prevHash: _p, hash: _h, ...body } = op;
  return body;
}

export type OutboxEvents = {
  readonly onDecided: (decisions: readonly WireDecision[]) => Promise<void>;
  /** Pending operations changed as a whole. */
  readonly onReloaded: () => Promise<void>;
};
