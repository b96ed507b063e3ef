// Builds what runs: the pages (Vite, into out/renderer) and the programs (esbuild): the district
// and the host as Node bundles, the desktop shell's main (ES module) and its sandboxed preloads,
// which must be one CommonJS file each. Nothing is done when no input has changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUNDLE, MODULE, ROOT as root } from './programBundle.mjs';

const STAMP = join(root, 'out', 'build.json');
const INPUTS = ['core', 'renderer', 'electron', 'package-lock.json', 'vite.config.ts'];
const OWN_INPUTS = [
  'scripts/build.mjs',
  'scripts/programBundle.mjs',
  'scripts/seed.ts',
  'scripts/audit',
  'scripts/auditExport.ts',
  'scripts/auditVerify.ts',
  'scripts/backup.ts',
  'scripts/restore.ts',
  'tsconfig.base.json',
];

/** Entry file → bundle. `electron` and the native SQLite driver stay outside. */
const NODE_PROGRAMS = {
  'core/district/main.ts': 'district/main.js',
  'core/host/main.ts': 'host/main.js',
  'core/station/main.ts': 'station/main.js',
  'core/demo/crowd/main.ts': 'demo/crowd.js',
  'scripts/seed.ts': 'seed.js',
  'scripts/auditExport.ts': 'auditExport.js',
  'scripts/auditVerify.ts': 'auditVerify.js',
  'scripts/backup.ts': 'backup.js',
  'scripts/restore.ts': 'restore.js',
  'electron/main/main.ts': 'electron/main.js',
};
const PRELOADS = {
  'electron/preload/consolePreload.ts': 'electron/consolePreload.cjs',
  'electron/preload/wallPreload.ts': 'electron/wallPreload.cjs',
};

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => !/\.(test|e2e|visual)\.ts$/.test(file) && statSync(file).isFile())
    .sort();
}

/** Names, sizes and times of everything that goes into the build. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...INPUTS, ...OWN_INPUTS].flatMap((path) => filesUnder(join(root, path)))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function lastFingerprint() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8')).fingerprint;
  } catch {
    return undefined;
  }
}

const present = (entries) =>
  Object.entries(entries)
    .filter(([from]) => existsSync(join(root, from)))
    .map(([from, to]) => ({ in: join(root, from), out: to.replace(/\.(js|cjs)$/, '') }));

async function buildPrograms() {
  const esbuild = await import('esbuild');
  const common = {
    ...BUNDLE,
    // esbuild wants a list of its own.
    external: [...BUNDLE.external],
    outdir: join(root, 'out'),
    sourcemap: 'linked',
    write: false,
  };
  const programs = await esbuild.build({
    ...common,
    ...MODULE,
    entryPoints: present(NODE_PROGRAMS),
  });
  const preloads = await esbuild.build({
    ...common,
    entryPoints: present(PRELOADS),
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    sourcemap: false,
  });
  for (const { path, contents } of [...programs.outputFiles, ...preloads.outputFiles]) {
    writeWhole(path, contents);
  }
}

/** A program that starts while another build runs must find the old file or the new one. */
function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

async function buildPages() {
  if (!existsSync(join(root, 'renderer', 'index.html'))) return;
  const vite = await import('vite');
  const draft = join(root, 'out', `renderer.${process.pid}`);
  const outDir = join(root, 'out', 'renderer');
  await vite.build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: draft },
  });
  const old = `${draft}.old`;
  if (existsSync(outDir)) renameSync(outDir, old);
  renameSync(draft, outDir);
  rmSync(old, { recursive: true, force: true });
}

/** Only the programs, always: a second's work, for drills that need no page. */
export async function buildProgramsOnly() {
  await buildPrograms();
}

/** @param {{say?: (line: string) => void, force?: boolean}} [options] */
export async function build({ say = console.log, force = false } = {}) {
  const wanted = fingerprint();
  if (!force && wanted === lastFingerprint()) return;
  const startedAt = performance.now();
  await buildPrograms();
  await buildPages();
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${JSON.stringify({ fingerprint: wanted })}\n`);
  say(`built in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ensurePackages } = await import('./ensurePackages.mjs');
  await ensurePackages(console.log);
  if (process.argv.includes('--programs')) await buildProgramsOnly();
  else await build({ force: process.argv.includes('--force') });
}
