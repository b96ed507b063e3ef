import type { EditableField } from '../operation/args.ts';
import type { CaseAct } from './caseAct.ts';
import { fitsAlways } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';
import { occupyUnit } from './exclusiveUnit.ts';
import { turnAssignments } from './assignments.ts';
import { placeOnFile } from './createCase.ts';

const APPEAL_TYPES: readonly CaseDoc['type'][] = [
  'consult',
  'help',
  'complaint',
  'report',
  'suggest',
  'find',
];

export function fieldValue(doc: CaseDoc, field: EditableField): string {
  if (field === 'title' || field === 'text' || field === 'type') return doc[field];
  if (field === 'publicText') return doc.publicText ?? '';
  return doc.fields?.[field] ?? '';
}

export const editCase: CaseAct<'case.edit'> = {
  misfit(op, doc) {
    const { field, to } = op.args;
    if (field === 'type' && appealType(to) === null)
      return { code: 'op/schema', detail: { field } };
    return fieldValue(doc, field) === to
      ? { code: 'case/field-unchanged', detail: { field } }
      : null;
  },
  apply: (work, op) => setField(work, op.args.field, op.args.to),
};

export function setField(work: CaseWork, field: EditableField, to: string): void {
  const type = appealType(to);
  if (field === 'title') put(work, { title: to });
  else if (field === 'text') put(work, { text: to });
  else if (field === 'publicText') put(work, { publicText: to });
  else if (field !== 'type') put(work, { fields: { [field]: to } });
  else if (type !== null) put(work, { type });
}

function appealType(value: string): CaseDoc['type'] | null {
  return APPEAL_TYPES.find((one) => one === value) ?? null;
}

/** The place is one value: it is replaced whole. */
export const locateCase: CaseAct<'case.locate'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const next = placeOnFile(op.args);
    const gone = { cell: null, street: null };
    put(work, { place: { ...gone, ...next } });
  },
};

export const setUrgency: CaseAct<'case.urgency'> = {
  misfit: (op, doc) =>
    op.args.level === doc.urgency
      ? { code: 'case/field-unchanged', detail: { field: 'urgency' } }
      : null,
  apply(work, op) {
    put(work, { urgency: op.args.level });
    for (const one of turnAssignments(work.doc)) {
      if (one.state !== 'done') occupyUnit(work, one.id);
    }
  },
};
