import * as v from 'valibot';
import type { FeedEntry } from './frames.ts';

/** The door of the district at which a console fetches the chunks of its first filling. */
export const FILL_DOOR = '/fill/';
/** A scope whose feed is shorter is told its story in pages. */
export const FILL_FROM = 300;
/** No chunk is bigger, nor is what comes out of one. */
export const FILL_CHUNK_BYTES_MAX = 16 * 1024 * 1024;
export const FILL_TEXT_BYTES_MAX = 128 * 1024 * 1024;

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Whole pages of a filling, compressed; named by the SHA-256 of its bytes as they travel. */
const FillChunk = v.object({
  sha256: Hash,
  bytes: v.pipe(Count, v.maxValue(FILL_CHUNK_BYTES_MAX)),
  from: Count,
  to: Count,
  cases: Count,
});
export type FillChunk = v.InferOutput<typeof FillChunk>;

/**
 * What a scope holds whole at one number of its feed, in chunks. Whoever has taken in all of them goes on from `seq`
 * by pages.
 */
export const FillManifest = v.object({
  epoch: Name,
  scope: Name,
  seq: Count,
  /** Epoch ms. */
  at: Count,
  cases: Count,
  chunks: v.pipe(v.array(FillChunk), v.minLength(1), v.maxLength(10_000)),
  /** Ed25519, base64 of the raw 32 bytes: the key that signs the heads of the log, too. */
  key: v.pipe(v.string(), v.maxLength(64)),
  sig: v.pipe(v.string(), v.maxLength(120)),
});
export type FillManifest = v.InferOutput<typeof FillManifest>;

/** The text that is signed. One way to write it, so that nothing of it can be read in two ways. */
export function textOfFill(manifest: Omit<FillManifest, 'key' | 'sig'>): string {
  const { epoch, scope, seq, at, cases, chunks } = manifest;
  const lines = chunks.map(
    (one) => `${one.sha256} ${one.bytes} ${one.from} ${one.to} ${one.cases}`,
  );
  const head = ['shaotai-fill/1', epoch, scope, String(seq), String(at), String(cases)];
  return [...head, ...lines].join('\n');
}

/** Null unless its chunks lead from nothing to its number without a gap. */
export function readFillManifest(value: unknown): FillManifest | null {
  const parsed = v.safeParse(FillManifest, value);
  if (!parsed.success) return null;
  let at = 0;
  for (const { from, to } of parsed.output.chunks) {
    if (from !== at || to < from) return null;
    at = to;
  }
  return at === parsed.output.seq ? parsed.output : null;
}

/** `seq`: the filling that was begun with and is gone on with. */
const FillAsked = v.object({ scope: Name, seq: v.optional(Count) });

export function readFillAsked(value: unknown): v.InferOutput<typeof FillAsked> | null {
  const parsed = v.safeParse(FillAsked, value);
  return parsed.success ? parsed.output : null;
}

const Ticket = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const FillAnswer = v.variant('state', [
  v.object({ state: v.literal('ready'), manifest: v.unknown(), ticket: Ticket }),
  /** Asked again after a moment. */
  v.object({ state: v.literal('making') }),
  /** By pages, then. */
  v.object({ state: v.literal('none') }),
]);
export type FillAnswer = v.InferOutput<typeof FillAnswer>;

export function readFillAnswer(value: unknown): FillAnswer | null {
  const parsed = v.safeParse(FillAnswer, value);
  return parsed.success ? parsed.output : null;
}

export type FillPage = {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly FeedEntry[];
};

/** One page a line, as the district wrote it: entries are feed entries and texts already. */
export function fillLine(page: {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly string[];
}): string {
  return `{"from":${page.from},"to":${page.to},"entries":[${page.entries.join(',')}]}`;
}

/** What its entries hold is proven by hashes and versions, as in any page; null when it is newer than its own cursor. */
export function readFillLine(line: string): FillPage | null {
  const page = JSON.parse(line) as FillPage;
  const isInside = page.entries.every(({ seq }) => seq <= page.to);
  return isInside && page.to >= page.from ? page : null;
}
