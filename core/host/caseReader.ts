import type { CaseDoc, CaseStub } from '../domain/case/caseDoc.ts';
import { asSaidFirst } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { WireEvent } from '../protocol/sync/frames.ts';
import type { SqlReader } from '../storage/sqlite/database.ts';
import { readCold } from './store/coldRows.ts';
import { heldCases } from './store/replicaRows.ts';
import type { ReplicaStore } from './store/replicaStore.ts';

export type ShownCase = {
  readonly found: 'full' | 'stub' | 'none';
  readonly doc: CaseDoc | null;
  readonly stub: CaseStub | null;
  /** Decided version under what is shown. */
  readonly ver: number;
  readonly isOverlaid: boolean;
  /** Ended long ago and kept whole at the district alone. */
  readonly isCold?: true;
};

/** A case as this console shows it: pending acts over the confirmed one, or what is left of it. */
export function readShownCase(replica: ReplicaStore, caseId: string): Promise<ShownCase> {
  return replica.snapshot(async (reader): Promise<ShownCase> => {
    const overlay = await reader.get<{ doc: string }>('SELECT doc FROM overlay WHERE case_id = ?', [
      caseId,
    ]);
    const held = (await heldCases(reader, [caseId])).get(caseId);
    const stub = held?.form === 'stub' ? held.stub : null;
    const isHeld = held !== undefined && held.form !== 'stub' && held.doc.ver > 0;
    const confirmed = isHeld ? held.doc : null;
    const doc = overlay === null ? confirmed : (JSON.parse(overlay.doc) as CaseDoc);
    const ver = confirmed?.ver ?? 0;
    if (doc !== null) return { found: 'full', doc, stub, ver, isOverlaid: overlay !== null };
    return stub === null ? readColdCase(reader, caseId) : { ...NOT_WHOLE, found: 'stub', stub };
  });
}

const NOT_WHOLE = { doc: null, ver: 0, isOverlaid: false } as const;

async function readColdCase(reader: SqlReader, caseId: string): Promise<ShownCase> {
  const stub = await readCold(reader, caseId);
  if (stub === null) return { ...NOT_WHOLE, found: 'none', stub };
  return { ...NOT_WHOLE, found: 'stub', stub, isCold: true };
}

/** Decided steps of a case, oldest first. */
export async function readEvents(
  replica: ReplicaStore,
  caseId: string,
): Promise<readonly WireEvent[]> {
  const rows = await replica.read((reader) =>
    reader.all<{ body: string }>('SELECT body FROM event WHERE case_id = ? ORDER BY ver', [caseId]),
  );
  return rows.map((row) => saidFirst(JSON.parse(row.body) as WireEvent));
}

/** Readers know an act by its author's id, also when the district said it again. */
function saidFirst(event: WireEvent): WireEvent {
  return { ...event, op: asSaidFirst(event.op as AnyOperation) };
}

/** Without the word that deferred an act which was decided since: a timeline shows each act once. */
export function lastWords(events: readonly WireEvent[]): readonly WireEvent[] {
  const replaced = new Set(events.map(({ redecides }) => redecides));
  return events.filter(({ serverSeq }) => !replaced.has(serverSeq));
}
