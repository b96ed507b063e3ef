// docs/invariants.md says that whoever keeps an invariant and whoever checks it name it by its number.
//   node scripts/invariantNames.mjs   fails on a number that no source or no test title names, and on a
//                                     number that is not in the list
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { titlesIn } from './requirementTitles.mjs';

const LIST = 'docs/invariants.md';
const SOURCES = ['core', 'renderer', 'electron'];
const TESTS = [...SOURCES, 'tests', 'scripts'];
const TEST_FILE = /\.(test|e2e|visual)\.ts$/;
const SOURCE_FILE = /\.(ts|vue|mjs|cts)$/;
const ID = /\bI-\d{2}\b/g;
const ROW = /^\| (I-\d{2}) \|/gm;
/** `I-01 to I-09` names all of them. */
const RANGE = /\bI-(\d{2}) to I-(\d{2})\b/g;

const numberOf = (id) => Number(id.slice(2));
const idOf = (number) => `I-${String(number).padStart(2, '0')}`;

/** @type {(text: string) => string[]} */
export function invariantsIn(text) {
  const ranges = [...text.matchAll(RANGE)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => idOf(Number(from) + i)),
  );
  return [...new Set([...(text.match(ID) ?? []), ...ranges])].sort(
    (a, b) => numberOf(a) - numberOf(b),
  );
}

/**
 * @param {string} list text of docs/invariants.md
 * @param {{sources: string[], titles: string[]}} tree texts of sources, titles of tests
 * @returns {string[]} what makes the list untrue
 */
export function unnamed(list, { sources, titles }) {
  const known = [...list.matchAll(ROW)].map((match) => match[1]);
  const kept = new Set(sources.flatMap((text) => text.match(ID) ?? []));
  const checked = new Set(titles.flatMap(invariantsIn));
  return [
    ...known.filter((id) => !kept.has(id)).map((id) => `${id}: no source names it`),
    ...known.filter((id) => !checked.has(id)).map((id) => `${id}: no test title names it`),
    ...[...new Set([...kept, ...checked])]
      .filter((id) => !known.includes(id))
      .map((id) => `${id}: named, but not in ${LIST}`),
  ];
}

/** @type {(homes: string[], isWanted: (name: string) => boolean) => string[]} */
export function textsIn(homes, isWanted) {
  return homes
    .filter((home) => existsSync(home))
    .flatMap((home) =>
      readdirSync(home, { recursive: true })
        .filter(isWanted)
        .map((name) => readFileSync(join(home, name), 'utf8')),
    );
}

export const isSource = (name) => SOURCE_FILE.test(name) && !TEST_FILE.test(name);

if (argv[1] === fileURLToPath(import.meta.url)) {
  const titles = textsIn(TESTS, (name) => TEST_FILE.test(name)).flatMap(titlesIn);
  const faults = unnamed(readFileSync(LIST, 'utf8'), {
    sources: textsIn(SOURCES, isSource),
    titles,
  });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
