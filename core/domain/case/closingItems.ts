import type { ClosingItem } from '../catalogue/matter.ts';
import { turnAssignments } from './assignments.ts';
import type { CaseDoc } from './caseDoc.ts';

/**
 * What the matter's standard demands before a case is closed and the case does not show. Judged by what
 * stands in the document, never by what somebody ticked: a console that was cut off, or is older than the
 * standard, is judged by the district in the same way.
 */
export function missingForClosing(
  doc: CaseDoc,
  demanded: readonly ClosingItem[],
): readonly ClosingItem[] {
  return demanded.filter((item) => !shows[item](doc));
}

const shows: Readonly<Record<ClosingItem, (doc: CaseDoc) => boolean>> = {
  photo_before: (doc) => hasPhoto(doc, 'before'),
  photo_after: (doc) => hasPhoto(doc, 'after'),
  result: (doc) => resultsOf(doc).some((result = '') => result.trim() !== ''),
  verified: (doc) => doc.verified === 'pass',
  contacted: (doc) => doc.caller === undefined || doc.firstContactAt !== undefined,
  // Where nobody called there is nobody to answer.
  replied: (doc) => doc.caller === undefined || isRepliedInRound(doc),
};

/** Of whoever was sent, and of whoever was called by a whistle. */
function resultsOf(doc: CaseDoc): (string | undefined)[] {
  const whistled = Object.values(doc.whistles ?? {}).filter(({ round }) => round === doc.round);
  const called = whistled.flatMap(({ units }) => Object.values(units));
  return [...turnAssignments(doc), ...called].map(({ result }) => result);
}

/** Of this round: what was seen before the case came back proves nothing of it. */
function hasPhoto(doc: CaseDoc, use: 'before' | 'after'): boolean {
  const all = Object.values(doc.attachments ?? {});
  return all.some((file) => file.use === use && (file.round ?? 1) === doc.round);
}

function isRepliedInRound(doc: CaseDoc): boolean {
  if (doc.repliedAt === undefined) return false;
  return doc.round === 1 || doc.repliedAt >= (doc.clocks.total?.startedAt ?? 0);
}
