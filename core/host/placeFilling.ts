import type { AreaIndex } from '../domain/area/locate.ts';

type Fields = Readonly<Record<string, unknown>>;
type Area = { readonly cell: string | null; readonly street: string | null };

/**
 * The cell and street of a place, looked up here whatever the page says of them: of its point, which may lie
 * outside the district; without a point, of the cell that was named. A street alone was told, not computed.
 */
export function fillPlace(areas: AreaIndex | null, args: Fields): Fields {
  const isNested = typeof args['place'] === 'object' && args['place'] !== null;
  const place = isNested ? (args['place'] as Fields) : args;
  if (areas === null || !('cell' in place)) return args;
  const found = areaOf(areas, place);
  if (found === null) return args;
  const filled = { ...place, ...found };
  return isNested ? { ...args, place: filled } : filled;
}

/** Null: nothing to look up. */
function areaOf(areas: AreaIndex, place: Fields): Area | null {
  const { point, cell } = place;
  if (isPoint(point)) {
    const at = areas.locate(point);
    return { cell: at?.cell ?? null, street: at?.street ?? null };
  }
  if (typeof cell !== 'string') return null;
  const named = areas.cellByCode(cell);
  return { cell: named?.cell ?? null, street: named?.street ?? null };
}

function isPoint(value: unknown): value is { readonly lonE6: number; readonly latE6: number } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('lonE6' in value) || !('latE6' in value)) return false;
  return typeof value.lonE6 === 'number' && typeof value.latE6 === 'number';
}
