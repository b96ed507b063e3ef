import type { Json } from './mergePatch.ts';

type JsonRecord = { readonly [key: string]: Json };

/** The merge patch that makes `to` of `from`: its leaves are what differs, null takes a key away. */
export function mergeDiff(from: Json | undefined, to: Json | undefined): Json {
  if (!isRecord(from) || !isRecord(to)) return to ?? null;
  const patch: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (isSameJson(from[key], to[key])) continue;
    patch[key] = mergeDiff(from[key], to[key]);
  }
  return patch;
}

/** Whether the patch would change nothing: everything it speaks of is as it says. */
export function agreesWith(now: Json | undefined, patch: Json): boolean {
  if (patch === null) return now === undefined || now === null;
  if (!isRecord(patch)) return isSameJson(now, patch);
  if (!isRecord(now)) return false;
  return Object.entries(patch).every(([key, value]) => agreesWith(now[key], value));
}

/** Whether both say the same, in whatever order. */
export function isSameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((each, at) => isSameJson(each, other[at]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => isSameJson(one[key], other[key]))
  );
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
