// `npm run check`: the daily loop. Format, lint, boundaries, types, unit and component tests.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './ensurePackages.mjs';

chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
await ensurePackages((line) => console.log(line));

const steps = ['format:check', 'lint', 'lint:css', 'boundaries', 'types', 'test:unit'];
const broken = [];
for (const step of steps) {
  const startedAt = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', step], { stdio: 'inherit' });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${step} (${seconds} s)`);
  if (status !== 0) broken.push(step);
}
console.log(broken.length === 0 ? 'all well' : `broken: ${broken.join(', ')}`);
process.exitCode = broken.length === 0 ? 0 : 1;
