/**
 * npm run --silent eval:area -- --areas GEOJSON --name PROPERTY --points CSV [--out CSV]
 * First area in file order wins, half-open even-odd rule. The last line is one JSON object:
 * n, matched, mismatchedWithExact, pointsPerSecond.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseArgs } from 'node:util';
import { buildPolygonIndex } from '#core/domain/area/polygonIndex.ts';
import { csvRecords } from './csv.ts';
import { exactFinder } from '#tests/support/exactArea.ts';
import type { Area, Ring } from '#tests/support/exactArea.ts';

const { values } = parseArgs({
  options: {
    areas: { type: 'string' },
    name: { type: 'string' },
    points: { type: 'string' },
    out: { type: 'string' },
  },
});
const { areas: areasFile, name: property, points: pointsFile } = values;
if (areasFile === undefined || property === undefined || pointsFile === undefined) {
  throw new Error('--areas GEOJSON --name PROPERTY --points CSV are needed');
}
const areas = readAreas(readText(areasFile), property);
const points = readPoints(readText(pointsFile));
const index = buildPolygonIndex(areas.map(({ rings }) => rings.map((ring) => ring.flat())));

const started = performance.now();
const found = points.map(([x, y]) => index.find(x, y));
const seconds = (performance.now() - started) / 1000;

const exactly = exactFinder(areas);
const mismatched = points.filter(([x, y], i) => exactly(x, y) !== found[i]).length;
if (values.out !== undefined) writeFileSync(values.out, outText());
console.log(
  JSON.stringify({
    n: points.length,
    matched: found.filter((area) => area >= 0).length,
    mismatchedWithExact: mismatched,
    pointsPerSecond: Math.round(points.length / Math.max(seconds, 1e-6)),
  }),
);

function outText(): string {
  const rows = points.map(([x, y], i) => {
    const area = areas[found[i] ?? -1]?.name ?? '';
    return `${x},${y},${quoted(area)}`;
  });
  return `longitude,latitude,area\n${rows.join('\n')}\n`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function readAreas(text: string, key: string): Area[] {
  type Feature = {
    readonly properties: Readonly<Record<string, unknown>> | null;
    readonly geometry:
      | { readonly type: 'Polygon'; readonly coordinates: Ring[] }
      | { readonly type: 'MultiPolygon'; readonly coordinates: Ring[][] }
      | null;
  };
  const { features } = JSON.parse(text) as { readonly features: readonly Feature[] };
  return features.map(({ properties, geometry }) => ({
    name: textOf(properties?.[key]),
    rings:
      geometry === null
        ? []
        : (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()).map(
            openRing,
          ),
  }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Without the closing point and without heights. */
function openRing(ring: Ring): Ring {
  const plain = ring.map(([x, y]) => [x, y] as const);
  const [first] = plain;
  const last = plain.at(-1);
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  return isClosed ? plain.slice(0, -1) : plain;
}

function readPoints(text: string): (readonly [number, number])[] {
  return csvRecords(text).flatMap((row) => {
    const named = new Map(Object.entries(row).map(([name, v]) => [name.toLowerCase(), v]));
    const longitude = named.get('longitude') ?? '';
    const latitude = named.get('latitude') ?? '';
    if (longitude.trim() === '' || latitude.trim() === '') return [];
    const point = [Number(longitude), Number(latitude)] as const;
    return point.every(Number.isFinite) ? [point] : [];
  });
}
