// `npm run --silent trace`: how many requirements are proved by tests. Last line is one JSON object.
// A test proves a requirement by naming its id in the title: `[R3-20] a question is answered at once`.
// What counts is the last full `npm test` (its list of passed titles); without one, the claims of
// docs/requirements.json, which may never name a title that does not stand in a test file.
//   --check  fails on a claim without a test, or on an unknown id in a title
//   --write  writes the titles found in the tests, and `open` where there is none, into the file
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const FILE = 'docs/requirements.json';
const PASSED = 'out/test-results/passed.json';
const HOMES = ['core', 'renderer', 'electron', 'tests', 'scripts'];
const TEST_FILE = /\.(test|e2e|visual)\.ts$/;
const TITLE =
  /\b(?:it|test|describe)(?:\.[a-z]+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
const ID = /\[(R\d-\d{2})\]/g;

const idsIn = (title) => [...title.matchAll(ID)].map((match) => match[1]);

function titlesInTree() {
  const titles = new Map();
  for (const home of HOMES.filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(home, { recursive: true })) {
      if (!TEST_FILE.test(name)) continue;
      for (const match of readFileSync(join(home, name), 'utf8').matchAll(TITLE)) {
        for (const id of idsIn(match[2])) {
          titles.set(id, [...(titles.get(id) ?? []), match[2].replaceAll(/\\(.)/g, '$1')]);
        }
      }
    }
  }
  return titles;
}

function problemsOf(requirements, titles) {
  const known = new Set(requirements.map((one) => one.id));
  const problems = [...titles.keys()]
    .filter((id) => !known.has(id))
    .map((id) => `${id} stands in a test title, but there is no such requirement`);
  for (const { id, state, tests } of requirements) {
    const real = titles.get(id) ?? [];
    for (const title of tests.filter((claimed) => !real.includes(claimed))) {
      problems.push(`${id} claims "${title}", but no test has this title`);
    }
    if (!['open', 'partly', 'tested'].includes(state)) problems.push(`${id} has state ${state}`);
    if (state !== 'open' && tests.length === 0) problems.push(`${id} is ${state} without a test`);
  }
  return problems;
}

function count(requirements) {
  const sums = { total: requirements.length, tested: 0, partly: 0, open: 0 };
  const hasRun = existsSync(PASSED);
  const passed = hasRun
    ? new Set(JSON.parse(readFileSync(PASSED, 'utf8')).flatMap((title) => idsIn(title)))
    : new Set(requirements.filter((one) => one.state !== 'open').map((one) => one.id));
  for (const { id, state } of requirements) {
    if (!passed.has(id)) sums.open += 1;
    else if (state === 'partly') sums.partly += 1;
    else sums.tested += 1;
  }
  console.log(hasRun ? 'by the last full run:' : 'no full run in this tree; by the claims:');
  return sums;
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
