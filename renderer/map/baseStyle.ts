import type { FeatureLike } from 'ol/Feature.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { MapTheme } from './mapTheme.ts';
import { zoomAt } from './mercator.ts';

/** Road width in CSS pixels by class (1 main … 4 lane) at the zooms 11 to 19. */
const ROAD_WIDTH: Readonly<Record<number, readonly number[]>> = {
  1: [1.6, 2, 2.6, 3.4, 4.5, 7, 11, 16, 22],
  2: [0.8, 1.1, 1.6, 2.2, 3, 5, 8, 12, 17],
  3: [0, 0, 0.9, 1.2, 1.8, 3, 5.5, 9, 13],
  4: [0, 0, 0, 0.7, 1, 2, 4, 6.5, 10],
};

export type BaseStyleInput = {
  readonly layer: string;
  readonly zoom: number;
  readonly roadClass: number;
  readonly name: string;
  readonly kind: string;
};

/** Everything that the look depends on. Equal keys have equal looks, apart from the words of a label. */
export function baseStyleKey(input: BaseStyleInput): string | null {
  switch (input.layer) {
    case 'land':
    case 'green':
    case 'water':
      return input.layer;
    case 'building':
      return input.zoom >= 14 ? 'building' : null;
    case 'road':
      return roadKey(input);
    case 'label':
      return labelKey(input);
    case 'poi':
      return input.zoom >= 16.75 ? 'label/poi' : null;
    default:
      return null;
  }
}

function roadKey({ roadClass, zoom }: BaseStyleInput): string | null {
  const step = Math.min(19, Math.max(11, Math.round(zoom)));
  const width = ROAD_WIDTH[roadClass]?.[step - 11] ?? 0;
  return width > 0 ? `road/${roadClass}/${step}` : null;
}

/** Streets and communities are named on the overlay, around the marks; the base names what is left. */
function labelKey({ kind, zoom }: BaseStyleInput): string | null {
  if (kind === 'green' || kind === 'water') return zoom >= 14 ? 'label/green' : null;
  return kind === 'estate' && zoom >= 15.75 ? 'label/estate' : null;
}

export type BaseStyler = (feature: FeatureLike, resolution: number) => Style | Style[] | undefined;

/** One per theme: styles are made once a key and reused for every feature and frame. */
export function createBaseStyler(theme: MapTheme, textScale: number): BaseStyler {
  const kept = new Map<string, Style>();
  return (feature, resolution) => {
    const input = inputOf(feature, zoomAt(resolution));
    const key = baseStyleKey(input);
    if (key === null) return undefined;
    let style = kept.get(key);
    if (style === undefined) {
      style = styleFor(key, theme, textScale);
      kept.set(key, style);
    }
    style.getText()?.setText(input.name);
    return style;
  };
}

function inputOf(feature: FeatureLike, zoom: number): BaseStyleInput {
  return {
    layer: String(feature.get('layer')),
    zoom,
    roadClass: Number(feature.get('class') ?? 4),
    name: String(feature.get('name') ?? ''),
    kind: String(feature.get('kind') ?? ''),
  };
}

function styleFor(key: string, theme: MapTheme, textScale: number): Style {
  const [kind = '', detail = '', zoom = ''] = key.split('/');
  switch (kind) {
    case 'land':
      return new Style({ fill: new Fill({ color: theme.land }), zIndex: 0 });
    case 'green':
      return new Style({ fill: new Fill({ color: theme.green }), zIndex: 1 });
    case 'water':
      return new Style({ fill: new Fill({ color: theme.water }), zIndex: 2 });
    case 'building':
      return new Style({ fill: new Fill({ color: theme.cell }), zIndex: 3 });
    case 'road':
      return new Style({
        stroke: new Stroke({
          color: Number(detail) <= 2 ? theme.roadMajor : theme.road,
          width: ROAD_WIDTH[Number(detail)]?.[Number(zoom) - 11] ?? 1,
          lineCap: 'round',
        }),
        zIndex: 8 - Number(detail),
      });
    default:
      return labelStyle(theme, textScale);
  }
}

function labelStyle(theme: MapTheme, textScale: number): Style {
  return new Style({
    text: new Text({
      font: `400 ${12 * textScale}px ${theme.font}`,
      fill: new Fill({ color: theme.inkDim }),
      stroke: new Stroke({ color: theme.halo, width: 3 }),
      overflow: true,
      padding: [4, 6, 4, 6],
    }),
    zIndex: 10,
  });
}
