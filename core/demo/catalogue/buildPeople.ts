import { pinyin } from 'pinyin-pro';
import { assert, must } from '../../kernel/assert.ts';
import { createRng } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type {
  DemoLogin,
  Employment,
  PeopleDirectory,
  Person,
} from '../../domain/catalogue/people.ts';
import type { Role, Scope, UnitId } from '../../domain/operation/identity.ts';
import { shareOut } from '../ground/halving.ts';
import { DEMO_PASSWORD, districtLogins, streetLogins } from './demoLogins.ts';
import { personName } from './personNames.ts';

export const PEOPLE_COUNTS = { inspectors: 432, gridManagers: 524, assistants: 441 } as const;

/** All grants begin here, before any day of a history. */
const GRANTS_FROM = Date.UTC(2024, 11, 31, 16);

/**
 * 956 staff in the field (432 inspectors, 524 grid managers), 441 assistants, then the people of the
 * centers and one clerk for each unit with a console. Ids are `p-00001` and so on.
 */
export function buildPeople(catalogue: Catalogue, ground: Ground, seed: number): PeopleDirectory {
  const rng = createRng(seed).fork('people');
  const people: Person[] = [];
  const hire = (post: Post): Person => {
    const person = newPerson(people.length + 1, post, rng);
    people.push(person);
    return person;
  };
  hireField(catalogue, ground, hire);
  hireCenters(catalogue, hire);
  for (const unit of catalogue.units) {
    if (unit.hasConsole) hire(clerkOf(unit.id));
  }
  const demoLogins = hireForLogins(catalogue, hire);
  return {
    kind: 'shaotai-people',
    version: catalogue.version,
    isSample: true,
    people,
    demoLogins,
  };
}

type Post = {
  readonly employment: Employment;
  readonly unit: UnitId | null;
  readonly grants: readonly (readonly [Role, Scope])[];
};
type Hire = (post: Post) => Person;

function newPerson(serial: number, post: Post, rng: Rng): Person {
  const name = personName(rng);
  const initials = pinyin(name, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    surname: 'head',
  }).join('');
  return {
    id: `p-${String(serial).padStart(5, '0')}`,
    name,
    initials,
    employment: post.employment,
    unit: post.unit,
    workNo: String(100_000 + serial),
    grants: post.grants.map(([role, scope]) => ({ role, scope, from: GRANTS_FROM, to: null })),
  };
}

/** Field staff are shared out over the streets by cells, grid managers over the grids of a street. */
function hireField(catalogue: Catalogue, ground: Ground, hire: Hire): void {
  const cells = catalogue.streets.map(
    (street) => ground.cells.filter((cell) => cell.code.startsWith(street.code)).length,
  );
  const inspectors = shareOut(cells, PEOPLE_COUNTS.inspectors);
  const managers = shareOut(cells, PEOPLE_COUNTS.gridManagers);
  const assistants = shareOut(cells, PEOPLE_COUNTS.assistants);
  catalogue.streets.forEach((street, i) => {
    const scope: Scope = `street:${street.code}`;
    const teams = catalogue.units.filter((u) => u.kind === 'gridTeam' && u.street === street.code);
    const teamOf = (k: number): UnitId => must(teams[k % teams.length], 'a team').id;
    const times = (n: number | undefined, post: (k: number) => Post): void => {
      for (let k = 0; k < (n ?? 0); k += 1) hire(post(k));
    };
    times(inspectors[i], () => ({
      employment: 'inspector',
      unit: null,
      grants: [['inspector', scope]],
    }));
    times(managers[i], (k) => ({
      employment: 'gridManager',
      unit: teamOf(k),
      grants: [
        ['inspector', scope],
        ['unit', `unit:${teamOf(k)}`],
      ],
    }));
    times(assistants[i], (k) => ({ employment: 'assistant', unit: teamOf(k), grants: [] }));
  });
}

/** People of the hall, the intake centers and the 17 sub-centers, by role. */
function hireCenters(catalogue: Catalogue, hire: Hire): void {
  const times = (n: number, role: Role, scope: Scope): void => {
    for (let k = 0; k < n; k += 1) {
      hire({ employment: 'center', unit: null, grants: [[role, scope]] });
    }
  };
  times(168, 'operator', 'district');
  times(18, 'dispatcher', 'district');
  times(6, 'dutyChief', 'district');
  times(8, 'supervisor', 'district');
  times(12, 'callbackClerk', 'district');
  times(6, 'leader', 'district');
  times(4, 'quality', 'district');
  times(2, 'administrator', 'district');
  for (const center of catalogue.intakeCenters) {
    times(8, 'operator', center.scope);
    times(2, 'dispatcher', center.scope);
    times(1, 'dutyChief', center.scope);
  }
  for (const street of catalogue.streets) {
    const scope: Scope = `street:${street.code}`;
    times(4, 'operator', scope);
    times(4, 'dispatcher', scope);
    times(2, 'dutyChief', scope);
    times(1, 'callbackClerk', scope);
    times(1, 'leader', scope);
  }
}

function clerkOf(unit: UnitId): Post {
  return { employment: 'unitStaff', unit, grants: [['unit', `unit:${unit}`]] };
}

function hireForLogins(catalogue: Catalogue, hire: Hire): DemoLogin[] {
  const logins = [...districtLogins(catalogue), ...streetLogins(catalogue)];
  assert(new Set(logins.map((l) => l.loginName)).size === logins.length, 'login names are unique');
  return logins.map((login) => {
    const person = hire({
      employment: login.unit === null ? 'center' : 'unitStaff',
      unit: login.unit,
      grants: login.grants,
    });
    return {
      loginName: login.loginName,
      password: DEMO_PASSWORD,
      person: person.id,
      seat: login.seat,
      scope: login.scope,
    };
  });
}
