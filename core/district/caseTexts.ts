import { BoundedMap } from '../kernel/bounded.ts';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { CaseId } from '../domain/operation/identity.ts';
import type { Hashing } from '../kernel/hashing.ts';
import type { Json } from '../kernel/mergePatch.ts';

const CASES_MAX = 2_000;

/** The RFC 8785 text of a case by its fields, in order: `"stage":"filed"`. */
type Fields = {
  readonly doc: CaseDoc;
  readonly keys: readonly string[];
  readonly parts: readonly string[];
};

/**
 * The RFC 8785 texts of the cases decided on last: after an act only the fields are written anew that its patch
 * names. Each goes on from that very document; of any other, as after a turn that came to nothing, it is written whole.
 */
export class CaseTexts {
  readonly #canonical: Hashing['canonical'];
  /** Those decided on longest ago first. */
  readonly #byCase: BoundedMap<CaseId, Fields>;

  constructor({ canonical }: Pick<Hashing, 'canonical'>, max = CASES_MAX) {
    this.#canonical = canonical;
    this.#byCase = new BoundedMap(max);
  }

  /** The text of `after`, which the patch made of `before`. */
  after(before: CaseDoc | null, patch: Json, after: CaseDoc): string {
    const known = this.#byCase.get(after.caseId);
    const isKnown = before !== null && known?.doc === before;
    const fields = isKnown ? this.#changed(known, patch, after) : this.#whole(after);
    this.#byCase.set(after.caseId, fields);
    return `{${fields.parts.join(',')}}`;
  }

  #whole(doc: CaseDoc): Fields {
    const all = fieldsOf(doc);
    const keys = Object.keys(doc)
      .filter((key) => all[key] !== undefined)
      .sort();
    return { doc, keys, parts: keys.map((key) => this.#part(key, all[key])) };
  }

  #changed(before: Fields, patch: Json, doc: CaseDoc): Fields {
    const all = fieldsOf(doc);
    const keys = before.keys.slice();
    const parts = before.parts.slice();
    for (const key of Object.keys(patch as object)) {
      const value = all[key];
      const at = placeOf(key, keys);
      const isThere = keys[at] === key;
      if (value === undefined) {
        keys.splice(at, isThere ? 1 : 0);
        parts.splice(at, isThere ? 1 : 0);
      } else {
        if (!isThere) keys.splice(at, 0, key);
        parts.splice(at, isThere ? 1 : 0, this.#part(key, value));
      }
    }
    return { doc, keys, parts };
  }

  #part(key: string, value: unknown): string {
    return `${this.#canonical(key)}:${this.#canonical(value)}`;
  }
}

function fieldsOf(doc: CaseDoc): Readonly<Record<string, unknown>> {
  return doc;
}

/** Where a key stands, or would stand, by its UTF-16 units. */
function placeOf(key: string, keys: readonly string[]): number {
  let from = 0;
  let to = keys.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((keys[middle] ?? '') < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
