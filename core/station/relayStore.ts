import { join } from 'node:path';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Log } from '../node/logFile.ts';
import { slowTo } from '../node/slowQueries.ts';
import type { DistrictMark, StreetDecision, StreetDevice } from '../protocol/sync/street.ts';
import { openDatabase } from '../storage/sqlite/database.ts';
import type { Database } from '../storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '../storage/sqlite/migrate.ts';
import { RelayLog, markAfter } from '../sync/relayLog.ts';
import type { RelayBatch, RelayMark } from '../sync/relayLog.ts';

type BatchRow = {
  readonly via_seq: number;
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
  readonly ops: string;
  readonly sig: string;
  readonly held: number;
  readonly decided: string | null;
  readonly behind: number;
};

type DeviceRow = {
  readonly device: string;
  readonly replica: string;
  readonly public_key: string;
};

/** `relay.db`: what the station has told a console that it keeps is committed with `synchronous=FULL` before. */
export class RelayStore {
  readonly log: RelayLog;
  readonly #db: Database;

  private constructor(db: Database, log: RelayLog) {
    this.#db = db;
    this.log = log;
  }

  static async open(folder: string, log: Log): Promise<RelayStore> {
    const db = await openDatabase(join(folder, 'relay.db'), {
      synchronous: 'FULL',
      readers: 1,
      cacheMb: 4,
      onSlow: slowTo(log),
    });
    try {
      await migrate(db, await readMigrations(findMigrations(import.meta.url, 'station/relay')));
      return new RelayStore(db, await readLog(db));
    } catch (cause) {
      await db.close();
      throw cause;
    }
  }

  /** Resolves when it is on disk. */
  async keep(batch: RelayBatch): Promise<void> {
    const { viaSeq, device, replica, incarnation, ops, sig, isHeld } = batch;
    const { rseq, hash } = markAfter(batch);
    await this.#db.write(async (tx) => {
      const row = [viaSeq, device, replica, incarnation, JSON.stringify(ops), sig, isHeld ? 1 : 0];
      await tx.run(`INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0)`, row);
      const mark = [replica, incarnation, rseq, hash];
      await tx.run('INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?)', mark);
    });
    this.log.add(batch);
  }

  async drop(viaSeq: number): Promise<void> {
    await this.#db.write((tx) => tx.run('DELETE FROM batch WHERE via_seq = ?', [viaSeq]));
    this.log.drop(viaSeq);
  }

  async decide(viaSeq: number, decided: readonly StreetDecision[]): Promise<void> {
    const row = [JSON.stringify(decided), viaSeq];
    await this.#db.write((tx) => tx.run('UPDATE batch SET decided = ? WHERE via_seq = ?', row));
    this.log.decide(viaSeq, decided);
  }

  /** The district answered it with `later`. */
  async putBehind(viaSeq: number): Promise<void> {
    const sql = 'UPDATE batch SET behind = 1 WHERE via_seq = ?';
    await this.#db.write((tx) => tx.run(sql, [viaSeq]));
    this.log.putBehind(viaSeq);
  }

  /** What was let go of is in no page any more, nor in the journal: its case may be redacted (docs/adr/0019). */
  async emptyJournal(): Promise<void> {
    await this.#db.maintain((writer) => writer.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  }

  /** Null at a station that has never reached its district. */
  async district(): Promise<DistrictMark | null> {
    const row = await this.#db.read((reader) =>
      reader.get<{ epoch: string; head_key: string }>('SELECT epoch, head_key FROM district'),
    );
    return row === null ? null : { epoch: row.epoch, headKey: row.head_key };
  }

  async setDistrict({ epoch, headKey }: DistrictMark): Promise<void> {
    await this.#db.write((tx) =>
      tx.run('INSERT OR REPLACE INTO district VALUES (1, ?, ?)', [epoch, headKey]),
    );
  }

  async devices(): Promise<readonly StreetDevice[]> {
    const rows = await this.#db.read((reader) => reader.all<DeviceRow>('SELECT * FROM device'));
    return rows.map((row) => ({
      device: row.device,
      replica: row.replica,
      publicKey: row.public_key,
    }));
  }

  async setDevices(devices: readonly StreetDevice[]): Promise<void> {
    await this.#db.write(async (tx) => {
      await tx.exec('DELETE FROM device');
      await tx.insertRows(
        'device',
        ['device', 'replica', 'public_key'],
        devices.map((one) => [one.device, one.replica, one.publicKey]),
      );
    });
  }

  close(): Promise<void> {
    return this.#db.close();
  }
}

async function readLog(db: Database): Promise<RelayLog> {
  return db.read(async (reader) => {
    const rows = await reader.all<BatchRow>('SELECT * FROM batch ORDER BY via_seq');
    const marks = await reader.all<RelayMark>('SELECT * FROM mark');
    return new RelayLog(rows.map(batchOf), marks);
  });
}

function batchOf({ via_seq: viaSeq, ops, held, decided, behind, ...row }: BatchRow): RelayBatch {
  const batch = { ...row, viaSeq, ops: JSON.parse(ops) as readonly AnyOperation[] };
  return {
    ...batch,
    isHeld: held === 1,
    isBehind: behind === 1,
    ...(decided === null ? {} : { decided: JSON.parse(decided) as readonly StreetDecision[] }),
  };
}
