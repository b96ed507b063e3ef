import type { Grant } from '../../domain/operation/decision.ts';
import type { PersonId } from '../../domain/operation/identity.ts';
import { KINDS_IN_MEMORY } from '../../domain/record/records.ts';
import type { GrantRecord, RecordKind, RecordOf } from '../../domain/record/records.ts';
import { applyMergePatch, type Json } from '../../kernel/mergePatch.ts';
import type { EpochMs } from '../../kernel/time.ts';

const IN_MEMORY: ReadonlySet<string> = new Set(KINDS_IN_MEMORY);

/**
 * Confirmed records that rules ask for while deciding: units on cases, shifts, grants, leases. A few
 * thousand small documents, held in memory because rules may not wait.
 */
export class RecordBook {
  readonly #docs = new Map<string, Json>();
  readonly #grantsOf = new Map<PersonId, Set<string>>();

  get(type: string, id: string): Json | null {
    return this.#docs.get(`${type}/${id}`) ?? null;
  }

  record<K extends RecordKind>(type: K, id: string): RecordOf[K] | null {
    return this.get(type, id) as unknown as RecordOf[K] | null;
  }

  put(type: string, id: string, doc: Json): void {
    if (!IN_MEMORY.has(type)) return;
    this.#docs.set(`${type}/${id}`, doc);
    if (type !== 'grant') return;
    const { person } = doc as unknown as GrantRecord;
    const keys = this.#grantsOf.get(person) ?? new Set();
    keys.add(id);
    this.#grantsOf.set(person, keys);
  }

  drop(type: string, id: string): void {
    const grant = type === 'grant' ? this.record('grant', id) : null;
    this.#docs.delete(`${type}/${id}`);
    if (grant !== null) this.#grantsOf.get(grant.person)?.delete(id);
  }

  clear(): void {
    this.#docs.clear();
    this.#grantsOf.clear();
  }

  all<K extends RecordKind>(type: K): RecordOf[K][] {
    const found: RecordOf[K][] = [];
    for (const [key, doc] of this.#docs) {
      if (key.startsWith(`${type}/`)) found.push(doc as unknown as RecordOf[K]);
    }
    return found;
  }

  grantsOf(person: PersonId, at: EpochMs): readonly Grant[] {
    return [...(this.#grantsOf.get(person) ?? [])].flatMap((id) => {
      const grant = this.record('grant', id);
      if (grant === null || grant.from > at || (grant.to ?? Infinity) <= at) return [];
      return [{ role: grant.role, scope: grant.scope, from: grant.from, to: grant.to ?? null }];
    });
  }
}

export function patchRecord(now: Json | null, patch: unknown): Json {
  return applyMergePatch(now ?? undefined, patch as Json);
}
