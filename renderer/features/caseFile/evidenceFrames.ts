import type { CaseDoc } from '#core/domain/case/caseDoc.ts';

export type EvidenceFrame = {
  readonly key: string;
  readonly use: string;
  readonly name: string;
  readonly bytes: number;
  /** What closing demands and nobody has sent yet: drawn as a dashed, empty frame. */
  readonly isMissing: boolean;
};

const NEEDED = ['before', 'after'] as const;

/** What was sent, then what closing of this matter still demands. */
export function evidenceFrames(
  doc: Pick<CaseDoc, 'attachments'>,
  needsCheck: boolean,
): readonly EvidenceFrame[] {
  const sent = Object.entries(doc.attachments ?? {}).map(([sha256, file]) => ({
    key: sha256,
    use: file.use,
    name: file.name,
    bytes: file.bytes,
    isMissing: false,
  }));
  if (!needsCheck) return sent;
  const missing = NEEDED.filter((use) => !sent.some((frame) => frame.use === use)).map((use) => ({
    key: `missing-${use}`,
    use,
    name: '',
    bytes: 0,
    isMissing: true,
  }));
  return [...sent, ...missing];
}
