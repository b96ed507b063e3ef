import type { AreaLevel, RawArea } from './areaShapes.ts';

/** What the map asks of the outside: shapes by level and the base map's bytes. Null: not to be had now. */
export type MapSource = {
  readonly areas: (level: AreaLevel) => Promise<readonly RawArea[] | null>;
  readonly bytes: (offset: number, length: number) => Promise<ArrayBuffer | null>;
};
