import type { Gazetteer } from '../../domain/area/gazetteer.ts';

const METRES_PER_MICRODEGREE = 0.11132;
const REACH_M = 300;
/** About 300 m: a point looks into its own square and the eight around it. */
const SQUARE_E6 = 2_700;

/** Finds the nearest named place by squares of a grid. */
export function nearestPlace(gazetteer: Gazetteer): (lon: number, lat: number) => string | null {
  const squares = new Map<
    string,
    { readonly name: string; readonly lon: number; readonly lat: number }[]
  >();
  for (const { name, point } of gazetteer.places) {
    const key = keyOf(point[0], point[1]);
    const list = squares.get(key) ?? [];
    list.push({ name, lon: point[0], lat: point[1] });
    squares.set(key, list);
  }
  return (lon, lat) => {
    const scale = Math.cos((lat / 1e6) * (Math.PI / 180));
    let best: { readonly name: string; readonly metres: number } | null = null;
    for (const dx of [-1, 0, 1]) {
      for (const dy of [-1, 0, 1]) {
        for (const place of squares.get(keyOf(lon + dx * SQUARE_E6, lat + dy * SQUARE_E6)) ?? []) {
          const metres =
            Math.hypot((place.lon - lon) * scale, place.lat - lat) * METRES_PER_MICRODEGREE;
          if (metres <= REACH_M && (best === null || metres < best.metres)) {
            best = { name: place.name, metres };
          }
        }
      }
    }
    return best?.name ?? null;
  };
}

function keyOf(lon: number, lat: number): string {
  return `${Math.floor(lon / SQUARE_E6)} ${Math.floor(lat / SQUARE_E6)}`;
}
