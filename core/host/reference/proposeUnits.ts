import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type { UnitRow } from '../../protocol/console/rows.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { unitPoint } from './unitPoint.ts';

const PROPOSED_MAX = 12;
const LISTED_MAX = 200;
const METRES_PER_MICRODEGREE = 0.11132;

type Loads = ReadonlyMap<string, number>;

/**
 * Units that may take a case, best first. The duty matrix speaks loudest (who is competent for the matter in
 * this street), then whose ground it is, then how near and how busy; every reason goes along as a code.
 */
export async function proposeUnits(core: ConsoleCore, caseId: string): Promise<UnitRow[]> {
  const { doc } = await core.shownCase(caseId);
  const { catalogue } = core.reference;
  if (doc === null || catalogue === null) return [];
  const loads = await openLoads(core);
  const rows = catalogue.units.flatMap((unit) => {
    const judged = judge(core, { unit, doc, loads });
    return judged === null ? [] : [judged];
  });
  return rows.sort((a, b) => b.score - a.score).slice(0, PROPOSED_MAX);
}

/** Units by name or street; with a case, the nearest to it first. */
export async function listUnits(
  core: ConsoleCore,
  wish: { readonly street: string | null; readonly text: string; readonly caseId?: string },
): Promise<UnitRow[]> {
  const wanted = wish.text.trim();
  const loads = await openLoads(core);
  const doc = wish.caseId === undefined ? null : (await core.shownCase(wish.caseId)).doc;
  const far = Number.POSITIVE_INFINITY;
  return (core.reference.catalogue?.units ?? [])
    .filter((unit) => wish.street === null || unit.street === wish.street)
    .filter((unit) => wanted === '' || unit.name.zh.includes(wanted) || unit.id.includes(wanted))
    .map((unit) => ({ unit, metres: doc === null ? null : distanceTo(core, unit, doc) }))
    .sort((a, b) => (doc === null ? 0 : (a.metres ?? far) - (b.metres ?? far) || 0))
    .slice(0, LISTED_MAX)
    .map(({ unit, metres }) =>
      rowOf(core, unit, { score: 0, why: [], metres, load: loads.get(unit.id) ?? 0 }),
    );
}

function judge(
  core: ConsoleCore,
  on: { readonly unit: Unit; readonly doc: CaseDoc; readonly loads: Loads },
): UnitRow | null {
  const { unit, doc } = on;
  const why: string[] = [];
  let score = 0;
  const gain = (worth: number, code: string): void => {
    score += worth;
    why.push(code);
  };
  const matter = core.reference.matterById.get(doc.matter ?? '');
  const street = doc.place.street;
  const isOfStreet = street !== undefined && unit.street === street;
  if (matter !== undefined && unit.duty === matter.duty) {
    const isRightLevel = matter.level === 'district' ? unit.homeScope === 'district' : isOfStreet;
    const isNamed = core.rules.matter(matter.id)?.dutyUnit(street ?? null) === unit.id;
    if (isRightLevel) gain(isNamed ? 0.7 : 0.6, isNamed ? 'duty_matrix' : 'duty');
    else if (unit.homeScope === 'district') gain(0.25, 'district');
  }
  const at = core.reference.areas?.cellByCode(doc.place.cell ?? '') ?? null;
  if (at !== null && unit.baseGrid === at.baseGrid) gain(0.3, 'same_grid');
  else if (at !== null && unit.kind === 'community' && unit.community === at.community) {
    gain(0.2, 'same_community');
  } else if (isOfStreet && unit.duty === 'general') gain(0.15, 'general');
  if (score === 0) return null;
  const before = Object.values(doc.assignments ?? {}).filter((one) => one.unit === unit.id);
  if (before.some((one) => one.state === 'returned')) gain(-0.4, 'returned');
  else if (before.some((one) => one.round < doc.round)) gain(0.2, 'rework');
  const metres = distanceTo(core, unit, doc);
  if (metres !== null && metres < 1_000) gain(0.1 * (1 - metres / 1_000), 'nearest');
  const load = on.loads.get(unit.id) ?? 0;
  if (load === 0) gain(0.05, 'free');
  else if (load > 10) gain(-0.05, 'load');
  const row = rowOf(core, unit, { score, why, metres, load });
  return row.onCase === null ? row : { ...row, score: row.score / 2, why: [...why, 'busy'] };
}

function rowOf(
  core: ConsoleCore,
  unit: Unit,
  found: {
    readonly score: number;
    readonly why: readonly string[];
    readonly metres: number | null;
    readonly load: number;
  },
): UnitRow {
  const on = unit.exclusive ? Object.keys(core.keeper.record('unit', unit.id)?.on ?? {}) : [];
  return {
    unit: unit.id,
    name: unit.name.zh,
    kind: unit.kind,
    homeScope: unit.homeScope,
    exclusive: unit.exclusive,
    load: found.load,
    onCase: on[0] ?? null,
    score: Math.min(1, Math.max(0, Math.round(found.score * 100) / 100)),
    why: [...found.why],
    metres: found.metres,
  };
}

async function openLoads(core: ConsoleCore): Promise<Loads> {
  const rows = await core.replica.read((reader) =>
    reader.all<{ units: string; n: number }>(
      "SELECT units, COUNT(*) AS n FROM board WHERE open = 1 AND units <> '' GROUP BY units",
    ),
  );
  const loads = new Map<string, number>();
  for (const { units, n } of rows) {
    for (const unit of units.split('|')) {
      if (unit !== '') loads.set(unit, (loads.get(unit) ?? 0) + n);
    }
  }
  return loads;
}

function distanceTo(core: ConsoleCore, unit: Unit, doc: CaseDoc): number | null {
  const { point } = doc.place;
  const { ground } = core.reference;
  if (point === undefined || ground === null) return null;
  const home = unitPoint(ground, unit);
  if (home === null) return null;
  const scale = Math.cos((point.latE6 / 1e6) * (Math.PI / 180));
  const dx = (home[0] - point.lonE6) * scale;
  return Math.round(Math.hypot(dx, home[1] - point.latE6) * METRES_PER_MICRODEGREE);
}
