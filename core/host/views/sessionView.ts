import type { ViewSnapshot } from '../../protocol/console/views.ts';
import type { ConsoleCore } from '../consoleCore.ts';

type SessionSnapshot = ViewSnapshot<'session'>;

/** Who sits here and what the login page needs. `core` is null before this console is enrolled. */
export function sessionView(core: ConsoleCore | null): SessionSnapshot {
  if (core === null) return NOT_ENROLLED;
  const { catalogue, people } = core.reference;
  const { now, person } = core.session;
  const isDemo = core.identity.isDemo || people?.isSample === true;
  return {
    state: now.state,
    person: person === null ? null : { id: person.id, name: person.name },
    seat: person?.seat ?? null,
    scope: core.scope,
    scopeName: scopeName(core, core.scope),
    roles: (person?.grants ?? []).map(({ role, scope }) => ({ role, scope })),
    profile: catalogue?.profile ?? '',
    profileName: catalogue?.districtName.zh ?? '',
    zone: 'Asia/Shanghai',
    demo: isDemo,
    demoLogins: isDemo ? demoLogins(core) : [],
    seats: seatsOf(core),
    shiftSince: person?.since ?? null,
  };
}

export function scopeName(core: ConsoleCore, scope: string): string | null {
  const { catalogue, unitById } = core.reference;
  if (scope === 'district') return catalogue?.districtName.zh ?? null;
  const [kind, code] = scope.split(':');
  if (kind === 'street') {
    return catalogue?.streets.find((street) => street.code === code)?.name.zh ?? null;
  }
  if (kind === 'unit') return unitById.get(code ?? '')?.name.zh ?? null;
  return catalogue?.intakeCenters.find((center) => center.scope === scope)?.name.zh ?? null;
}

/** Logins that work at this console: those of its own scope, else all. */
function demoLogins(core: ConsoleCore): SessionSnapshot['demoLogins'] {
  const all = core.reference.people?.demoLogins ?? [];
  const own = all.filter((login) => login.scope === core.scope);
  return (own.length > 0 ? own : all).map((login) => {
    const person = core.reference.personById.get(login.person);
    return {
      login: login.loginName,
      password: login.password,
      role: person?.grants[0]?.role ?? '',
      scopeName: scopeName(core, login.scope) ?? login.scope,
      seat: login.seat,
    };
  });
}

function seatsOf(core: ConsoleCore): string[] {
  const seats = core.reference.catalogue?.seats ?? [];
  return seats.filter((seat) => seat.scope === core.scope).map((seat) => seat.id);
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
  zone: 'Asia/Shanghai',
  demo: false,
  demoLogins: [],
  seats: [],
  shiftSince: null,
};
