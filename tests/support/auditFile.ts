import { exportAudit } from '#core/district/audit/exportAudit.ts';
import { openAuditSource } from '#core/district/audit/openSource.ts';
import type { TreeHead } from '#core/protocol/sync/treeHead.ts';
import { STREET_A, Author, creation, newCaseId, smallPlace } from './smallDistrict.ts';

/** An audit file of a small district: cases by two consoles, heads in between, one restore. */
export type AuditFile = {
  readonly bytes: Buffer;
  readonly lines: readonly string[];
  readonly heads: readonly TreeHead[];
};

export async function smallAuditFile(isWhole: boolean, cases = 12): Promise<AuditFile> {
  const place = await smallPlace();
  try {
    const district = await place.open();
    const authors = [
      new Author('hall', 'district', place.clock),
      new Author('street', `street:${STREET_A}`, place.clock),
    ];
    for (const author of authors) await author.enrol(district);
    const heads: TreeHead[] = [];
    for (let i = 0; i < cases; i += 1) {
      for (const author of authors) {
        const args = creation({ title: `案件 ${i}` });
        const by = author.scope === 'district' ? 'opd' : 'dia';
        const op = author.make({ kind: 'case.create', caseId: newCaseId(), args, by });
        await district.core.push(author.batch([op]));
      }
      place.clock.pass(60_000);
      if (i === Math.floor(cases / 2)) await district.history.restored();
      const head = i % 3 === 0 ? await district.audit.heads.make() : null;
      if (head !== null) heads.push(head);
    }
    await district.close();
    const source = await openAuditSource({ data: place.folder, isWhole, postgres: null });
    const texts: string[] = [];
    await exportAudit(source, (text) => {
      texts.push(text);
      return Promise.resolve();
    });
    await source.close();
    return { bytes: Buffer.from(texts.join('')), lines: texts, heads };
  } finally {
    await place.remove();
  }
}
