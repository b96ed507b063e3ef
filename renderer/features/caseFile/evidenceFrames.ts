import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';

export type EvidenceFrame = {
  readonly key: string;
  readonly use: string;
  readonly name: string;
  readonly bytes: number;
  /** Where its bytes are; null for what closing demands and nobody has sent: a dashed, empty frame. */
  readonly place: CaseFile['files'][string] | null;
};

/** Handled from this to that: the two are looked at side by side. */
export type EvidencePair = { readonly before: EvidenceFrame; readonly after: EvidenceFrame };

export type Evidence = {
  readonly pairs: readonly EvidencePair[];
  readonly others: readonly EvidenceFrame[];
};

/** Pairs of before and after in the order in which they came, then everything else. */
export function evidenceOf(
  doc: Pick<CaseDoc, 'attachments'>,
  files: CaseFile['files'],
  demands: readonly string[],
): Evidence {
  const all = Object.entries(doc.attachments ?? {}).map(([sha256, file]): EvidenceFrame => ({
    key: sha256,
    use: file.use,
    name: file.name,
    bytes: file.bytes,
    place: files[sha256] ?? 'absent',
  }));
  const before = all.filter((frame) => frame.use === 'before');
  const after = all.filter((frame) => frame.use === 'after');
  const others = all.filter((frame) => frame.use !== 'before' && frame.use !== 'after');
  const isPaired =
    (before.length > 0 && after.length > 0) ||
    (demands.includes('photo_before') && demands.includes('photo_after'));
  if (!isPaired) {
    const needed = (['before', 'after'] as const).filter(
      (use) => demands.includes(`photo_${use}`) && !all.some((frame) => frame.use === use),
    );
    return { pairs: [], others: [...before, ...after, ...others, ...needed.map(missing)] };
  }
  const count = Math.max(before.length, after.length, 1);
  const pairs = Array.from({ length: count }, (_, i) => ({
    before: before[i] ?? missing('before', i),
    after: after[i] ?? missing('after', i),
  }));
  return { pairs, others };
}

/** Everything that can be looked at, in the order in which it is shown. */
export function shownFrames({ pairs, others }: Evidence): readonly EvidenceFrame[] {
  return [...pairs.flatMap((pair) => [pair.before, pair.after]), ...others].filter(
    (frame) => frame.place !== null,
  );
}

/** By its name only: whether it is a picture is known when its bytes are here. */
export function looksLikePicture(frame: EvidenceFrame): boolean {
  if (frame.name !== '') return /\.(jpe?g|png|webp|gif|bmp)$/iu.test(frame.name);
  return frame.use !== 'document' && frame.use !== 'recording';
}

function missing(use: 'before' | 'after', at = 0): EvidenceFrame {
  return { key: `missing-${use}-${at}`, use, name: '', bytes: 0, place: null };
}
