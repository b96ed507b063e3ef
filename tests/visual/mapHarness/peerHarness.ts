import Feature from 'ol/Feature.js';
import Point from 'ol/geom/Point.js';
import VectorLayer from 'ol/layer/Vector.js';
import Cluster from 'ol/source/Cluster.js';
import VectorSource from 'ol/source/Vector.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { buildAreaShapes } from '#renderer/map/areaShapes.ts';
import { createMapScene } from '#renderer/map/mapScene.ts';
import { createMapSurface } from '#renderer/map/mapSurface.ts';
import { readMapTheme } from '#renderer/map/mapTheme.ts';
import { DESK_STYLE, discRadius } from '#renderer/map/marks.ts';
import { toPlane } from '#renderer/map/mercator.ts';
import { harnessSource, panFrames, zoomFrames } from './panFrames.ts';

declare global {
  interface Window {
    peer: {
      open: (cases: readonly MarkerTuple[], zoom: number) => Promise<void>;
      pan: (count: number) => Promise<number[]>;
      zoom: (count: number, middle: number) => Promise<number[]>;
    };
  }
}

let step: (dx: number, dy: number) => void = () => undefined;
let zoomTo: (zoom: number) => void = () => undefined;

/** The same ground drawn the same way, with the cases by OpenLayers' own Cluster and VectorLayer. */
window.peer = {
  async open(cases, zoom) {
    const target = document.querySelector<HTMLElement>('#map');
    if (target === null) throw new Error('no #map');
    const theme = readMapTheme(target);
    const scene = createMapScene(theme, {
      style: DESK_STYLE,
      labelPx: 13,
      streetsBelow: 0,
      worstOnDiscs: false,
    });
    const surface = createMapSurface({
      target,
      isInteractive: true,
      doubleClickZooms: true,
      theme,
      textScale: 1,
      paddingPx: 28,
      footPx: 0,
      paint: (context, view) => void scene.paint(context, view),
    });
    scene.shapes.set('street', buildAreaShapes((await harnessSource.areas('street')) ?? []));
    await surface.loadBase(harnessSource.bytes);
    surface.map.addLayer(clusterLayer(cases, theme.node, theme.ink));
    const box = scene.shapes.get('street')?.box;
    if (box !== undefined) surface.fitBox(box, false);
    surface.view.setZoom(zoom);
    step = (dx, dy) => surface.stepBy(dx, dy);
    zoomTo = (to) => surface.view.setZoom(to);
  },
  pan: (count) => panFrames(count, step),
  zoom: (count, middle) => zoomFrames(count, middle, zoomTo),
};

function clusterLayer(cases: readonly MarkerTuple[], disc: string, ink: string): VectorLayer {
  const features = cases.map((row) => {
    const { x, y } = toPlane(row[1], row[2]);
    return new Feature(new Point([x, y]));
  });
  const styles = new Map<number, Style>();
  return new VectorLayer({
    zIndex: 20,
    source: new Cluster({ distance: 56, source: new VectorSource({ features }) }),
    style: (feature) => {
      const count = (feature.get('features') as readonly unknown[]).length;
      const before = styles.get(count);
      if (before !== undefined) return before;
      const made = new Style({
        image: new CircleStyle({
          radius: discRadius(count, DESK_STYLE),
          fill: new Fill({ color: disc }),
          stroke: new Stroke({ color: ink, width: 1 }),
        }),
        text: new Text({
          text: String(count),
          font: '700 13px sans-serif',
          fill: new Fill({ color: ink }),
        }),
      });
      styles.set(count, made);
      return made;
    },
  });
}
