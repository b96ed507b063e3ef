import type { AreaShapes } from './areaShapes.ts';
import { haloText } from './casePainter.ts';
import { placeLabels } from './labelPlaces.ts';
import type { MapTheme } from './mapTheme.ts';
import type { Mark } from './marks.ts';
import { pixelOf, type Frame } from './pickMark.ts';

export type StreetLabelLook = {
  readonly theme: MapTheme;
  readonly fontPx: number;
  readonly streets: AreaShapes;
  /** Names in the language of the page, by code. */
  readonly names: ReadonlyMap<string, string>;
  /** A second line in violet: since when a cut street's data is old. */
  readonly notes: ReadonlyMap<string, string>;
  /** Discs of the overview: a label stands under the disc at its own anchor. */
  readonly marks: readonly Mark[];
};

export function paintStreetLabels(
  context: CanvasRenderingContext2D,
  look: StreetLabelLook,
  view: { readonly frame: Frame; readonly pixelRatio: number },
): void {
  const { theme, streets } = look;
  const { frame, pixelRatio } = view;
  const line = look.fontPx * pixelRatio;
  const at = (x: number, y: number): { readonly x: number; readonly y: number } => {
    const [px, py] = pixelOf(frame, x, y);
    return { x: px * pixelRatio, y: py * pixelRatio };
  };
  const discs = look.marks.filter((mark) => mark.kind === 'disc');
  const reachAt = new Map(discs.map((mark) => [`${mark.x}/${mark.y}`, mark.reach * pixelRatio]));
  context.font = `400 ${line}px ${theme.font}`;
  const words = streets.codes.map((code, i) => look.names.get(code) ?? streets.names[i] ?? '');
  const wishes = streets.labels.map((anchor, i) => ({
    ...at(anchor.x, anchor.y),
    reach: reachAt.get(`${anchor.x}/${anchor.y}`) ?? 0,
    width: context.measureText(words[i] ?? '').width,
    height: line * (look.notes.has(streets.codes[i] ?? '') ? 2.3 : 1.15),
  }));
  const isOverview = reachAt.size > 0 && wishes.some((wish) => wish.reach > 0);
  const blocks = isOverview
    ? look.marks.map((mark) => blockOf(mark, at(mark.x, mark.y), pixelRatio))
    : [];
  placeLabels(wishes, blocks).forEach((place, i) => {
    const note = look.notes.get(streets.codes[i] ?? '');
    const halo = { x: place.x, halo: theme.halo, width: line * 0.25, align: 'center' as const };
    const y = note === undefined ? place.y : place.y - line * 0.55;
    haloText(context, words[i] ?? '', { ...halo, y, fill: theme.label });
    if (note === undefined) return;
    haloText(context, note, { ...halo, y: y + line * 1.15, fill: theme.syncInk });
  });
}

/** What a mark covers, taken as a disc about its middle: badges reach to the right of theirs. */
function blockOf(
  mark: Mark,
  anchor: { readonly x: number; readonly y: number },
  pixelRatio: number,
): { readonly x: number; readonly y: number; readonly reach: number } {
  return {
    x: anchor.x + mark.dx * pixelRatio,
    y: anchor.y + mark.dy * pixelRatio,
    reach: mark.reach * (mark.isBadge ? 1.8 : 1) * pixelRatio,
  };
}
