const OP = { opId: 'o1', kind: 'case.note', caseId: 'c1', replica: 'r', prevHash: 'p', hash: 'h' };
const DECISION = { serverSeq: 1, outcome: 'applied', stateHash: 's', casePatch: null, notices: [] };
const HASH = 'f'.repeat(64);

const inserted = (seq: number, kind: string, op: object, decision: object): string =>
  `INSERT INTO op_log VALUES (${seq}, 'o${seq}', 'r', 1, ${seq}, '${kind}', 'c1', ${seq}, 'applied', NULL, 5, 6,
   'h', 'c', 0, '${JSON.stringify(op)}', '${JSON.stringify(decision)}')`;

/** An act with words, and the redaction of its case behind it. */
export const SAID = inserted(
  1,
  'case.note',
  { ...OP, args: { text: 'words' } },
  { ...DECISION, casePatch: { title: 'words' } },
);
export const REDACTED = inserted(2, 'case.redact', { hash: 'h' }, {});

const change = (op: object, decision: object, more = ''): string =>
  `UPDATE op_log SET op = '${JSON.stringify(op)}', decision = '${JSON.stringify(decision)}'${more}
   WHERE server_seq = 1`;

const STUB = { forgotten: HASH, ...DECISION };

/** The one change of a row that is allowed. */
export const FORGET = change(OP, STUB);
/** What is like it and is refused. */
export const OTHER_CHANGES: readonly string[] = [
  `UPDATE op_log SET outcome = 'noop' WHERE server_seq = 1`,
  'DELETE FROM op_log WHERE server_seq = 1',
  change(OP, STUB, `, outcome = 'noop'`),
  change(OP, STUB, `, op_hash = 'x'`),
  change(OP, STUB, `, case_id = NULL`),
  change({ ...OP, hash: 'x' }, STUB),
  change({ ...OP, prevHash: 'x' }, STUB),
  change({ ...OP, args: { text: 'other words' } }, STUB),
  change(OP, DECISION),
  change(OP, { ...STUB, forgotten: 'short' }),
  change(OP, { ...STUB, stateHash: 'x' }),
  change(OP, { ...STUB, casePatch: { title: 'other words' } }),
  change(OP, { ...STUB, notices: ['other words'] }),
  change(OP, { ...STUB, why: 'other words' }),
];
