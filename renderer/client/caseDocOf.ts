import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';

/** The document of a file. The host built it from decided effects; here is the border where it gets its type. */
export function caseDocOf(file: CaseFile | null): CaseDoc | null {
  return (file?.doc ?? null) as CaseDoc | null;
}
