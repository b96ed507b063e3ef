import { HOME_ZONE } from '../../domain/calendar/calendarTable.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { seatsOf, seatsOfOthers } from '../session/seatChoice.ts';
import { isDemoPlace } from '../demoPlace.ts';

type SessionSnapshot = ViewSnapshot<'session'>;

/** Who sits here and what the login page needs. `core` is null before this console is enrolled. */
export function sessionView(core: ConsoleCore | null, lastSeat: unknown = null): SessionSnapshot {
  if (core === null) return NOT_ENROLLED;
  const { catalogue, calendarTable } = core.reference;
  const isDemo = isDemoPlace(core);
  return {
    ...personOf(core),
    scope: core.scope,
    scopeName: scopeName(core, core.scope),
    profile: catalogue?.profile ?? '',
    profileName: catalogue?.districtName.zh ?? '',
    profileNameEn: catalogue?.districtName.en ?? '',
    zone: calendarTable?.zone ?? HOME_ZONE,
    demo: isDemo,
    demoLogins: isDemo ? demoLogins(core) : [],
    ...seatsNow(core, lastSeat),
    ...fillingOf(core),
  };
}

/** Whoever has just set this console up sees how far it is before anybody logs in. */
export function fillingOf({ fill }: Pick<ConsoleCore, 'fill'>): Pick<SessionSnapshot, 'filling'> {
  const filling = fill.report();
  return filling === null ? {} : { filling };
}

/** Seats of this place, those of others, and where whoever comes next would sit: where he last sat. */
export function seatsNow(
  core: ConsoleCore,
  last: unknown,
): Pick<SessionSnapshot, 'seats' | 'seatsTaken' | 'proposedSeat'> {
  const seats = seatsOf(core);
  const others = seatsOfOthers(core);
  const free = seats.filter((seat) => !others.has(seat));
  const own = free.find((seat) => seat === last);
  return {
    seats,
    seatsTaken: seats.filter((seat) => others.has(seat)),
    proposedSeat: own ?? free[0] ?? null,
  };
}

function personOf(
  core: ConsoleCore,
): Pick<SessionSnapshot, 'state' | 'person' | 'seat' | 'roles' | 'shiftSince'> {
  const { now, person } = core.session;
  if (person === null) {
    return { state: now.state, person: null, seat: null, roles: [], shiftSince: null };
  }
  return {
    state: now.state,
    person: { id: person.id, name: person.name },
    seat: person.seat,
    roles: person.grants.map(({ role, scope }) => ({ role, scope })),
    shiftSince: person.shiftSince,
  };
}

export function scopeName(core: ConsoleCore, scope: string): string | null {
  const { catalogue, unitById } = core.reference;
  if (catalogue === null) return null;
  const [kind, code = ''] = scope.split(':');
  const named = {
    district: () => catalogue.districtName,
    street: () => catalogue.streets.find((street) => street.code === code)?.name,
    unit: () => unitById.get(code)?.name,
    intake: () => catalogue.intakeCenters.find((center) => center.scope === scope)?.name,
  };
  return kind !== undefined && kind in named ? (named[kind as 'unit']()?.zh ?? null) : null;
}

/** Logins that work at this console: those of its own scope, else all. */
function demoLogins(core: ConsoleCore): SessionSnapshot['demoLogins'] {
  const all = core.reference.people?.demoLogins ?? [];
  const own = all.filter((login) => login.scope === core.scope);
  const seats = seatsOf(core);
  return (own.length > 0 ? own : all).map((login) => {
    const person = core.reference.personById.get(login.person);
    return {
      login: login.loginName,
      password: login.password,
      role: person?.grants[0]?.role ?? '',
      scopeName: scopeName(core, login.scope) ?? login.scope,
      // Whoever is known by a seat elsewhere sits down at one of this place.
      seat: seats.includes(login.seat) ? login.seat : (seats[0] ?? login.seat),
    };
  });
}

const NOT_ENROLLED: SessionSnapshot = {
  state: 'setup',
  person: null,
  seat: null,
  scope: null,
  scopeName: null,
  roles: [],
  profile: '',
  profileName: '',
  profileNameEn: '',
  zone: HOME_ZONE,
  demo: false,
  demoLogins: [],
  seats: [],
  shiftSince: null,
};
