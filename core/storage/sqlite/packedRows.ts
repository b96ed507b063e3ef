import type { SqlRow } from '../sqlDatabase.ts';

/** Rows on their way into one statement: what is short as JSON, long texts one after the other as bytes. */
type Packed = readonly [json: string] | readonly [json: string, texts: Buffer];

/** What is written in one statement is turned into text at once, and holds up the thread so long. */
const CHUNK_CHARS_MAX = 512 * 1024;
/** A character takes three bytes at most, and most of our texts little more than one. */
const BYTES_A_CHAR = 3;

/**
 * Many rows in few statements. The last `long` columns are texts that SQLite cuts out of the bytes: within JSON each
 * would be escaped here, and there be parsed and read again.
 */
export function* packed(rows: readonly SqlRow[], long: number): Generator<Packed> {
  let chunk: SqlRow[] = [];
  let chars = 0;
  for (const row of rows) {
    chunk.push(row);
    for (const value of row) if (typeof value === 'string') chars += value.length;
    if (chars < CHUNK_CHARS_MAX) continue;
    yield long === 0 ? [JSON.stringify(chunk)] : withTexts(chunk, long, chars);
    chunk = [];
    chars = 0;
  }
  if (chunk.length > 0) yield long === 0 ? [JSON.stringify(chunk)] : withTexts(chunk, long, chars);
}

/** Reads one row of `packed` after the other. By `jsonb_each` it is parsed once; by `json_each` it would be twice. */
export function fromPacked(columns: readonly string[], long: number): string {
  const short = columns.length - long;
  const fields = columns.map((_, i) => {
    if (i < short) return field(i);
    const at = short + 2 * (i - short);
    // Of bytes a part is found by its place; of a text all characters before it would be counted.
    return `CAST(substr(?2, ${field(at)}, ${field(at + 1)}) AS TEXT)`;
  });
  return `(${columns.join(', ')}) SELECT ${fields.join(', ')} FROM jsonb_each(?1)`;
}

function field(place: number): string {
  return `json_extract(value, '$[${place}]')`;
}

function withTexts(rows: readonly SqlRow[], long: number, chars: number): Packed {
  const bytes = new GrowingBytes(chars + (chars >> 1));
  const parts: string[] = [];
  for (const row of rows) {
    const short = row.length - long;
    const fields: (string | number | null)[] = row.slice(0, short);
    for (let i = short; i < row.length; i += 1) {
      const text = row[i] ?? null;
      if (text === null) fields.push(null, null);
      // Places count from 1 there.
      else fields.push(bytes.length + 1, bytes.add(String(text)));
    }
    parts.push(JSON.stringify(fields));
  }
  return [`[${parts.join(',')}]`, bytes.all()];
}

class GrowingBytes {
  #bytes: Buffer;
  length = 0;

  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafeSlow(expected + 1);
  }

  /** How many bytes it takes. */
  add(text: string): number {
    const room = this.#bytes.length - this.length;
    if (room < text.length * BYTES_A_CHAR) this.#grow(Buffer.byteLength(text));
    const written = this.#bytes.write(text, this.length, 'utf8');
    this.length += written;
    return written;
  }

  /** At least one: of no bytes at all SQLite makes no value. */
  all(): Buffer {
    return this.#bytes.subarray(0, Math.max(1, this.length));
  }

  #grow(by: number): void {
    const needed = this.length + by;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}
