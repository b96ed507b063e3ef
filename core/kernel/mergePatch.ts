/** JSON values as they travel and are stored. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 7396 merge patch: null removes a key, an object is merged, everything else replaces.
 * Returns a new value and shares what did not change. Collections that must merge are records by id,
 * never arrays, because an array is replaced whole.
 */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isRecord(patch)) return patch;
  const result = isRecord(target) ? without(target, patch) : {};
  for (const key of Object.keys(patch)) {
    const value = patch[key] as Json;
    if (value !== null) result[key] = applyMergePatch(result[key], value);
  }
  return result;
}

type Fields = { readonly [key: string]: Json };

/** A copy without what the patch takes away: an object out of which a key was deleted is slow ever after. */
function without(target: Fields, patch: Fields): Record<string, Json> {
  const isTaken = (key: string): boolean => patch[key] === null && Object.hasOwn(target, key);
  if (!Object.keys(patch).some(isTaken)) return { ...target };
  const result: Record<string, Json> = {};
  for (const key of Object.keys(target)) {
    if (patch[key] !== null) result[key] = target[key] as Json;
  }
  return result;
}

function isRecord(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
