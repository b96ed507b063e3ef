import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataKey, type KeyStore } from './dataKey.ts';

const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

function keyStore(account: string, backend = 'gnome_libsecret'): KeyStore {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => flip(Buffer.from(`${account}:${text}`)),
    decryptString: (sealed) => {
      const [owner, text] = flip(sealed).toString().split(':');
      if (owner !== account || text === undefined) throw new Error('not this account');
      return text;
    },
  };
}

describe('the data key', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'data-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, sealed, and the same at the next start', () => {
    const path = join(folder, 'shell', 'data-key');
    const first = openDataKey(keyStore('li'), path);
    expect(first.kind).toBe('sealed');
    if (first.kind !== 'sealed') return;
    expect(Buffer.from(first.base64, 'base64')).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openDataKey(keyStore('li'), path)).toEqual(first);
  });

  it('that this account cannot open is reported, not replaced', () => {
    const path = join(folder, 'data-key');
    const first = openDataKey(keyStore('li'), path);
    expect(openDataKey(keyStore('wang'), path).kind).toBe('unreadable');
    expect(openDataKey(keyStore('li', 'basic_text'), path).kind).toBe('unreadable');
    expect(openDataKey(keyStore('li'), path)).toEqual(first);
  });

  it('is not kept where the store would only pretend to seal it', () => {
    const path = join(folder, 'data-key');
    expect(openDataKey(keyStore('li', 'basic_text'), path)).toEqual({ kind: 'none' });
    expect(existsSync(path)).toBe(false);
  });
});
