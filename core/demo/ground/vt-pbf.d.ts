declare module 'vt-pbf' {
  /** The part of vt-pbf that is used: layers of geojson-vt tiles to one vector tile. */
  export function fromGeojsonVt(
    layers: Readonly<Record<string, { readonly features: readonly unknown[] }>>,
    options: { readonly version: 2; readonly extent?: number },
  ): Uint8Array;
}
