import { dayNumberAt, startOfDay } from '../../domain/calendar/localDay.ts';
import type { Grant, Reference } from '../../domain/operation/decision.ts';
import { isHallSeat, type SeatPlace } from '../../domain/permission/hallSeat.ts';
import { MINUTE_MS, type EpochMs } from '../../kernel/time.ts';
import type { SyncEngine } from '../../sync/syncEngine.ts';
import type { SessionPerson } from '../session/session.ts';
import type { RecordBook } from '../store/recordBook.ts';
import type { DistrictAddress } from '../sync/districtLink.ts';
import { initialsOf } from '../board/searchTerms.ts';
import { fetchPeople, fetchReference } from './fetchReference.ts';
import { peopleById as byId, readReference, type ReferenceData } from './referenceFiles.ts';
import { ruleReference } from './ruleReference.ts';

export type ProfilePorts = {
  readonly book: RecordBook;
  readonly person: () => SessionPerson | null;
  /** Where fetched files go. */
  readonly folder: string;
  readonly address: DistrictAddress;
};

const DEFAULT_ZONE_MINUTES = 480;
const LEAST_OF_A_STREET = 2;
const PEOPLE_MS = 10 * MINUTE_MS;
/** Whoever sits here and is not known yet was made just now. */
const STRANGER_MS = 2_000;

/** The profile this console works with: its files, the rules made of them, and names for ids. */
export class ConsoleProfile {
  readonly #ports: ProfilePorts;
  #data: ReferenceData;
  #rules: Reference;
  #isFetching = false;
  #peopleAskedAt: number | null = null;

  constructor(data: ReferenceData, ports: ProfilePorts) {
    this.#ports = ports;
    this.#data = data;
    this.#rules = this.#rulesOf(data);
  }

  get data(): ReferenceData {
    return this.#data;
  }

  get rules(): Reference {
    return this.#rules;
  }

  get zoneMinutes(): number {
    return this.#data.calendar?.offsetMinutes ?? DEFAULT_ZONE_MINUTES;
  }

  startOfDay(at: EpochMs): EpochMs {
    return startOfDay(dayNumberAt(at, this.zoneMinutes), this.zoneMinutes);
  }

  unitName(unit: string): string | null {
    return this.#data.unitById.get(unit)?.name.zh ?? null;
  }

  /** Codes of the streets whose name has these words, or whose pinyin begins with these initials. */
  streetsNamed(text: string): readonly string[] {
    const wanted = text.toLowerCase();
    if (wanted.length < LEAST_OF_A_STREET) return [];
    return (this.#data.catalogue?.streets ?? [])
      .filter(({ name }) => {
        const isName = name.zh.includes(wanted) || name.en.toLowerCase().startsWith(wanted);
        return isName || initialsOf(name.zh).startsWith(wanted);
      })
      .map(({ code }) => code);
  }

  /** Where calls ring. */
  isHallSeat(seat: string): boolean {
    const place = this.seatNamed(seat);
    return place !== null && isHallSeat(place);
  }

  /** Null for a seat that no catalogue names, and before there is one. */
  seatNamed(seat: string): SeatPlace | null {
    return this.#data.catalogue?.seats.find((one) => one.id === seat) ?? null;
  }

  personName(id: string): string {
    return this.#data.personById.get(id)?.name ?? id;
  }

  /** Asks the district for the files when this console has none; true when they came. */
  async complete(engine: SyncEngine): Promise<boolean> {
    if (this.#data.catalogue !== null || this.#isFetching) return false;
    this.#isFetching = true;
    try {
      const { address, folder } = this.#ports;
      if (!(await fetchReference(engine, address, folder))) return false;
      this.#data = await readReference(folder);
      this.#rules = this.#rulesOf(this.#data);
      return true;
    } finally {
      this.#isFetching = false;
    }
  }

  /** People are made and named all the time: asks for them now and then; true when some are new. */
  async refreshPeople(engine: SyncEngine, at: number): Promise<boolean> {
    if (this.#data.catalogue === null || this.#isFetching) return false;
    const here = this.#ports.person();
    const isStranger = here !== null && !this.#data.personById.has(here.id);
    const pause = isStranger ? STRANGER_MS : PEOPLE_MS;
    if (this.#peopleAskedAt !== null && at - this.#peopleAskedAt < pause) return false;
    this.#peopleAskedAt = at;
    this.#isFetching = true;
    try {
      const { address, folder } = this.#ports;
      const people = await fetchPeople(engine, address, folder);
      if (people === null) return false;
      this.#data = { ...this.#data, people, personById: byId(people) };
      this.#rules = this.#rulesOf(this.#data);
      return true;
    } finally {
      this.#isFetching = false;
    }
  }

  #rulesOf(data: ReferenceData): Reference {
    return ruleReference(data, (person, at) => this.#grantsOf(person, at));
  }

  /** Grants of the directory and those given by operations, which speak louder. */
  #grantsOf(person: string, at: EpochMs): readonly Grant[] {
    const { book } = this.#ports;
    const here = this.#ports.person();
    const known =
      this.#data.personById.get(person)?.grants ?? (here?.id === person ? here.grants : []);
    const unnamed = known.filter(
      ({ role, scope }) => book.record('grant', `${person}/${role}/${scope}`) === null,
    );
    return [...unnamed.filter((one) => isValid(one, at)), ...book.grantsOf(person, at)];
  }
}

function isValid(grant: Grant, at: EpochMs): boolean {
  return grant.from <= at && (grant.to === null || grant.to > at);
}
