// `npm run pack`: a directory build of the desktop console for Linux, offline, in out/pack.
// On the development runtime the result is for looking at and testing, and is named so.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeElectron, ensureElectron } from './electronRuntime.mjs';
import { ensurePackages } from './ensurePackages.mjs';

export const PACKED = 'out/pack/linux-unpacked';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export async function pack({ say = console.log } = {}) {
  chdir(root);
  await ensurePackages(say);
  const { build } = await import('./build.mjs');
  await build({ say });
  const electron = await ensureElectron({ say });
  say(describeElectron(electron));
  const { status } = spawnSync(
    'node_modules/.bin/electron-builder',
    [
      '--linux',
      '--dir',
      '--publish=never',
      `-c.electronDist=${electron.dist}`,
      `-c.electronVersion=${electron.version}`,
    ],
    { stdio: 'inherit' },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}`);
  if (electron.isDevelopment) {
    const note =
      'Packed on a development runtime (end-of-life Chromium): for tests, not for a hall.\n';
    writeFileSync(join(PACKED, 'NOT-FOR-SHIPPING.txt'), note);
  }
  say(`packed into ${PACKED}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await pack();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
