import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Unit } from '../../domain/catalogue/unit.ts';
import type { UnitRow } from '../../protocol/console/rows.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { caseFor } from '../session/reading.ts';
import { unitPoint } from './unitPoint.ts';

const PROPOSED_MAX = 12;
const LISTED_MAX = 200;
const METRES_PER_MICRODEGREE = 0.11132;

type Loads = ReadonlyMap<string, number>;

/**
 * Units that may take a case, best first. The duty matrix speaks loudest (who is competent for the matter in
 * this street), then whose ground it is, then how near and how busy; every reason goes along as a code.
 * While cut off only units of the own scope can be sent, so no others are offered.
 */
export async function proposeUnits(core: ConsoleCore, caseId: string): Promise<UnitRow[]> {
  const { doc } = await caseFor(core, caseId);
  const { catalogue } = core.reference;
  if (doc === null || catalogue === null) return [];
  const loads = await openLoads(core);
  const isOnline = core.isOnline();
  const rows = catalogue.units.flatMap((unit) => {
    if (!isOnline && unit.homeScope !== core.scope) return [];
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
  const doc = wish.caseId === undefined ? null : (await caseFor(core, wish.caseId)).doc;
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

/** One reason for or against a unit: what it is worth, and its code. */
type Reason = readonly [worth: number, code: string];
type Judged = { readonly unit: Unit; readonly doc: CaseDoc; readonly loads: Loads };

function judge(core: ConsoleCore, on: Judged): UnitRow | null {
  const claims = [...dutyReasons(core, on), ...groundReasons(core, on)];
  if (claims.length === 0) return null;
  const metres = distanceTo(core, on.unit, on.doc);
  const load = on.loads.get(on.unit.id) ?? 0;
  const reasons = [...claims, ...pastReasons(on), ...nearReasons(metres)];
  if (knowsLoad(core, on.unit)) reasons.push(...loadReasons(load));
  const score = reasons.reduce((sum, [worth]) => sum + worth, 0);
  const row = rowOf(core, on.unit, { score, why: reasons.map(([, code]) => code), metres, load });
  return row.onCase === null ? row : { ...row, score: row.score / 2, why: [...row.why, 'busy'] };
}

/** The duty matrix: who is competent for the matter in this street. */
function dutyReasons(core: ConsoleCore, { unit, doc }: Judged): Reason[] {
  const matter = core.reference.matterById.get(doc.matter ?? '');
  if (matter === undefined || unit.duty !== matter.duty) return [];
  const { street } = doc.place;
  const isOfDistrict = unit.homeScope === 'district';
  const isRightLevel = matter.level === 'district' ? isOfDistrict : isOf(unit, street);
  if (!isRightLevel) return isOfDistrict ? [[0.25, 'district']] : [];
  const named = core.rules.matter(matter.id)?.dutyUnit(street ?? null);
  return [named === unit.id ? [0.7, 'duty_matrix'] : [0.6, 'duty']];
}

/** Whose ground it is. */
function groundReasons(core: ConsoleCore, { unit, doc }: Judged): Reason[] {
  const at = core.reference.areas?.cellByCode(doc.place.cell ?? '') ?? null;
  if (at !== null && unit.baseGrid === at.baseGrid) return [[0.3, 'same_grid']];
  if (at !== null && unit.kind === 'community' && unit.community === at.community) {
    return [[0.2, 'same_community']];
  }
  const isGeneral = unit.duty === 'general' && isOf(unit, doc.place.street);
  return isGeneral ? [[0.15, 'general']] : [];
}

function pastReasons({ unit, doc }: Judged): Reason[] {
  const before = Object.values(doc.assignments ?? {}).filter((one) => one.unit === unit.id);
  if (before.some((one) => one.state === 'returned')) return [[-0.4, 'returned']];
  return before.some((one) => one.round < doc.round) ? [[0.2, 'rework']] : [];
}

function nearReasons(metres: number | null): Reason[] {
  return metres !== null && metres < 1_000 ? [[0.1 * (1 - metres / 1_000), 'nearest']] : [];
}

function loadReasons(load: number): Reason[] {
  if (load === 0) return [[0.05, 'free']];
  return load > 10 ? [[-0.05, 'load']] : [];
}

function isOf(unit: Unit, street: string | undefined): boolean {
  return street !== undefined && unit.street === street;
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

/** A unit is as busy as it is, whoever asks: a number names no case. A street knows that of its own units only. */
function knowsLoad(core: ConsoleCore, unit: Unit): boolean {
  return core.scope === 'district' || unit.homeScope === core.scope;
}

async function openLoads(core: ConsoleCore): Promise<Loads> {
  const rows = await core.replica.read((reader) =>
    reader.all<{ units: string; n: number }>(
      `SELECT units, COUNT(*) AS n FROM board WHERE open = 1 AND units <> '' GROUP BY units`,
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
