import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isInside } from '../domain/area/polygonIndex.ts';
import { buildAreaIndex } from '../domain/area/locate.ts';
import { buildPlaceSearch } from '../domain/area/placeSearch.ts';
import { readCalendar } from '../domain/calendar/workCalendar.ts';
import { DEFAULT_SEED, buildDistrict } from './buildDistrict.ts';
import { buildTown } from './ground/buildTown.ts';

const profiles = fileURLToPath(new URL('../../profiles', import.meta.url));
const district = buildDistrict(profiles, 'dongcheng', DEFAULT_SEED);
const { catalogue, people, gazetteer, ground } = district;
const areas = buildAreaIndex(ground);

describe('the demo catalogue', () => {
  it('[R2-03][R3-04] has the numbers of the district', () => {
    expect(catalogue.streets).toHaveLength(17);
    expect(catalogue.communities).toHaveLength(177);
    expect(catalogue.intakeCenters).toHaveLength(4);
    expect(catalogue.matters).toHaveLength(3099);
    expect(catalogue.channels).toHaveLength(24);
    expect(catalogue.lines).toHaveLength(62);
    expect(catalogue.seats.filter((s) => s.number > 0)).toHaveLength(56);
    expect(catalogue.whistleItems).toHaveLength(45);
    expect(catalogue.answers).toHaveLength(30);
    for (const { basis } of catalogue.answers ?? []) expect(basis).toMatch(/^样例/u);
    expect(catalogue.roadChiefs).toHaveLength(246);
    expect(catalogue.keyPersonKinds).toHaveLength(9);
    const ofKind = (kind: string) => catalogue.units.filter((u) => u.kind === kind).length;
    expect(ofKind('department') + ofKind('enterprise')).toBe(40);
    expect(ofKind('section')).toBe(17 * 4);
    expect(ofKind('embedded')).toBe(17 * 5);
    expect(ofKind('policePost')).toBe(17);
    expect(ofKind('community')).toBe(177);
    expect(ofKind('gridTeam')).toBe(592);
  });

  it('names every id once', () => {
    for (const list of [catalogue.units, catalogue.matters, catalogue.seats, catalogue.lines]) {
      expect(new Set(list.map((x) => x.id)).size).toBe(list.length);
    }
    const letters = [
      catalogue.originLetters,
      ...catalogue.streets.map((s) => s.originLetters),
      ...catalogue.intakeCenters.map((c) => c.originLetters),
    ];
    expect(new Set(letters).size).toBe(22);
    for (const l of letters) expect(l).toMatch(/^[A-Z]{2,4}$/);
  });

  it('finds a unit for the duty of every matter, in the street or in the district', () => {
    const has = new Set(catalogue.units.map((u) => `${u.duty}/${u.street ?? 'district'}`));
    const missing = catalogue.matters.filter((m) =>
      m.level === 'district'
        ? !has.has(`${m.duty}/district`)
        : catalogue.streets.some((s) => !has.has(`${m.duty}/${s.code}`)),
    );
    expect(missing).toEqual([]);
  });

  it('gives every matter a condition with a limit and every line a known class', () => {
    expect(catalogue.matters.filter((m) => m.conditions.length === 0)).toEqual([]);
    const codes = new Set(catalogue.matters.map((m) => m.code));
    const unknown = catalogue.lines.filter(
      (l) => l.defaultMatterCode !== null && !codes.has(l.defaultMatterCode),
    );
    expect(unknown).toEqual([]);
  });

  it('keeps the limits of the standard for a missing cover, a pothole and a barbecue', () => {
    const limits = (code: string) =>
      catalogue.matters
        .find((m) => m.code === code)
        ?.conditions.map((c) => `${c.limit.value} ${c.limit.clock}`);
    expect(limits('B0101')).toEqual(['2 urgent_hour', '4 work_hour', '2 work_day', '5 work_day']);
    expect(limits('S0113')).toEqual(['5 work_day']);
    expect(limits('S0129')).toEqual(['2 urgent_hour']);
    expect(limits('S0101')).toEqual(['2 natural_day', '15 work_day']);
  });

  it('only crews are exclusive', () => {
    expect(new Set(catalogue.units.filter((u) => u.exclusive).map((u) => u.kind))).toEqual(
      new Set(['crew']),
    );
  });
});

