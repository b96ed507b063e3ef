import DoubleClickZoom from 'ol/interaction/DoubleClickZoom.js';
import DragPan from 'ol/interaction/DragPan.js';
import type Interaction from 'ol/interaction/Interaction.js';
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom.js';
import PinchZoom from 'ol/interaction/PinchZoom.js';
import VectorTileLayer from 'ol/layer/VectorTile.js';
import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import type { Box } from './areaShapes.ts';
import { openBaseSource } from './baseSource.ts';
import { createBaseStyler } from './baseStyle.ts';
import type { ReadBytes } from './chunkedBytes.ts';
import type { MapTheme } from './mapTheme.ts';
import { createOverlayLayer, type OverlayView } from './overlayLayer.ts';
import type { Frame } from './pickMark.ts';

const ZOOM_LEAST = 9;
const ZOOM_MOST = 19.5;
const GLIDE_MS = 160;

/** The drawn map: OpenLayers with a vector base and one overlay, both on plain canvases. */
export type MapSurface = {
  readonly map: OlMap;
  readonly view: View;
  readonly redraw: () => void;
  readonly setTheme: (theme: MapTheme) => void;
  readonly showBase: (isShown: boolean) => void;
  readonly loadBase: (read: ReadBytes) => Promise<boolean>;
  readonly frame: () => Frame | null;
  readonly fitBox: (box: Box, glide: boolean) => void;
  readonly panBy: (dx: number, dy: number) => void;
  /** At once, without gliding. */
  readonly stepBy: (dx: number, dy: number) => void;
  readonly zoomBy: (steps: number) => void;
  readonly centerOn: (x: number, y: number, zoomLeast: number | null) => void;
  readonly dispose: () => void;
};

export type SurfaceOptions = {
  readonly target: HTMLElement;
  readonly isInteractive: boolean;
  readonly doubleClickZooms: boolean;
  readonly theme: MapTheme;
  readonly textScale: number;
  readonly paddingPx: number;
  readonly footPx: number;
  readonly paint: (context: CanvasRenderingContext2D, view: OverlayView) => void;
};

export function createMapSurface(options: SurfaceOptions): MapSurface {
  const base = new VectorTileLayer({
    declutter: true,
    renderMode: 'hybrid',
    updateWhileAnimating: false,
    updateWhileInteracting: false,
    style: createBaseStyler(options.theme, options.textScale),
  });
  const overlay = createOverlayLayer(options.paint);
  const view = new View({
    center: [0, 0],
    zoom: 12,
    minZoom: ZOOM_LEAST,
    maxZoom: ZOOM_MOST,
    enableRotation: false,
    constrainResolution: false,
  });
  const map = new OlMap({
    target: options.target,
    layers: [base, overlay],
    view,
    controls: [],
    interactions: interactionsOf(options),
  });
  const moves = createViewMoves(map, view, options);
  return {
    map,
    view,
    redraw: () => overlay.changed(),
    setTheme: (theme) => base.setStyle(createBaseStyler(theme, options.textScale)),
    showBase: (isShown) => base.setVisible(isShown),
    async loadBase(read) {
      try {
        base.setSource(await openBaseSource(read));
        return true;
      } catch {
        // Without a base the cases and borders are still right: the page says so and offers a retry.
        return false;
      }
    },
    ...moves,
    dispose() {
      map.setTarget();
      map.dispose();
    },
  };
}

function interactionsOf(options: SurfaceOptions): Interaction[] {
  if (!options.isInteractive) return [];
  return [
    new DragPan(),
    new MouseWheelZoom({ duration: GLIDE_MS }),
    new PinchZoom(),
    ...(options.doubleClickZooms ? [new DoubleClickZoom({ duration: GLIDE_MS })] : []),
  ];
}

function createViewMoves(map: OlMap, view: View, { paddingPx, footPx }: SurfaceOptions) {
  let gliding: { readonly zoom: number } | null = null;
  const glide = (to: { center?: number[]; zoom?: number }): void => {
    view.cancelAnimations();
    const now = to.zoom === undefined ? null : { zoom: to.zoom };
    gliding = now;
    view.animate({ ...to, duration: glideMs() }, () => {
      if (gliding === now) gliding = null;
    });
  };
  /** Where the zoom is going: quick presses add up instead of beginning again from the middle of a glide. */
  const zoomWanted = (): number => gliding?.zoom ?? view.getZoom() ?? ZOOM_LEAST;
  const frame = (): Frame | null => {
    const size = map.getSize();
    const center = view.getCenter();
    const resolution = view.getResolution();
    if (size === undefined || center === undefined || resolution === undefined) return null;
    return {
      centerX: center[0] ?? 0,
      centerY: center[1] ?? 0,
      resolution,
      width: size[0] ?? 0,
      height: size[1] ?? 0,
    };
  };
  return {
    frame,
    fitBox(box: Box, isGliding: boolean) {
      // Shapes that have not come yet span nothing.
      if (!(box.west <= box.east && box.south <= box.north)) return;
      view.cancelAnimations();
      gliding = null;
      view.fit([box.west, box.south, box.east, box.north], {
        padding: [paddingPx, paddingPx, paddingPx + footPx, paddingPx],
        maxZoom: 17,
        duration: isGliding ? glideMs() : 0,
      });
    },
    panBy(dx: number, dy: number) {
      const now = frame();
      if (now === null) return;
      glide({ center: [now.centerX + dx * now.resolution, now.centerY - dy * now.resolution] });
    },
    stepBy(dx: number, dy: number) {
      const now = frame();
      if (now === null) return;
      view.setCenter([now.centerX + dx * now.resolution, now.centerY - dy * now.resolution]);
    },
    zoomBy: (steps: number) => glide({ zoom: clampZoom(zoomWanted() + steps) }),
    centerOn(x: number, y: number, zoomLeast: number | null) {
      const zoom = view.getZoom() ?? ZOOM_LEAST;
      glide({ center: [x, y], zoom: Math.max(zoom, zoomLeast ?? zoom) });
    },
  };
}

function clampZoom(zoom: number): number {
  return Math.min(ZOOM_MOST, Math.max(ZOOM_LEAST, zoom));
}

function glideMs(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE_MS;
}
