import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Scope } from '../../domain/operation/identity.ts';
import { assert } from '../../kernel/assert.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { fillLine, type FillChunk } from '../../protocol/sync/firstFill.ts';
import type { DistrictStore, FeedPage } from '../store/districtStore.ts';
import { fillOptions } from '../sync/fillPlan.ts';

/** About 1 MB when compressed. */
const CHUNK_TEXT_BYTES = 3 * 1024 * 1024;
const QUALITY = 5;

const compress = promisify(brotliCompress);

export type SnapshotOf = {
  readonly scope: Scope;
  readonly seq: number;
  readonly now: EpochMs;
  readonly chunkBytes?: number;
};

/**
 * What a scope holds at a number of its feed, page by page as a first filling is told, in compressed chunks that are
 * handed on as they are made: no more than one lies in memory. The decider goes on meanwhile; what changes after the
 * number is not in it and is told by the feed.
 */
export async function* makeSnapshot(
  store: Pick<DistrictStore, 'fill'>,
  of: SnapshotOf,
): AsyncGenerator<FillChunk & { readonly content: Buffer }> {
  const { scope, seq, now, chunkBytes = CHUNK_TEXT_BYTES } = of;
  let lines: string[] = [];
  let begun = { from: 0, bytes: 0, cases: 0 };
  for (let from = 0; ; await turn()) {
    const page = await store.fill(scope, from, fillOptions(scope, now, seq));
    assert(page.to > from && page.to <= seq, 'a filling goes on, and not beyond its number');
    const cases = casesUpTo(page, seq);
    const line = fillLine({ from, to: page.to, entries: page.entries });
    lines.push(line);
    from = page.to;
    begun = { ...begun, bytes: begun.bytes + line.length, cases: begun.cases + cases };
    if (begun.bytes < chunkBytes && from < seq) continue;
    const content = await compressed(lines.join('\n'));
    const sha256 = createHash('sha256').update(content).digest('hex');
    const { from: first, cases: count } = begun;
    yield { sha256, bytes: content.length, from: first, to: from, cases: count, content };
    if (from >= seq) return;
    lines = [];
    begun = { from, bytes: 0, cases: 0 };
  }
}

const ENTRY = /^\{"type":"([a-z]+)","seq":(\d+)/;

/** A row newer than the number would be lost at the console: its cursor would say that it is to come. */
function casesUpTo({ entries, to }: FeedPage, seq: number): number {
  let cases = 0;
  for (const entry of entries) {
    const [, type, at] = ENTRY.exec(entry) ?? [];
    assert(at !== undefined && Number(at) <= Math.min(to, seq), 'no row is newer than its cursor');
    if (type === 'enter') cases += 1;
  }
  return cases;
}

function compressed(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  return compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
