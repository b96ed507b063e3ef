// Chromium's own sandbox refuses to run as root. Where tests run as root (containers), the desktop
// program is started as an ordinary user instead, so that the sandbox is on under test as well.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `nobody` of every Debian. */
const UID = 65_534;
const AS_USER = [`--reuid=${UID}`, `--regid=${UID}`, '--clear-groups'];

/**
 * A folder whose `electron` starts the given one as an ordinary user; undefined when this is no
 * root, or when the system or the place of the project does not allow it.
 * @param {string} dist
 * @param {string[]} needed files that the user must be able to read
 */
export function electronForOrdinaryUser(dist, needed) {
  if (process.getuid?.() !== 0) return undefined;
  const can = (...words) => spawnSync('setpriv', [...AS_USER, ...words]).status === 0;
  if (!can('unshare', '-Ur', 'true')) return undefined;
  if (!needed.every((file) => can('test', '-r', file))) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'shaotai-electron-'));
  chmodSync(folder, 0o755);
  // Linked, not copied, where the file system allows: the cache of root cannot be entered by others.
  const copied = ['-al', '-a'].some(
    (how) => spawnSync('cp', [how, dist, join(folder, 'dist')]).status === 0,
  );
  if (!copied) return undefined;
  const home = join(folder, 'home');
  mkdirSync(home);
  chownSync(home, UID, UID);
  const start = `#!/bin/sh\nexport HOME='${home}' XDG_CACHE_HOME='${home}/.cache'\n`;
  const words = `exec setpriv ${AS_USER.join(' ')} '${folder}/dist/electron' "$@"\n`;
  writeFileSync(join(folder, 'electron'), start + words, { mode: 0o755 });
  return { folder, uid: UID, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
