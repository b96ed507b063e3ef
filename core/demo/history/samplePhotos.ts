import { createHash } from 'node:crypto';
import { must } from '../../kernel/assert.ts';
import { samplePicture } from '../samplePicture.ts';

/** One made-up photo as an act names it. */
export type SamplePhoto = {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
};

const WIDTH = 240;
const HEIGHT = 180;
const VARIANTS = 6;
const DARKEST = 24;
const MENDED = 150;
const STEP = 11;

function file(grey: number): Buffer {
  return samplePicture({ width: WIDTH, height: HEIGHT, grey });
}

const files = Array.from({ length: VARIANTS }, (_, i) => ({
  before: file(DARKEST + i * STEP),
  after: file(MENDED + i * STEP),
}));

/** The same few pictures stand for all that the made-up units took: labelled 示意, as the ground is. */
const photos = files.map((pair) => ({
  before: described(pair.before, '处置前 示意.png'),
  after: described(pair.after, '处置后 示意.png'),
}));

function described(bytes: Buffer, name: string): SamplePhoto {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, name, bytes: bytes.length };
}

/** Always the same pair for a case, drawn from its id so that no other draw moves. */
export function photosOf(caseId: string): {
  readonly before: SamplePhoto;
  readonly after: SamplePhoto;
} {
  return must(photos[parseInt(caseId.slice(-6), 16) % VARIANTS], 'a sample photo');
}

/** The bytes behind all of them, by their hash. */
export function samplePhotoFiles(): ReadonlyMap<string, Buffer> {
  return new Map(
    files.flatMap((pair, i) => [
      [photos[i]?.before.sha256 ?? '', pair.before] as const,
      [photos[i]?.after.sha256 ?? '', pair.after] as const,
    ]),
  );
}
