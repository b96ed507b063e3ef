import { createHash } from 'node:crypto';
import type { Hashing } from '../kernel/hashing.ts';
import { canonicalText } from './canonicalText.ts';

export const nodeHashing: Hashing = {
  canonical: canonicalText,
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};
