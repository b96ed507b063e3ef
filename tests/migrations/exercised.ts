import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import type { Database } from '#core/storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '#core/storage/sqlite/migrate.ts';

/** A database as it was just before a migration, and the step itself. */
export type Before = {
  readonly database: Database;
  /** Applies the migration that this test is about. */
  readonly apply: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function before(set: string, version: number): Promise<Before> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-migration-'));
  const migrations = await readMigrations(findMigrations(import.meta.url, set));
  const database = await openDatabase(join(folder, 'x.db'), { synchronous: 'NORMAL', readers: 1 });
  await migrate(database, migrations.slice(0, version - 1));
  return {
    database,
    apply: async () => {
      await migrate(database, migrations.slice(0, version));
    },
    async close() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How SQLite would run a query, as one text. */
export async function planOf(
  database: Database,
  sql: string,
  params: readonly (string | number)[],
): Promise<string> {
  const rows = await database.read((reader) =>
    reader.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params),
  );
  return rows.map(({ detail }) => detail).join('\n');
}
