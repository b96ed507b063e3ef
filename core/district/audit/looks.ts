import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Grant } from '../../domain/operation/decision.ts';
import { reaches } from '../../domain/permission/grants.ts';
import { DAY_MS, type EpochMs } from '../../kernel/time.ts';
import type { District } from '../openDistrict.ts';
import type { LogEntry } from '../store/districtStore.ts';

/** Who reads cases and oversees others; the administrator oversees without reading. */
const READERS: readonly string[] = ['dutyChief', 'supervisor'];
export const OVERSEERS: readonly string[] = [...READERS, 'administrator'];

const LOOKS_A_PAGE = 50;
/** Notes that one question reads at most to find those that fit. */
const LOOKS_READ_MOST = 2_000;
const LOOKS_DAYS = 30;

type Look = {
  readonly seq: number;
  readonly at: EpochMs;
  readonly person: string;
  readonly scope: string;
  readonly seat: string;
  readonly what: string;
  readonly caseId: string;
  readonly why: string;
};
type PlaceInLog = { readonly at: EpochMs; readonly seq: number };

export type LooksWish = {
  readonly since: EpochMs;
  readonly before: PlaceInLog;
  readonly person: string | null;
  readonly caseNo: string | null;
};

/** A day by its first instant, else the last thirty; from where an earlier page ended. */
export function wishOf(input: Readonly<Record<string, unknown>>, now: EpochMs): LooksWish | null {
  const { from, person, caseNo, before } = input;
  if (from !== null && !Number.isSafeInteger(from)) return null;
  const day = from as number | null;
  const since = day ?? now - LOOKS_DAYS * DAY_MS;
  const end = day === null ? now + DAY_MS : day + DAY_MS;
  return {
    since,
    before: placeIn(before) ?? { at: end, seq: 0 },
    person: wordIn(person),
    caseNo: wordIn(caseNo),
  };
}

function wordIn(given: unknown): string | null {
  return typeof given === 'string' && given !== '' ? given : null;
}

function placeIn(given: unknown): PlaceInLog | null {
  if (typeof given !== 'object' || given === null) return null;
  const { at, seq } = given as Partial<PlaceInLog>;
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(seq)) return null;
  return { at: at ?? 0, seq: seq ?? 0 };
}

/** The newest notes first, as far as these grants reach; `next` is from where to go on, or null at the end. */
export async function readLooks(
  district: Pick<District, 'store' | 'people'>,
  own: readonly Grant[],
  wish: LooksWish,
): Promise<{ readonly looks: readonly unknown[]; readonly next: PlaceInLog | null }> {
  const { store } = district;
  const asked = wish.caseNo === null ? null : ((await store.numbered([wish.caseNo]))[0] ?? null);
  if (wish.caseNo !== null && asked === null) return { looks: [], next: null };
  const fits = ({ scope, person, caseId }: Look): boolean =>
    own.some((grant) => reaches(grant, scope as Grant['scope'])) &&
    (wish.person === null || person === wish.person) &&
    (asked === null || caseId === asked.caseId);
  const found: Look[] = [];
  let { before } = wish;
  let isAll = false;
  for (let read = 0; read < LOOKS_READ_MOST && !isAll && found.length < LOOKS_A_PAGE;) {
    const page = await store.looks({ since: wish.since, before, limit: LOOKS_A_PAGE });
    read += LOOKS_A_PAGE;
    isAll = page.length < LOOKS_A_PAGE;
    for (const look of page.map(lookOf)) {
      // What does not fit on the page any more begins the next one.
      if (found.length === LOOKS_A_PAGE) isAll = false;
      else {
        before = { at: look.at, seq: look.seq };
        if (fits(look)) found.push(look);
      }
    }
  }
  return { looks: await shown(district, own, { found, wish }), next: isAll ? null : before };
}

function lookOf({ op, decision }: LogEntry): Look {
  const { actor: person, scope, seat } = op;
  // The store tells notes alone.
  const {
    what,
    case: caseId,
    why,
  } = op.args as {
    readonly what: string;
    readonly case: string;
    readonly why: string;
  };
  return { seq: decision.serverSeq, at: decision.at, person, scope, seat, what, caseId, why };
}

/** Which case it was is told to whoever may read it; that somebody looked, to every overseer (I-21). */
async function shown(
  { store, people }: Pick<District, 'store' | 'people'>,
  own: readonly Grant[],
  { found, wish }: { readonly found: readonly Look[]; readonly wish: LooksWish },
): Promise<readonly unknown[]> {
  const cases = await store.cases([...new Set(found.map(({ caseId }) => caseId))]);
  const docs = new Map(cases.map(({ doc }) => [doc.caseId, doc]));
  const readers = own.filter(({ role }) => READERS.includes(role));
  return found.flatMap(({ caseId, why, ...look }) => {
    const doc = docs.get(caseId) ?? null;
    const isHis = doc !== null && readers.some((grant) => opens(grant, doc));
    // Who asks about one case and may not read it is answered as if nobody had looked.
    if (!isHis && wish.caseNo !== null) return [];
    const name = people.person(look.person)?.name ?? look.person;
    const told = isHis ? { caseId, caseNo: doc.caseNo ?? null, why } : NOT_HIS;
    return [{ ...look, name, ...told }];
  });
}

const NOT_HIS = { caseId: null, caseNo: null, why: '' } as const;

function opens({ scope }: Grant, doc: CaseDoc): boolean {
  return scope === 'district' || doc.members[scope] === true;
}
