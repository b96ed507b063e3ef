import { BoundedMap } from '../../kernel/bounded.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { storedKeys } from './boardKeys.ts';

export type Part = 'text' | 'point' | 'keys' | 'callers' | 'number';
/** What is kept of a case beside its row of the board, each part as the text that its rows were made of. */
export type Parts = Readonly<Record<Part, string>>;

const CASES_MAX = 5_000;

/**
 * What was last written beside the board's rows of the cases that changed of late. Most acts change none of it, and
 * the index of words and the one of places cost more than everything else that is written of a case.
 */
export class WrittenParts {
  readonly #cases = new BoundedMap<string, { readonly id: number; readonly parts: Parts }>(
    CASES_MAX,
  );

  /** The number of its row, when this case was written. */
  id(caseId: string): number | null {
    return this.#cases.get(caseId)?.id ?? null;
  }

  has(caseId: string, part: Part, is: Parts): boolean {
    return this.#cases.get(caseId)?.parts[part] === is[part];
  }

  wrote(caseId: string, id: number, parts: Parts): void {
    this.#cases.set(caseId, { id, parts });
  }

  erased(caseIds: readonly string[]): void {
    for (const id of caseIds) this.#cases.delete(id);
  }

  /** What was written is not there: a transaction was rolled back, or all rows are gone. */
  forget(): void {
    this.#cases.clear();
  }
}

export function partsOf(doc: CaseDoc): Parts {
  const { point } = doc.place;
  return {
    text: JSON.stringify([...textsOf(doc), doc.caseNo ?? null]),
    point: JSON.stringify(point ?? null),
    keys: JSON.stringify(storedKeys(doc)),
    callers: JSON.stringify([callersOf(doc), doc.createdAt]),
    number: doc.caseNo ?? '',
  };
}

/** What is searched in. */
export function textsOf(doc: CaseDoc): readonly string[] {
  return [doc.title, doc.place.text, doc.text.slice(0, 400)];
}

/** Who called about it, by the codes of their numbers. */
export function callersOf(doc: CaseDoc): readonly string[] {
  const hmacs = new Set(Object.keys(doc.callers ?? {}));
  if (doc.caller !== undefined) hmacs.add(doc.caller.numberHmac);
  return [...hmacs];
}
