import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Matter } from '../../domain/catalogue/matter.ts';
import type { Duty, Unit } from '../../domain/catalogue/unit.ts';
import type { StreetCode } from '../../domain/operation/identity.ts';
import type { BaseGridCode } from '../../domain/area/ground.ts';
import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import { chance } from './sampling.ts';

export type UnitPicker = {
  readonly inStreet: (matter: Matter, at: Place, rng: Rng) => Unit;
  readonly inDistrict: (matter: Matter, rng: Rng) => Unit;
  /** Another unit of the same home, after a return. */
  readonly other: (than: Unit, rng: Rng) => Unit;
};

type Place = { readonly street: StreetCode; readonly baseGrid: BaseGridCode };

/** Share of what a street handles that its grid team in front settles. */
const GRID_TEAM_SHARE = 0.45;
const FOR_TEAMS: ReadonlySet<Duty> = new Set<Duty>([
  'urban_management',
  'law_enforcement',
  'neighbourhood',
  'community_life',
]);

/** The duty matrix as the history uses it. Exclusive crews stay out of it. */
export function unitPicker(catalogue: Catalogue): UnitPicker {
  const able = catalogue.units.filter((u) => !u.exclusive);
  const teamOf = new Map(able.flatMap((u) => (u.baseGrid === null ? [] : [[u.baseGrid, u]])));
  const byHome = new Map<string, Unit[]>();
  const byDuty = new Map<string, Unit[]>();
  for (const unit of able) {
    if (unit.kind === 'gridTeam') continue;
    const home = byHome.get(unit.homeScope) ?? [];
    home.push(unit);
    byHome.set(unit.homeScope, home);
    const key = `${unit.homeScope} ${unit.duty}`;
    byDuty.set(key, [...(byDuty.get(key) ?? []), unit]);
  }
  return {
    inStreet: (matter, at, rng) => {
      if (FOR_TEAMS.has(matter.duty) && chance(rng, GRID_TEAM_SHARE)) {
        return must(teamOf.get(at.baseGrid), 'a team in every grid');
      }
      const fitting = byDuty.get(`street:${at.street} ${matter.duty}`) ?? [];
      return pick(rng, fitting.length > 0 ? fitting : homeOf(byHome, `street:${at.street}`));
    },
    inDistrict: (matter, rng) => {
      const fitting = byDuty.get(`district ${matter.duty}`) ?? [];
      return pick(rng, fitting.length > 0 ? fitting : homeOf(byHome, 'district'));
    },
    other: (than, rng) => {
      const rest = homeOf(byHome, than.homeScope).filter((u) => u.id !== than.id);
      return pick(rng, rest);
    },
  };
}

function homeOf(byHome: ReadonlyMap<string, readonly Unit[]>, home: string): readonly Unit[] {
  return must(byHome.get(home), `units at home in ${home}`);
}
