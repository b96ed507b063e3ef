import type { AreaIndex } from '../domain/area/locate.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The cell and street of a point that a page clicked: looked up here, so that no page can be wrong. */
export function fillPlace(areas: AreaIndex | null, args: Fields): Fields {
  const isNested = typeof args['place'] === 'object' && args['place'] !== null;
  const place = isNested ? (args['place'] as Fields) : args;
  const point = place['point'];
  if (areas === null || !isPoint(point) || place['cell'] !== null) return args;
  const at = areas.locate(point);
  if (at === null) return args;
  const filled = { ...place, cell: at.cell, street: at.street };
  return isNested ? { ...args, place: filled } : filled;
}

function isPoint(value: unknown): value is { readonly lonE6: number; readonly latE6: number } {
  return typeof value === 'object' && value !== null && 'lonE6' in value && 'latE6' in value;
}
