import { describe, expect, it } from 'vitest';
import { createDataKey, createSealing, normalNumber } from './sealing.ts';

describe('sealing callers', () => {
  const sealing = createSealing(createDataKey());

  it('opens what it sealed and never seals the same twice', () => {
    const one = sealing.seal('张三');
    expect(sealing.open(one)).toBe('张三');
    expect(sealing.seal('张三')).not.toBe(one);
  });

  it('gives null for another key, a changed byte and a stump', () => {
    const sealed = sealing.seal('13800001234');
    expect(createSealing(createDataKey()).open(sealed)).toBeNull();
    const bytes = Buffer.from(sealed, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(sealing.open(bytes.toString('base64'))).toBeNull();
    expect(sealing.open('AAAA')).toBeNull();
  });

  it('finds one number under all its spellings, and only with its own key', () => {
    const found = sealing.hmacOf('13800001234');
    for (const spelling of [
      '138 0000 1234',
      '+86 138-0000-1234',
      '008613800001234',
      '013800001234',
    ]) {
      expect(sealing.hmacOf(spelling)).toBe(found);
    }
    expect(sealing.hmacOf('13800001235')).not.toBe(found);
    expect(createSealing(createDataKey()).hmacOf('13800001234')).not.toBe(found);
  });
});

describe('the normal form of a number', () => {
  it.each([
    ['138 0000 1234', '13800001234'],
    ['+86 13800001234', '13800001234'],
    ['１３８０００００００１', '13800000001'],
    ['010-6403 2588', '01064032588'],
    ['+86 10 6403 2588', '01064032588'],
    ['0371-6789 1234', '037167891234'],
    ['12345', '12345'],
    ['8610', '8610'],
  ])('%s is %s', (written, normal) => {
    expect(normalNumber(written)).toBe(normal);
  });
});
