import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of this run alone: a folder under the system's temporary one, a socket, no port. */
export type PostgresCluster = {
  /** A new, empty database, or a copy of another that nobody is connected to. */
  readonly create: (template?: string) => Promise<string>;
  readonly url: (database: string) => string;
  /** The server's socket in the file system. */
  readonly socket: () => string;
  readonly drop: (database: string) => Promise<void>;
  /** One statement as the owner of everything. */
  readonly run: (sql: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
  /** Ends the server and starts it again on the same data; `crash` without a word to anybody. */
  readonly restart: (how: 'fast' | 'crash') => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a slow machine may take to make a server and start it. */
export const POSTGRES_START_MS = 90_000;
const BINARIES = '/usr/lib/postgresql';
const READY_TRIES = 600;
const READY_STEP_MS = 50;
/** Another order of texts than that of their bytes, as a server in use may have it. */
const LOCALE = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=zh-u-co-pinyin'];

export async function startPostgres(): Promise<PostgresCluster> {
  const bin = await binaries();
  const user = ordinaryUser();
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-pg-'));
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = [
    '-D',
    data,
    '-U',
    'district',
    '-A',
    'trust',
    '-E',
    'UTF8',
    ...LOCALE,
    '--no-sync',
  ];
  execFileSync(join(bin, 'initdb'), initdb, { ...user, cwd: folder, stdio: 'pipe' });
  let server = await started(bin, folder, user);
  const run = (sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> =>
    asked(urlOf(folder, database), sql);
  let count = 0;
  return {
    url: (database) => urlOf(folder, database),
    socket: () => join(folder, '.s.PGSQL.5432'),
    run,
    async create(template = 'template0') {
      count += 1;
      const name = `d${count}`;
      await run(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return name;
    },
    drop: async (database) => {
      await run(`DROP DATABASE ${database} WITH (FORCE)`);
    },
    async restart(how) {
      await stopped(server, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      server = await started(bin, folder, user);
    },
    async close() {
      await stopped(server, 'SIGINT');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type User = { readonly uid: number; readonly gid: number } | { readonly uid?: never };

async function binaries(): Promise<string> {
  const versions = await readdir(BINARIES).catch(() => []);
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1);
  if (newest !== undefined) return join(BINARIES, newest, 'bin');
  throw new Error(
    'These tests start a PostgreSQL server of their own and found none: apt-get install -y postgresql',
  );
}

/** The server refuses to run as root: then it runs as the user that its package made. */
function ordinaryUser(): User {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function urlOf(folder: string, database: string): string {
  return `postgres://district@/${database}?host=${encodeURIComponent(folder)}`;
}

async function started(bin: string, folder: string, user: User): Promise<ChildProcess> {
  const settings = [
    ['listen_addresses', ''],
    ['unix_socket_directories', folder],
    ['port', '5432'],
    // A power cut is not among what these tests do.
    ['fsync', 'off'],
    ['max_connections', '60'],
    ['shared_buffers', '32MB'],
  ];
  const args = ['-D', join(folder, 'data'), ...settings.flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const server = spawn(join(bin, 'postgres'), args, {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  for (let turn = 0; turn < READY_TRIES; turn += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended: ${said}`);
    const isReady = await asked(urlOf(folder, 'postgres'), 'SELECT 1').then(
      () => true,
      () => false,
    );
    if (isReady) return server;
    await new Promise((resolve) => setTimeout(resolve, READY_STEP_MS));
  }
  server.kill('SIGQUIT');
  throw new Error(`PostgreSQL does not take anybody: ${said}`);
}

async function stopped(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  await ended;
}

async function asked(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
