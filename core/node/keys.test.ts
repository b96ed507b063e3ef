import { describe, expect, it } from 'vitest';
import { createDeviceKey, deviceSigner, deviceVerifier } from './deviceKey.ts';
import { nodeHashing } from './nodeHashing.ts';
import { createVerifier, passwordFits } from './passwordVerifier.ts';

describe('device keys', () => {
  const key = createDeviceKey();
  const other = createDeviceKey();

  it('are 32 raw bytes each', () => {
    expect(Buffer.from(key.publicKey, 'base64')).toHaveLength(32);
    expect(Buffer.from(key.privateKey, 'base64')).toHaveLength(32);
  });

  it('verify their own signature of that text and nothing else', () => {
    const signature = deviceSigner(key)('hash');
    expect(deviceVerifier(key.publicKey)?.('hash', signature)).toBe(true);
    expect(deviceVerifier(key.publicKey)?.('hasH', signature)).toBe(false);
    expect(deviceVerifier(other.publicKey)?.('hash', signature)).toBe(false);
    expect(deviceVerifier(key.publicKey)?.('hash', '')).toBe(false);
  });

  it('refuse what is no key', () => {
    expect(deviceVerifier('AAAA')).toBeNull();
  });
});

describe('hashing', () => {
  it('follows RFC 8785: key order, numbers, no blanks', () => {
    const value = { b: [1.0, 1e21, 0.000001], a: '\u20ac"\n', c: { z: null, y: true } };
    expect(nodeHashing.canonical(value)).toBe(
      '{"a":"€\\"\\n","b":[1,1e+21,0.000001],"c":{"y":true,"z":null}}',
    );
  });

  it('is SHA-256 of the UTF-8 text', () => {
    expect(nodeHashing.sha256('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('password verifiers', () => {
  it('fit their password only, and say nothing else', async () => {
    const verifier = await createVerifier('口令 one', 1_024);
    expect(await passwordFits('口令 one', verifier)).toBe(true);
    expect(await passwordFits('口令 two', verifier)).toBe(false);
    expect(verifier).not.toContain('one');
    expect(await createVerifier('口令 one', 1_024)).not.toBe(verifier);
  });

  it('fit nothing when they are no verifier', async () => {
    for (const text of ['', 'plain', 'scrypt$0$8$1$AA$AA', 'scrypt$1024$8$1$AA$AA']) {
      expect(await passwordFits('x', text)).toBe(false);
    }
  });
});
