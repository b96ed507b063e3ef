import type { Scope } from '../../domain/operation/identity.ts';
import { OWN_KINDS, type RecordKind } from '../../domain/record/records.ts';
import type { LogEntry, StoredDecision } from './districtStore.ts';

/** A row of op_log as the feed needs it: texts that are spliced, not parsed, unless they must be cut down. */
export type EventTexts = {
  readonly serverSeq: number;
  readonly hasExtra: boolean;
  readonly op: string;
  readonly decision: string;
};

/** Who is told of a record. Reference data goes to everybody; calls, shifts and outside numbers stay with their hall. */
export function recordScopes(type: RecordKind, opScope: Scope): readonly Scope[] {
  if (!OWN_KINDS.includes(type)) return ['ref'];
  return opScope === 'district' ? ['district'] : ['district', opScope];
}

export function eventEntry(row: EventTexts, scope: Scope): string {
  const body = row.hasExtra ? cutTo(row, scope) : spliced(row.op, row.decision);
  return `{"type":"event","seq":${row.serverSeq},"event":${body}}`;
}

/** For a reader who is no member of the case: records meant for it, and which act it was. */
export function partEntry(row: EventTexts, scope: Scope): string {
  const { op, decision } = parsed(row);
  const event = {
    ...cut(decision, op.scope, scope),
    op: {
      opId: op.opId,
      kind: op.kind,
      caseId: op.caseId,
      scope: op.scope,
      replica: op.replica,
      incarnation: op.incarnation,
      rseq: op.rseq,
    },
    caseId: null,
    ver: null,
    casePatch: null,
    stateHash: null,
    reason: null,
    holderBefore: null,
    notices: [],
  };
  return `{"type":"event","seq":${row.serverSeq},"event":${JSON.stringify(event)}}`;
}

export function noticeEntry(seq: number, body: string): string {
  return `{"type":"notice","seq":${seq},"notice":${body}}`;
}

export type EnteredCase = {
  readonly seq: number;
  readonly caseId: string;
  readonly doc: string;
  readonly stateHash: string;
};

/** A whole case for a new member, with the events that made it. */
export function enterEntry(
  found: EnteredCase,
  events: readonly EventTexts[],
  scope: Scope,
): string {
  const { seq } = found;
  const texts = events.map((row) =>
    row.hasExtra ? cutTo(row, scope) : spliced(row.op, row.decision),
  );
  return (
    `{"type":"enter","seq":${seq},"caseId":${JSON.stringify(found.caseId)},"doc":${found.doc},` +
    `"stateHash":"${found.stateHash}","events":[${texts.join(',')}]}`
  );
}

type RecordText = { readonly type: string; readonly id: string; readonly doc: string };

const RECORDS_AN_ENTRY = 200;

/** Records as events without an operation, several in one: the first filling of a scope. */
export function recordsEntries(seq: number, records: readonly RecordText[]): string[] {
  const entries: string[] = [];
  for (let i = 0; i < records.length; i += RECORDS_AN_ENTRY) {
    entries.push(recordsEntry(seq, records.slice(i, i + RECORDS_AN_ENTRY)));
  }
  return entries;
}

function recordsEntry(seq: number, records: readonly RecordText[]): string {
  const parts = records.map(
    ({ type, id, doc }) =>
      `{"type":${JSON.stringify(type)},"id":${JSON.stringify(id)},"patch":${doc}}`,
  );
  return (
    `{"type":"event","seq":${seq},"event":{"serverSeq":${seq},"op":null,"outcome":"applied","rule":null,` +
    `"reason":null,"at":0,"errMs":0,"holderBefore":null,"caseId":null,"ver":null,"casePatch":null,` +
    `"stateHash":null,"records":[${parts.join(',')}],"notices":[]}}`
  );
}

/** Anything that is in a decision but is not for every member of the case. */
export function hasExtra(decision: Pick<StoredDecision, 'records'>): boolean {
  return decision.records.length > 0;
}

function spliced(op: string, decision: string): string {
  return `{"op":${op},${decision.slice(1)}`;
}

function cutTo(row: EventTexts, scope: Scope): string {
  const { op, decision } = parsed(row);
  return JSON.stringify({ op, ...cut(decision, op.scope, scope) });
}

function cut(decision: StoredDecision, opScope: Scope, scope: Scope): StoredDecision {
  const records = decision.records.filter(({ type }) =>
    recordScopes(type, opScope).includes(scope),
  );
  return { ...decision, records };
}

function parsed(row: EventTexts): Pick<LogEntry, 'op' | 'decision'> {
  return {
    op: JSON.parse(row.op) as LogEntry['op'],
    decision: JSON.parse(row.decision) as StoredDecision,
  };
}
