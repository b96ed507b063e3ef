import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { PeopleDirectory, Person } from '../../domain/catalogue/people.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type { PersonId, Role, Scope, SeatId, UnitId } from '../../domain/operation/identity.ts';
import { isHallSeat } from '../../domain/permission/hallSeat.ts';
import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Author } from './plannedOp.ts';

export type UnitVoice = Author & {
  /** Set when a dispatcher writes down what the unit said. */
  readonly onBehalf: UnitId | null;
};

export type Staff = {
  readonly author: (role: Role, scope: Scope, rng: Rng) => Author;
  /** An operator of the hall at the seat where the call rang. */
  readonly atSeat: (seatNumber: number, shift: number) => Author;
  /**
   * The unit's own clerk or grid manager, but for who found the case: a finder does not handle. Else a
   * dispatcher of its home, on its behalf.
   */
  readonly voiceOf: (
    unit: Unit,
    on: { readonly street: Scope; readonly finder: PersonId },
    rng: Rng,
  ) => UnitVoice;
  readonly inspectorIdsOf: (street: Scope) => readonly PersonId[];
  readonly nameOf: (person: PersonId) => string;
};

/** Who may act where, by the grants of the people directory. Demo logins make no history. */
export function staffOf(catalogue: Catalogue, people: PeopleDirectory): Staff {
  const logins = new Set(people.demoLogins.map((login) => login.person));
  const byPost = new Map<string, Person[]>();
  const byUnit = new Map<UnitId, Person[]>();
  const names = new Map<PersonId, string>();
  for (const person of people.people) {
    names.set(person.id, person.name);
    if (logins.has(person.id)) continue;
    for (const { role, scope } of person.grants) {
      push(byPost, `${role}@${scope}`, person);
      if (role === 'unit' && person.unit !== null) push(byUnit, person.unit, person);
    }
  }
  const desks = new Map<Scope, SeatId[]>();
  for (const seat of catalogue.seats) if (!isHallSeat(seat)) push(desks, seat.scope, seat.id);
  const post = (role: Role, scope: Scope): readonly Person[] =>
    must(byPost.get(`${role}@${scope}`), `somebody is ${role} in ${scope}`);
  const author = (role: Role, scope: Scope, rng: Rng): Author => ({
    scope,
    actor: pick(rng, post(role, scope)).id,
    seat: pick(rng, must(desks.get(scope), `desks of ${scope}`)),
  });
  const operators = post('operator', 'district');
  return {
    author,
    atSeat: (seatNumber, shift) => ({
      scope: 'district',
      actor: must(operators[(seatNumber - 1 + 56 * shift) % operators.length], 'an operator').id,
      seat: `S${String(seatNumber).padStart(2, '0')}`,
    }),
    voiceOf: (unit, { street, finder }, rng) => {
      const own = (byUnit.get(unit.id) ?? []).filter((person) => person.id !== finder);
      if (own.length > 0) {
        const scope: Scope = unit.hasConsole ? `unit:${unit.id}` : street;
        return { scope, actor: pick(rng, own).id, seat: `U-${unit.id}`, onBehalf: null };
      }
      return { ...author('dispatcher', unit.homeScope, rng), onBehalf: unit.id };
    },
    inspectorIdsOf: (street) => post('inspector', street).map((p) => p.id),
    nameOf: (person) => names.get(person) ?? '',
  };
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