describe('the demo people', () => {
  it('[R3-19] count 432 inspectors, 524 grid managers, 441 assistants', () => {
    const count = (e: string) => people.people.filter((p) => p.employment === e).length;
    expect([count('inspector'), count('gridManager'), count('assistant')]).toEqual([432, 524, 441]);
  });
  it('have logins for each role and for three streets, at seats that exist', () => {
    const byId = new Map(people.people.map((p) => [p.id, p]));
    const seats = new Set(catalogue.seats.map((s) => s.id));
    const roles = new Set(
      people.demoLogins.flatMap((l) => byId.get(l.person)?.grants.map((g) => g.role) ?? []),
    );
    for (const role of [
      'operator',
      'dispatcher',
      'dutyChief',
      'unit',
      'inspector',
      'administrator',
    ]) {
      expect(roles).toContain(role);
    }
    expect(people.demoLogins.filter((l) => !seats.has(l.seat))).toEqual([]);
    const streets = people.demoLogins.filter((l) => l.scope.startsWith('street:'));
    expect(new Set(streets.map((l) => l.scope)).size).toBe(3);
  });
});

describe('the demo town', () => {
  const town = buildTown(ground, DEFAULT_SEED);
  it('has 59,000 buildings, 8,000 points and 300 estates', () => {
    expect(town.buildings).toHaveLength(59_000);
    expect(town.points).toHaveLength(8_000);
    expect(town.estates).toHaveLength(300);
  });
  it('puts every building inside its cell', () => {
    const outside = town.buildings.filter(({ ring, cell }) => {
      const shape = (ground.cells[cell]?.ring ?? []).flatMap((i) => [
        ground.corners[2 * i] ?? 0,
        ground.corners[2 * i + 1] ?? 0,
      ]);
      return !ring.every(([x, y]) => isInside([shape], x, y));
    });
    expect(outside).toEqual([]);
  });
  it('names no road after a street of the district and no two roads alike', () => {
    const names = town.roads.flatMap((r) => (r.name === null ? [] : [r.name]));
    expect(new Set(names).size).toBe(names.length);
    const real = ground.streets.map((s) => s.name.replace('街道', ''));
    expect(names.filter((n) => real.some((r) => n.startsWith(r)))).toEqual([]);
  });
  it('fits its base map into three megabytes', () => {
    expect(district.basemap.length).toBeLessThan(3_000_000);
    expect(district.basemap.length).toBeGreaterThan(500_000);
  });
});

describe('place search', () => {
  const search = buildPlaceSearch(gazetteer, areas);
  it('knows the cell of every place', () => {
    expect(gazetteer.places.filter((p) => p.cell === null)).toEqual([]);
  });
  it('finds a street by name and by initials, best first', () => {
    expect(search.find('东直门', 3)[0]).toMatchObject({ kind: 'street', name: '东直门街道' });
    expect(search.find('DZM', 3)[0]).toMatchObject({ kind: 'street', name: '东直门街道' });
    expect(search.find(' ', 3)).toEqual([]);
  });
  it('[R0-22] finds a house by road and number, odd and even on two sides', () => {
    const road = gazetteer.roads.find((r) => r.roadClass === 2);
    if (road === undefined) throw new Error('no road');
    const [odd] = search.find(`${road.name}11号`, 1);
    const [even] = search.find(`${road.name}12`, 1);
    expect(odd).toMatchObject({ kind: 'houseNumber', name: `${road.name}11号` });
    expect(even?.point).not.toEqual(odd?.point);
    expect(search.find(`${road.name}${road.lastNumber + 1}号`, 1)).toEqual([]);
  });
});

it('the calendar of the profile can be read', () => {
  expect(readCalendar(district.calendar).version).toBe(catalogue.calendarVersion);
});
