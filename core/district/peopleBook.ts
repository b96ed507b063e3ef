import { join } from 'node:path';
import type { PeopleDirectory, Person } from '../domain/catalogue/people.ts';
import type { PersonId } from '../domain/operation/identity.ts';
import { writeSynced } from '../node/writeSynced.ts';
import { DISTRICT_FOLDER } from './districtFolder.ts';

const EMPTY: PeopleDirectory = {
  kind: 'shaotai-people',
  version: '1',
  isSample: false,
  people: [],
  demoLogins: [],
};

/** The directory of a district's people: a file of its data folder that only this book writes. */
export class PeopleBook {
  readonly #folder: string;
  #directory: PeopleDirectory;
  #byId: ReadonlyMap<PersonId, Person>;
  /** One change at a time: the file is written whole. */
  #inTurn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, directory: PeopleDirectory | null) {
    this.#folder = folder;
    this.#directory = directory ?? EMPTY;
    this.#byId = byId(this.#directory);
  }

  get all(): readonly Person[] {
    return this.#directory.people;
  }

  person(id: PersonId): Person | undefined {
    return this.#byId.get(id);
  }

  /** The next free work number after the highest one. */
  nextWorkNo(): string {
    const highest = this.all.reduce((most, { workNo }) => Math.max(most, Number(workNo) || 0), 0);
    return String(highest + 1).padStart(6, '0');
  }

  /** On disk when it resolves. */
  add(person: Person): Promise<void> {
    return this.change((add) => add(person));
  }

  /** Nobody else is added between what `work` looks up here and what it adds. */
  change<T>(work: (add: (person: Person) => Promise<void>) => Promise<T>): Promise<T> {
    const turn = this.#inTurn.then(() => work((person) => this.#add(person)));
    this.#inTurn = turn.catch(() => undefined);
    return turn;
  }

  async #add(person: Person): Promise<void> {
    const next = { ...this.#directory, people: [...this.#directory.people, person] };
    const file = join(this.#folder, DISTRICT_FOLDER.people);
    await writeSynced(file, JSON.stringify(next));
    this.#directory = next;
    this.#byId = byId(next);
  }
}

function byId({ people }: PeopleDirectory): ReadonlyMap<PersonId, Person> {
  return new Map(people.map((person) => [person.id, person]));
}
