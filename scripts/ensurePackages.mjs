// Installs the npm packages when node_modules does not hold what the lock file names.
// Runs on plain Node, before anything is installed: imports nothing but Node itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSystemPackages } from './ensureSystem.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 19];
const DRIVER = 'node_modules/sqlite3/build/Release/node_sqlite3.node';

/** Why the packages must be installed, or undefined when they stand as the lock file says. */
export function reasonToInstall(folder = root) {
  const installed = readLock(join(folder, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'the packages are not installed yet';
  const wanted = readLock(join(folder, 'package-lock.json'));
  if (wanted === undefined) return undefined;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional || entry.devOptional || entry.link) continue;
    if (installed[path]?.version !== entry.version) return `${path} differs from the lock file`;
  }
  if (!existsSync(join(folder, DRIVER))) return 'the SQLite driver is not built';
  return undefined;
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The driver is compiled where its ready-made file cannot be fetched: say where the headers are. */
function installEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node_api.h'));
  return hasHeaders && !process.env.npm_config_nodedir
    ? { ...process.env, npm_config_nodedir: prefix }
    : process.env;
}

function npm(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
      cwd: root,
      env: installEnvironment(),
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** @param {(line: string) => void} say */
export async function ensurePackages(say) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(
      `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}.`,
    );
  }
  const reason = reasonToInstall();
  if (reason === undefined) return;
  say(`npm ci, because ${reason} (about a minute; two where the SQLite driver must be compiled)`);
  if (process.platform === 'linux') await ensureSystemPackages(['compiler'], say);
  const code = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new Error(
      `npm ci ended with ${code}. If it could not reach the registry, set one with ` +
        '`npm config set registry URL`. If the SQLite driver could not be compiled, it needs ' +
        'g++, make, python3 and the headers of Node (npm config set nodedir /path/to/prefix).',
    );
  }
  const still = reasonToInstall();
  if (still !== undefined) throw new Error(`npm ci ended well, but ${still}.`);
}
