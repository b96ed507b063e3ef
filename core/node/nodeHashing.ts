import { hash } from 'node:crypto';
import type { Hashing } from '../kernel/hashing.ts';
import { canonicalText } from './canonicalText.ts';

export const nodeHashing: Hashing = {
  canonical: canonicalText,
  sha256: (text) => hash('sha256', text, 'hex'),
};
