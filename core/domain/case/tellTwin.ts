import { isSameJson } from '../../kernel/mergeDiff.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { CaseId, Scope } from '../operation/identity.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';
import { mirror } from './otherCase.ts';
import type { TwinWhistle, Whistle } from './whistleDoc.ts';
import { openWhistle } from './whistles.ts';

/** Two whistles of a street about one matter are one when they were blown no further apart than this. */
const ONE_WHISTLE_MS = 2 * HOUR_MS;

export function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= ONE_WHISTLE_MS;
}

/** Key of the record of the last whistle about the case's matter, blown by its street or by that of the author. */
export function whistleRecordOf({ matter, holder }: CaseDoc, scope: Scope): string | null {
  const street = scope.startsWith('street:') ? scope : holder;
  return matter === undefined ? null : `${street}/${matter}`;
}

/**
 * Rule 12 over two cases: leaves word of this whistle, and asks the case with the one before it, where its author
 * had not heard of that. The other case knows whether its own is still open, and answers.
 */
export function seekTwin(work: CaseWork, op: OperationBody<'whistle.open'>): void {
  const { caseId } = work.doc;
  const whistle = openWhistle(work.doc);
  const id = whistleRecordOf(work.doc, op.scope);
  if (whistle === null || id === null) return;
  const last = work.facts.record('whistle', id);
  const patch = { ver: (last?.ver ?? 0) + 1, caseId, whistle: op.opId, openedAt: work.at };
  work.records.push({ type: 'whistle', id, patch });
  if (last === null || last.caseId === caseId || !isNear(last.openedAt, work.at)) return;
  const seen = op.bases.find(({ of }) => of === `whistle:${id}`)?.ver ?? 0;
  if (seen >= last.ver) return;
  mirror(work, last.caseId, { did: 'whistle_asked', whistle: saidOf(whistle) });
}

/** Tells the other cases of a whistle what was said about it here, until all say the same. */
export function shareWhistles(work: CaseWork): void {
  // What is forgotten here is the other case's own word.
  if (work.op.kind === 'case.redact') return;
  for (const whistle of Object.values(work.doc.whistles ?? {})) {
    const was = work.before.whistles?.[whistle.id];
    if (whistle === was || whistle.twins === undefined) continue;
    const said = saidOf(whistle);
    if (was?.twins !== undefined && isSame(saidOf(was), said)) continue;
    for (const caseId of Object.keys(whistle.twins).sort()) {
      if (!isKnownTo(caseId, said, work.op))
        mirror(work, caseId, { did: 'whistle', whistle: said });
    }
  }
}

/** It said all this itself just now. Who asked is answered: it does not know whether there is a whistle here. */
function isKnownTo(caseId: CaseId, said: TwinWhistle, op: AnyBody): boolean {
  if (op.kind !== 'case.mirror' || op.args.of !== caseId || op.args.did !== 'whistle') return false;
  return op.args.whistle !== undefined && isSame(op.args.whistle, said);
}

function saidOf(whistle: Whistle): TwinWhistle {
  const { id, item, openedAt, filing, units } = whistle;
  const { filedAt, filedBy, fileReason, sentBack } = whistle;
  return {
    ...{ id, item, openedAt, filing, units },
    ...(filedAt === undefined ? {} : { filedAt }),
    ...(filedBy === undefined ? {} : { filedBy }),
    ...(fileReason === undefined ? {} : { fileReason }),
    ...(sentBack === undefined ? {} : { sentBack }),
  };
}

/** Each whistle keeps its own name and item; the rest is what the two share. */
function isSame({ id, item, ...one }: TwinWhistle, other: TwinWhistle): boolean {
  return isSameJson({ ...one, id, item }, { ...other, id, item });
}
