import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert } from '../../kernel/assert.ts';
import { AppError } from '../../protocol/errors.ts';
import { refuseNewer } from '../fileVersion.ts';
import type { Database } from './database.ts';

export type Migration = { readonly version: number; readonly name: string; readonly sql: string };
export type MigrateResult = {
  readonly from: number;
  readonly to: number;
  /** Copy taken before the first pending migration, or null for a new file. */
  readonly copy: string | null;
};

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * Looks upwards from a module for `migrations/<name>`: beside the sources in development and tests, beside
 * the bundle in the packed program.
 */
export function findMigrations(moduleUrl: string, name: string): string {
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const candidate = join(folder, 'migrations', name);
    if (existsSync(join(candidate, 'checksums.json'))) return candidate;
    const parent = dirname(folder);
    if (parent === folder)
      throw new AppError('bundle/missing', { details: { what: `migrations/${name}` } });
    folder = parent;
  }
}

/** Reads the numbered files and holds them to the committed checksums: a shipped migration never changes. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const checksums: unknown = JSON.parse(await readFile(join(folder, 'checksums.json'), 'utf8'));
  assert(typeof checksums === 'object' && checksums !== null, 'checksums.json holds an object');
  const known = new Map(Object.entries(checksums));
  const migrations: Migration[] = [];
  for (const [index, name] of names.entries()) {
    const number = FILE_NAME.exec(name)?.[1];
    assert(Number(number) === index + 1, `migration out of order: ${name}`);
    const sql = await readFile(join(folder, name), 'utf8');
    const sum = checksumOf(sql);
    assert(known.get(name) === sum, `migration differs from its checksum: ${name} is ${sum}`);
    migrations.push({ version: index + 1, name, sql });
  }
  assert(known.size === names.length, 'checksums.json names a migration that is not there');
  return migrations;
}

/** The same on every system: a line may end as it does there. */
export function checksumOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
}

/** Forward only, one transaction each. A file written by a newer program is refused, not touched. */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<MigrateResult> {
  const from = await versionOf(database);
  const to = migrations.at(-1)?.version ?? 0;
  refuseNewer(from, to);
  const pending = migrations.filter(({ version }) => version > from);
  if (pending.length === 0) return { from, to, copy: null };
  const copy = from === 0 ? null : await copyBefore(database, from);
  for (const { version, sql } of pending) {
    await database.write(async (tx) => {
      await tx.exec(sql);
      await tx.exec(`PRAGMA user_version = ${version}`);
    });
  }
  return { from, to, copy };
}

export async function versionOf(database: Database): Promise<number> {
  const row = await database.maintain((writer) =>
    writer.get<{ user_version: number }>('PRAGMA user_version'),
  );
  return row?.user_version ?? 0;
}

async function copyBefore(database: Database, version: number): Promise<string> {
  const copy = `${database.file}.v${version}.bak`;
  await rm(copy, { force: true });
  await copyInto(database, copy);
  return copy;
}

/** The whole database as of one moment, in one file that is not there yet. */
export async function copyInto(database: Database, file: string): Promise<void> {
  await database.maintain((writer) => writer.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`));
}
