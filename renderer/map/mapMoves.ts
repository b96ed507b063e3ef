import type { Box } from './areaShapes.ts';
import type { MapHold } from './mapHold.ts';
import type { MapScene } from './mapScene.ts';
import type { MapSurface } from './mapSurface.ts';
import { isWorst, worstFirst } from './markerSet.ts';
import { toPlane } from './mercator.ts';
import { pixelOf } from './pickMark.ts';

type Parts = { readonly scene: MapScene; readonly surface: MapSurface; readonly hold: MapHold };

/** Where the view goes, by a person's wish or by following the selection. */
export function createMapMoves({ scene, surface, hold }: Parts) {
  const { planeOf, pixelOfCase } = placesOf(scene, surface);
  return {
    select(caseId: string | null) {
      scene.selected = caseId;
      surface.redraw();
      if (caseId === null || hold.isHeld()) return;
      const pixel = pixelOfCase(caseId);
      const frame = surface.frame();
      const at = planeOf(caseId);
      if (pixel === null || frame === null || at === null) return;
      const [x, y] = pixel;
      const isInView = x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
      if (!isInView) surface.centerOn(at[0], at[1], null);
    },
    goTo(caseId: string) {
      const at = planeOf(caseId);
      scene.selected = caseId;
      hold.take();
      if (at !== null) surface.centerOn(at[0], at[1], 15);
      surface.redraw();
    },
    goToPoint(lonE6: number, latE6: number) {
      const { x, y } = toPlane(lonE6, latE6);
      hold.take();
      surface.centerOn(x, y, 16);
    },
    centerAt(x: number, y: number) {
      hold.take();
      surface.centerOn(x, y, null);
    },
    fit() {
      hold.release();
      const box = hold.homeBox();
      if (box !== undefined) surface.fitBox(box, true);
    },
    fitCases(ids: readonly string[]) {
      const box = boxAround(ids.map(planeOf).filter((at) => at !== null));
      if (box === null) return;
      hold.take();
      surface.fitBox(box, true);
    },
    panBy(dx: number, dy: number) {
      hold.take();
      surface.panBy(dx, dy);
    },
    stepBy(dx: number, dy: number) {
      hold.take();
      surface.stepBy(dx, dy);
    },
    zoomTo(zoom: number) {
      hold.take();
      surface.view.setZoom(zoom);
    },
    zoomBy(steps: number) {
      hold.take();
      surface.zoomBy(steps);
    },
    pixelOfCase,
  };
}

/** What stands on the map, for those who go through it case by case and for tests. */
export function createMapReading(scene: MapScene, surface: MapSurface) {
  return {
    worst() {
      const set = scene.cases.set();
      const all = set.ids.flatMap((_, i) => (isWorst(set, i) ? [i] : []));
      return worstFirst(set, all).map((i) => set.ids[i] ?? '');
    },
    drawn() {
      const frame = surface.frame();
      if (frame === null) return null;
      const layout = scene.cases.layoutAt(frame.resolution);
      const { ids } = scene.cases.set();
      const marks = layout.marks.map((mark, i) => ({
        mark,
        ids: layout.membersOf(i).flatMap((index) => ids[index] ?? []),
      }));
      return { frame, marks };
    },
  };
}

function placesOf(scene: MapScene, surface: MapSurface) {
  const planeOf = (caseId: string): readonly [number, number] | null => {
    const { x, y, indexOf } = scene.cases.set();
    const index = indexOf.get(caseId);
    return index === undefined ? null : [x[index] ?? 0, y[index] ?? 0];
  };
  const pixelOfCase = (caseId: string): readonly [number, number] | null => {
    const at = planeOf(caseId);
    const frame = surface.frame();
    return at === null || frame === null ? null : pixelOf(frame, at[0], at[1]);
  };
  return { planeOf, pixelOfCase };
}

function boxAround(points: readonly (readonly [number, number])[]): Box | null {
  if (points.length === 0) return null;
  const xs = points.map((at) => at[0]);
  const ys = points.map((at) => at[1]);
  return {
    west: Math.min(...xs),
    east: Math.max(...xs),
    south: Math.min(...ys),
    north: Math.max(...ys),
  };
}
