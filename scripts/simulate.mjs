// `npm run simulate`: the simulator as one file, which tells a sixth more histories in the same time than its sources
// behind a loader do. Its arguments are those of tests/simulation/simulate.ts. The file is this process's own.
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = join(root, 'out', 'simulate', `${process.pid}.mjs`);

await build({
  absWorkingDir: root,
  entryPoints: ['tests/simulation/simulate.ts'],
  outfile: file,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.18',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.on('exit', () => rmSync(file, { force: true }));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => process.exit(1));
}
await import(pathToFileURL(file).href);
