import { assert, must } from '../../kernel/assert.ts';
import type { Ground } from '../../domain/area/ground.ts';
import type { Duty, Unit, UnitKind } from '../../domain/catalogue/unit.ts';
import { titlePinyin } from './titlePinyin.ts';
import { DEPARTMENTS, DISTRICT_CREWS, EMBEDDED, SECTIONS } from './departments.ts';
import type { OfficeRow } from './departments.ts';

/** Ids: `u-DEP01` departments, `u-X01` crews, `u-<street>-K1…E1…P1…X1`, `u-<community>`, `u-<grid>`. */
export function buildUnits(ground: Ground): Unit[] {
  return [...districtUnits(), ...ground.streets.flatMap((_, i) => streetUnits(ground, i))];
}

type Draft = {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: UnitKind;
  readonly duty: Duty;
};
type Home = Pick<Unit, 'homeScope' | 'street' | 'community' | 'baseGrid'>;

const DISTRICT: Home = { homeScope: 'district', street: null, community: null, baseGrid: null };

function unitOf(draft: Draft, home: Home): Unit {
  return {
    id: draft.id,
    name: { zh: draft.zh, en: draft.en },
    kind: draft.kind,
    duty: draft.duty,
    ...home,
    exclusive: draft.kind === 'crew',
    hasConsole:
      draft.kind === 'department' || draft.kind === 'enterprise' || draft.kind === 'embedded',
    phone: phoneOf(draft.id),
  };
}

/** An invented extension, always the same for an id. */
function phoneOf(id: string): string {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9000;
  return `5550${1000 + sum}`;
}

function districtUnits(): Unit[] {
  const rows = DEPARTMENTS.split('\n').filter((line) => line !== '');
  assert(rows.length === 40, 'forty departments and enterprises');
  const departments = rows.map((line, i) => {
    const [head, en] = line.split(' | ');
    const [kind, duty, zh] = must(head, 'head').split(' ');
    return unitOf(
      {
        id: `u-DEP${String(i + 1).padStart(2, '0')}`,
        zh: must(zh, 'name'),
        en: must(en, 'English name'),
        kind: kind as UnitKind,
        duty: duty as Duty,
      },
      DISTRICT,
    );
  });
  return [...departments, ...DISTRICT_CREWS.map((row) => officeOf(row, { kind: 'crew' }))];
}

function officeOf(
  [key, duty, zh, en]: OfficeRow,
  at: {
    readonly kind: UnitKind;
    readonly street?: { readonly code: string; readonly short: string; readonly en: string };
  },
): Unit {
  if (at.street === undefined) {
    return unitOf({ id: `u-${key}`, zh, en, kind: at.kind, duty: duty as Duty }, DISTRICT);
  }
  const { code, short, en: streetEn } = at.street;
  return unitOf(
    {
      id: `u-${code}-${key}`,
      zh: `${short}${zh}`,
      en: `${streetEn} ${en}`,
      kind: at.kind,
      duty: duty as Duty,
    },
    { homeScope: `street:${code}`, street: code, community: null, baseGrid: null },
  );
}

function streetUnits(ground: Ground, index: number): Unit[] {
  const { code, name, nameEn } = must(ground.streets[index], 'street');
  const street = { code, short: name.replace(/街道$/u, ''), en: nameEn };
  const home: Home = { homeScope: `street:${code}`, street: code, community: null, baseGrid: null };
  const post: OfficeRow = ['P1', 'policing', '派出所', 'Police Post'];
  const crew: OfficeRow = ['X1', 'urban_management', '应急处置车组', 'Emergency Crew'];
  const communities = ground.communities.flatMap((c, i) => (c.street === index ? [{ c, i }] : []));
  return [
    ...SECTIONS.map((row) => officeOf(row, { kind: 'section', street })),
    ...EMBEDDED.map((row) => officeOf(row, { kind: 'embedded', street })),
    officeOf(post, { kind: 'policePost', street }),
    officeOf(crew, { kind: 'crew', street }),
    ...communities.map(({ c }) =>
      unitOf(
        {
          id: `u-${c.code}`,
          zh: c.name,
          en: `${titlePinyin(c.name.replace(/社区$/u, ''))} Community`,
          kind: 'community',
          duty: 'neighbourhood',
        },
        { ...home, community: c.code },
      ),
    ),
    ...communities.flatMap(({ c, i }) =>
      ground.baseGrids
        .filter((g) => g.community === i)
        .map((g) =>
          unitOf(
            {
              id: `u-${g.code}`,
              zh: `${c.name.replace(/社区$/u, '')} ${g.code.slice(-2)} 网格`,
              en: `${titlePinyin(c.name.replace(/社区$/u, ''))} Grid ${g.code.slice(-2)}`,
              kind: 'gridTeam',
              duty: 'grid',
            },
            { ...home, community: c.code, baseGrid: g.code },
          ),
        ),
    ),
  ];
}
