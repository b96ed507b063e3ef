/**
 * RFC 8785 text of a JSON value: keys by their UTF-16 units, no spaces, numbers and strings as ECMAScript writes
 * them. Fields that are undefined are left out; what is no JSON value throws.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value !== 'object') throw new TypeError(`no JSON value: ${typeof value}`);
  return Array.isArray(value) ? arrayText(value) : objectText(value as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

function objectText(value: Fields): string {
  let text = '';
  for (const key of inOrder(Object.keys(value))) {
    const field = value[key];
    if (field === undefined) continue;
    text += (text === '' ? '{' : ',') + label(key) + canonicalText(field);
  }
  return text === '' ? '{}' : `${text}}`;
}

const LABELS_MAX = 2_000;
/** Names of fields are short and few; ids that stand as keys are longer. */
const LABEL_LENGTH_MAX = 24;
const labels = new Map<string, string>();

function label(key: string): string {
  const known = labels.get(key);
  if (known !== undefined) return known;
  const made = `${quoted(key)}:`;
  if (key.length <= LABEL_LENGTH_MAX && labels.size < LABELS_MAX) labels.set(key, made);
  return made;
}

function arrayText(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) text += ',';
    const one = values[i];
    text += one === undefined ? 'null' : canonicalText(one);
  }
  return `${text}]`;
}

/** Most objects have few keys, for which this is several times faster than the array's own sorting. */
const FEW = 24;

function inOrder(keys: string[]): readonly string[] {
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] ?? '';
    let at = i;
    while (at > 0 && (keys[at - 1] ?? '') > key) {
      keys[at] = keys[at - 1] ?? '';
      at -= 1;
    }
    keys[at] = key;
  }
  return keys;
}

/** What JSON escapes, and halves of characters, which it escapes when they stand alone. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('not a finite number');
  return String(value);
}
