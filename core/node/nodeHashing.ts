import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from '../kernel/assert.ts';
import type { Hashing } from '../kernel/hashing.ts';

export const nodeHashing: Hashing = {
  canonical(value) {
    const text = canonicalize(value);
    assert(text !== undefined, 'only JSON values have a canonical text');
    return text;
  },
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};
