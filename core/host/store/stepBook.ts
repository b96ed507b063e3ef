import type { WireEvent } from '../../protocol/sync/frames.ts';
import type { SqlReader } from '../../storage/sqlite/database.ts';
import type { DecidedHere, PendingOp } from '../../sync/overlay.ts';
import { decidedHere } from './overlayKeeper.ts';
import { mapInSlices } from './slices.ts';

/** Which decided steps somebody wants: of a case that is held at `ver`, those above `above`. */
export type StepsWanted = { readonly above: number; readonly ver: number };

type Known = { readonly above: number; upTo: number; readonly steps: DecidedHere[] };

const CASES_MAX = 4_000;

/**
 * Decided steps of cases on which acts wait, as far back as a base of these may reach: every page that moves such a
 * case judges its acts again by them. Read from the file once; what pages bring after that is added.
 */
export class StepBook {
  readonly #cases = new Map<string, Known>();

  /** Steps that were written just now. */
  add(events: readonly WireEvent[]): void {
    for (const event of events) {
      const known = event.caseId === null ? undefined : this.#cases.get(event.caseId);
      if (known === undefined || event.ver !== known.upTo + 1) continue;
      known.steps.push(decidedHere(event));
      known.upTo = event.ver;
    }
  }

  async of(
    tx: SqlReader,
    wanted: ReadonlyMap<string, StepsWanted>,
  ): Promise<ReadonlyMap<string, readonly DecidedHere[]>> {
    const missing = [...wanted].filter(([id, want]) => {
      const known = this.#cases.get(id);
      return known === undefined || known.above > want.above || known.upTo !== want.ver;
    });
    if (missing.length > 0) await this.#read(tx, missing);
    const found = new Map([...wanted.keys()].map((id) => [id, this.#cases.get(id)?.steps ?? []]));
    while (this.#cases.size > CASES_MAX) {
      const [oldest = ''] = this.#cases.keys();
      this.#cases.delete(oldest);
    }
    return found;
  }

  /** No act waits on these any more, or their rows were written anew. */
  drop(caseIds: Iterable<string>): void {
    for (const id of caseIds) this.#cases.delete(id);
  }

  /** What was added is not there: a transaction was rolled back, or another file is read from now on. */
  forget(): void {
    this.#cases.clear();
  }

  async #read(tx: SqlReader, missing: readonly (readonly [string, StepsWanted])[]): Promise<void> {
    const asked = missing.map(([id, { above }]) => [id, above] as const);
    const found = await stepsAbove(tx, asked);
    for (const [id, { above, ver }] of missing) {
      this.#cases.delete(id);
      const steps = (found.get(id) ?? []).map(decidedHere);
      this.#cases.set(id, { above, upTo: ver, steps });
    }
  }
}

/** Decided steps of many cases above a version of each, oldest first. */
export async function stepsAbove(
  tx: SqlReader,
  asked: readonly (readonly [caseId: string, above: number])[],
): Promise<Map<string, WireEvent[]>> {
  const steps = new Map<string, WireEvent[]>();
  if (asked.length === 0) return steps;
  const rows = await tx.all<{ case_id: string; body: string }>(
    `SELECT e.case_id, e.body FROM json_each(?) AS w CROSS JOIN event AS e
       ON e.case_id = json_extract(w.value, '$[0]') AND e.ver > json_extract(w.value, '$[1]')
     ORDER BY e.case_id, e.ver`,
    [JSON.stringify(asked)],
  );
  await mapInSlices(rows, ({ case_id: id, body }) => {
    const step = JSON.parse(body) as WireEvent;
    const list = steps.get(id);
    if (list === undefined) steps.set(id, [step]);
    else list.push(step);
  });
  return steps;
}

/** The lowest version that the authors of these acts had seen; infinite when none says. */
export function lowestBase(pending: readonly Pick<PendingOp, 'op'>[]): number {
  let lowest = Infinity;
  for (const { op } of pending) {
    // What is taken back lies before the base.
    if (op.kind === 'undo') return 0;
    for (const { ver } of op.bases) lowest = Math.min(lowest, ver);
  }
  return lowest;
}
