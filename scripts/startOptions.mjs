// What `npm start -- …` takes: read, checked and explained from one table. Imports nothing but Node itself.
import { parseArgs } from 'node:util';

const isText = () => true;
const OPTIONS = {
  data: {
    type: 'string',
    word: 'DIR',
    says: 'where the demo lives (default .demo)',
    isOk: (text) => text !== '',
  },
  days: {
    type: 'string',
    word: 'N',
    says: 'days of history of the demo district (default 30)',
    isOk: (text) => /^[1-9]\d{0,2}$/.test(text),
  },
  browser: {
    type: 'boolean',
    says: 'serve to a browser although there is a display',
    isOk: isText,
  },
  wall: { type: 'boolean', says: 'open the wall, too', isOk: isText },
  street: {
    type: 'boolean',
    says: 'open a console of the street 东直门, too (in a browser it is served anyway)',
    isOk: isText,
  },
  'quiet-demo': {
    type: 'boolean',
    says: 'no simulated people, and nothing played of the time since the demo was last used',
    isOk: isText,
  },
  calls: {
    type: 'string',
    word: 'F',
    says: 'calls from the simulator, F times the usual number (default 1, 0: none)',
    isOk: (text) => /^\d{1,3}(\.\d+)?$/.test(text),
  },
  help: { type: 'boolean', short: 'h', says: 'print this and stop', isOk: isText },
};

const named = ([name, { word }]) => (word === undefined ? `--${name}` : `--${name} ${word}`);

const USAGE = `npm start -- ${Object.entries(OPTIONS)
  .map((option) => `[${named(option)}]`)
  .join(' ')}`;

/** What every option does, for a person. */
export const HELP = [
  '哨台 Shaotai: starts the demo district and its console',
  '',
  'npm start                 with everything as usual',
  'npm start -- [options]    the two dashes hand the options on to the program',
  '',
  ...Object.entries(OPTIONS).map((option) => `  ${named(option).padEnd(14)}${option[1].says}`),
  '',
  'The first start installs what is missing, builds, and makes the demo district: up to four minutes.',
  'Later ones take seconds. Ctrl+C stops everything. The logins are printed at the start.',
].join('\n');

/**
 * @param {readonly string[]} words
 * @param {string} ownFolder where the demo lives when no other folder is named
 * @returns {{ values: Record<string, string | boolean | undefined> } | { fault: string }}
 */
export function readStartOptions(words, ownFolder) {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { type, short }]) => [
      name,
      short === undefined ? { type } : { type, short },
    ]),
  );
  let read;
  try {
    read = parseArgs({ args: [...words], options }).values;
  } catch (error) {
    return { fault: `${error.message}\n${USAGE}` };
  }
  for (const [name, value] of Object.entries(read)) {
    const option = OPTIONS[name];
    if (!option.isOk(value)) return { fault: `--${name} cannot be '${value}'\n${USAGE}` };
  }
  return { values: { data: ownFolder, calls: '1', 'quiet-demo': false, ...read } };
}
