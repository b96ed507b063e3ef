import type { Hashing } from '#core/kernel/hashing.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';

/**
 * The same canonical text as everywhere (a test beside compares them), remembered by object: in one process
 * eight replicas hold the same parts of the same documents, and those never change.
 */
export function sharedHashing(): Hashing {
  const known = new WeakMap<object, string>();
  const canonical = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = Array.isArray(value)
      ? `[${value.map(canonical).join(',')}]`
      : `{${members(value as Record<string, unknown>)}}`;
    known.set(value, text);
    return text;
  };
  const members = (value: Record<string, unknown>): string =>
    Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',');
  return { canonical, sha256: (text) => nodeHashing.sha256(text) };
}
