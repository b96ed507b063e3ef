// Which requirements stand in which test titles: `it('[R3-20] a question is answered at once')`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const HOMES = ['core', 'renderer', 'electron', 'tests', 'scripts'];
const TEST_FILE = /\.(test|e2e|visual)\.ts$/;
const TITLE =
  /\b(?:it|test|describe)(?:\.[a-z]+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;
const ID = /\b(R\d-\d{2})\b/g;

/** @type {(text: string) => string[]} titles of the tests in a file, as they are written there */
export const titlesIn = (text) => [...text.matchAll(TITLE)].map((match) => match[2]);

/** @type {(title: string) => string[]} */
export const idsIn = (title) => [...title.matchAll(ID)].map((match) => match[1]);

/**
 * @param {string} [root]
 * @returns {Map<string, string[]>} id to the titles that name it
 */
export function titlesInTree(root = '.') {
  const titles = new Map();
  for (const home of HOMES.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    for (const name of readdirSync(home, { recursive: true })) {
      if (!TEST_FILE.test(name)) continue;
      for (const title of titlesIn(readFileSync(join(home, name), 'utf8'))) {
        for (const id of idsIn(title)) {
          titles.set(id, [...(titles.get(id) ?? []), title.replaceAll(/\\(.)/g, '$1')]);
        }
      }
    }
  }
  return titles;
}

/**
 * @param {{id: string, state: string, tests: string[]}[]} requirements
 * @param {Map<string, string[]>} titles
 * @returns {string[]} claims that nothing stands behind
 */
export function problemsOf(requirements, titles) {
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

/**
 * @param {{id: string, state: string}[]} requirements
 * @param {Set<string>} passed ids that a passed title names
 * @returns {{total: number, tested: number, partly: number, open: number}}
 */
export function countOf(requirements, passed) {
  const sums = { total: requirements.length, tested: 0, partly: 0, open: 0 };
  for (const { id, state } of requirements) {
    // A title alone proves nothing: somebody must have claimed that it is enough, or a part.
    if (!passed.has(id) || state === 'open') sums.open += 1;
    else if (state === 'partly') sums.partly += 1;
    else sums.tested += 1;
  }
  return sums;
}
