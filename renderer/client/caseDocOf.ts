import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';

/** The document of a file, or null where only a stub is here. The host built it from decided effects. */
export function caseDocOf(file: CaseFile | null): CaseDoc | null {
  if (file === null || file.found !== 'full') return null;
  return file.doc as CaseDoc | null;
}
