import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { callerSight, mayRead, mayReadStub } from '../../domain/permission/reading.ts';
import type { Reader } from '../../domain/permission/reading.ts';
import type { PersonId } from '../../domain/operation/identity.ts';
import type { ShownCase } from '../caseReader.ts';
import type { ConsoleCore } from '../consoleCore.ts';

/** Who looks, with the grants of this moment; null while nobody is logged in. */
export function readerOf(core: ConsoleCore): Reader | null {
  const { person } = core.session;
  return person === null ? null : readerNamed(core, person.id);
}

function readerNamed(core: ConsoleCore, person: PersonId): Reader {
  return {
    person,
    grants: core.rules.grantsOf(person, core.now()),
    unitsAtHome: (scope) =>
      (core.reference.catalogue?.units ?? [])
        .filter((unit) => unit.homeScope === scope)
        .map((unit) => unit.id),
  };
}

const NOT_HERE: ShownCase = { found: 'none', doc: null, stub: null, ver: 0, isOverlaid: false };

/** The case as whoever sits here may see it: what is not his to read is answered like what is not there. */
export function caseFor(core: ConsoleCore, caseId: string): Promise<ShownCase> {
  const { person } = core.session;
  return person === null ? Promise.resolve(NOT_HERE) : caseForPerson(core, caseId, person.id);
}

/** The same for a person who asked, though he may have left meanwhile. */
export async function caseForPerson(
  core: ConsoleCore,
  caseId: string,
  person: PersonId,
): Promise<ShownCase> {
  const reader = readerNamed(core, person);
  const shown = await core.shownCase(caseId);
  const { doc, stub } = shown;
  if (doc !== null) return mayRead(reader, doc) ? shown : NOT_HERE;
  return stub !== null && mayReadStub(reader, stub, core.scope) ? shown : NOT_HERE;
}

/** The document as this person's page gets it: of callers that he may not see not even sealed words. */
export function docFor(reader: Reader, doc: CaseDoc): CaseDoc {
  const { caller, callers, ...rest } = doc;
  const further = Object.values(callers ?? {});
  const hidden = (one: NonNullable<CaseDoc['caller']>): NonNullable<CaseDoc['caller']> =>
    callerSight(reader, doc, one) === 'none' ? withoutWords(one) : one;
  return {
    ...rest,
    ...(caller === undefined ? {} : { caller: hidden(caller) }),
    ...(callers === undefined
      ? {}
      : { callers: Object.fromEntries(further.map((one, i) => [String(i + 1), hidden(one)])) }),
  };
}

/** What an act said of a caller, likewise. */
export function argsFor(reader: Reader, doc: CaseDoc | null, args: unknown): unknown {
  if (typeof args !== 'object' || args === null || !('caller' in args)) return args;
  const { caller } = args as { readonly caller: CaseDoc['caller'] | null };
  if (caller === null || caller === undefined) return args;
  const sight = doc === null ? 'none' : callerSight(reader, doc, caller);
  return sight === 'none' ? { ...args, caller: withoutWords(caller) } : args;
}

function withoutWords({
  kind,
  confidential,
}: NonNullable<CaseDoc['caller']>): NonNullable<CaseDoc['caller']> {
  return { numberHmac: '', numberSealed: '', tail: '', kind, confidential };
}
