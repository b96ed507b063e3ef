// What stands in the folder of `npm start`. Plain Node: runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Raised when a demo of an older build would not do any more; `npm start` then makes its own anew. */
export const DEMO_FORMAT = 2;

/**
 * - `none`: nothing yet, or not whole.
 * - `current`: a demo of this build.
 * - `older`: a demo of an older build.
 * - `district`: a district that is no demo. It is nobody's to delete.
 * @param {string} folder
 * @returns {'none' | 'current' | 'older' | 'district'}
 */
export function demoIn(folder) {
  if (!existsSync(join(folder, 'district'))) return 'none';
  if (!existsSync(join(folder, 'demo', 'logins.json'))) return 'district';
  const made = readJson(join(folder, 'demo', 'made.json'));
  return made?.format === DEMO_FORMAT ? 'current' : 'older';
}

/** The process of a district server that works on this folder now, or null. */
export function holderOf(folder) {
  const pid = readJson(join(folder, 'district', 'lock.json'))?.pid;
  if (!Number.isInteger(pid)) return null;
  try {
    // A number is used again after a crash: only a server of ours counts.
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return words.includes(join('district', 'main.js')) ? pid : null;
  } catch {
    return null;
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
