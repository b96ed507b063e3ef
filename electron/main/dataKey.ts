// The key that encrypts callers at rest, kept by the system's key store (model: data at rest). The
// sealed key lies in the data folder and is worth nothing on another machine or account.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

/** The part of Electron's safeStorage that is used. */
export interface KeyStore {
  isEncryptionAvailable(): boolean;
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

export type DataKey =
  | { readonly kind: 'sealed'; readonly base64: string }
  /** No key store on this system: the host keeps a file that only this account can read. */
  | { readonly kind: 'none' }
  /** There is a sealed key, and it cannot be opened: never replaced, the data needs it. */
  | { readonly kind: 'unreadable'; readonly cause: unknown };

export function openDataKey(store: KeyStore, path: string): DataKey {
  if (!canSeal(store))
    return readIfThere(path) === undefined ? { kind: 'none' } : lost('no key store');
  const sealed = readIfThere(path);
  if (sealed !== undefined) {
    try {
      return { kind: 'sealed', base64: store.decryptString(sealed) };
    } catch (cause) {
      return lost(cause);
    }
  }
  const base64 = randomBytes(KEY_BYTES).toString('base64');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  writeFileSync(draft, store.encryptString(base64), { mode: 0o600, flush: true });
  renameSync(draft, path);
  return { kind: 'sealed', base64 };
}

function lost(cause: unknown): DataKey {
  return { kind: 'unreadable', cause };
}

/** `basic_text` is Chromium's word for a fixed key: no protection, so it does not count. */
function canSeal(store: KeyStore): boolean {
  return store.isEncryptionAvailable() && store.getSelectedStorageBackend?.() !== 'basic_text';
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
