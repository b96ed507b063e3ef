// `npm run --silent trace`: how many requirements are proved by tests. Last line is one JSON object.
// A test proves a requirement by naming its id in the title: `[R3-20] a question is answered at once`.
// What counts is the last full `npm test` (its list of passed titles); without one, the claims of
// docs/requirements.json, which may never name a title that does not stand in a test file.
//   --check  fails on a claim without a test, or on an unknown id in a title
//   --write  writes the titles found in the tests, and `open` where there is none, into the file
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { countOf, idsIn, problemsOf, titlesInTree } from './requirementTitles.mjs';

chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const FILE = 'docs/requirements.json';
const PASSED = 'out/test-results/passed.json';
function count(requirements) {
  const hasRun = existsSync(PASSED);
  const passed = hasRun
    ? new Set(JSON.parse(readFileSync(PASSED, 'utf8')).flatMap((title) => idsIn(title)))
    : new Set(requirements.filter((one) => one.state !== 'open').map((one) => one.id));
  console.log(hasRun ? 'by the last full run:' : 'no full run in this tree; by the claims:');
  return countOf(requirements, passed);
}

const requirements = JSON.parse(readFileSync(FILE, 'utf8'));
const titles = titlesInTree();

if (process.argv.includes('--write')) {
  for (const one of requirements) {
    one.tests = [...new Set(titles.get(one.id) ?? [])].sort();
    if (one.tests.length === 0) one.state = 'open';
    else if (one.state === 'open') one.state = 'partly';
  }
  const text = `[\n${requirements.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
  writeFileSync(FILE, await format(text, { parser: 'json', printWidth: 100 }));
}
const problems = problemsOf(requirements, titles);
for (const problem of problems) console.error(problem);
if (process.argv.includes('--check') && problems.length > 0) process.exitCode = 1;
console.log(JSON.stringify(count(requirements)));
