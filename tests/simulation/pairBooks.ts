import type { DistrictBooks } from './simDistrict.ts';

/**
 * I-04, of two cases: an act on two is decided on both or on neither. Who was taken in is part of the other, and
 * the other says so; what an act does to a second case stands in the log right behind it.
 */
export function halves({ entries, cases }: DistrictBooks): string[] {
  const docs = new Map(cases.map(({ doc }) => [doc.caseId, doc]));
  const faults = cases.flatMap(({ doc }) => {
    const { caseId, stage, mergedInto = '' } = doc;
    const isHalf = stage === 'merged' && docs.get(mergedInto)?.absorbed?.[caseId] === undefined;
    return isHalf ? [`I-04 ${caseId} is merged and ${mergedInto} does not know`] : [];
  });
  for (const { doc } of cases) {
    for (const id in doc.absorbed) {
      const there = docs.get(id);
      // A new round is a case of its own again.
      const isPart = there?.mergedInto === doc.caseId || (there?.round ?? 1) > 1;
      if (!isPart) faults.push(`I-04 ${doc.caseId} took in ${id}, which does not know`);
    }
  }
  return [...faults, ...strays(entries)];
}

function strays(entries: DistrictBooks['entries']): string[] {
  return entries.flatMap(({ op }, i) => {
    if (op.kind !== 'case.mirror') return [];
    const from = entries.slice(0, i).findLastIndex((one) => one.op.kind !== 'case.mirror');
    const act = entries[from]?.op;
    // What comes to a merged case goes on from case to case: each mirror follows the one before.
    const isAbout =
      act?.kind === 'case.merge' ||
      entries.slice(Math.max(from, 0), i).some((one) => one.op.caseId === op.args.of);
    return isAbout ? [] : [`I-04 ${op.opId} follows no act on ${op.args.of}`];
  });
}
