import type { map as Source } from '../zh-CN/map.ts';

export const map = {
  label: 'Map: arrow keys move, plus and minus zoom, Home goes back to the home view',
  labelPicking: 'Map: click the place of the matter',
  streetShort: (name: string) => name.replace(/ (Subdistrict|Street Office)$/u, ''),
  schematic: 'Schematic, not surveyed',
  scale: (metres: number) => (metres >= 1_000 ? `${metres / 1_000} km` : `${metres} m`),
  baseUnreadable: 'Base map cannot be read; cases still work',
  baseCode: 'MAP-07',
  casesStale: 'Places of cases cannot be read',
  accuracy: (metres: number) => `within about ${metres} m`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
} satisfies typeof Source;
