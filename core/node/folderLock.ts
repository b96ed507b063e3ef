import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One program per data folder. The lock is a file with the holder's pid and its start mark, so that a
 * number reused after a crash or a reboot does not keep the folder shut.
 */
export type FolderLock = { readonly release: () => void };
export type LockResult =
  { readonly ok: true; readonly lock: FolderLock } | { readonly ok: false; readonly pid: number };

const LOCK_NAME = 'lock.json';
/** Whoever puts a dead holder's lock away holds this meanwhile: two at it would put away each other's new one. */
const CLEARING = 'lock.clearing';
const LOOK_AGAIN_MS = 20;
/** A lock that is being written or put away is so for moments; longer, and whoever did it was killed. */
const LOOKS = 100;

export function lockFolder(folder: string): LockResult {
  const file = join(folder, LOCK_NAME);
  const own = JSON.stringify({ pid: process.pid, mark: startMark(process.pid) });
  for (let look = 1; ; look += 1) {
    if (written(file, own)) return { ok: true, lock: releaseOf(file, own) };
    const text = textOf(file);
    const holder = holderIn(text);
    if (holder !== null && isAlive(holder)) return { ok: false, pid: holder.pid };
    const isGivenUp = look % LOOKS === 0;
    if (look > 2 * LOOKS) return { ok: false, pid: holder?.pid ?? 0 };
    // Nobody's name in it: somebody is just writing his, unless it stays so.
    if (text !== null && (holder !== null || isGivenUp)) clear(folder, text);
    if (isGivenUp) rmSync(join(folder, CLEARING), { force: true });
    sleep(LOOK_AGAIN_MS);
  }
}

/** Takes away the lock that reads so, and no other. */
function clear(folder: string, text: string): void {
  const mark = join(folder, CLEARING);
  const file = join(folder, LOCK_NAME);
  if (!written(mark, '')) return;
  if (textOf(file) === text) rmSync(file, { force: true });
  rmSync(mark, { force: true });
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

type Holder = { readonly pid: number; readonly mark: string | null };

function written(file: string, text: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, text);
    closeSync(handle);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
}

function releaseOf(file: string, own: string): FolderLock {
  return {
    release() {
      if (textOf(file) === own) rmSync(file, { force: true });
    },
  };
}

function holderIn(text: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    const mark = 'mark' in value && typeof value.mark === 'string' ? value.mark : null;
    return typeof value.pid === 'number' ? { pid: value.pid, mark } : null;
  } catch {
    // Torn by a crash while it was written: nobody holds it.
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    if (codeOf(cause) === 'ESRCH') return false;
  }
  const mark = startMark(holder.pid);
  return mark === null || holder.mark === null || mark === holder.mark;
}

/** When a process began, in ticks since boot; null where the system does not tell. */
function startMark(pid: number): string | null {
  const stat = textOf(`/proc/${pid}/stat`);
  const afterName = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return afterName?.[19] ?? null;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for us: the callers treat both as unknown.
    return null;
  }
}

function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : null;
}
