import type { AreaShapes } from './areaShapes.ts';
import { haloText } from './casePainter.ts';
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
  const line = look.fontPx * view.pixelRatio;
  const reachAt = new Map(
    look.marks
      .filter((mark) => mark.kind === 'disc')
      .map((mark) => [`${mark.x}/${mark.y}`, mark.reach]),
  );
  context.font = `400 ${line}px ${theme.font}`;
  streets.codes.forEach((code, i) => {
    const anchor = streets.labels[i];
    if (anchor === undefined) return;
    const [px, py] = pixelOf(view.frame, anchor.x, anchor.y);
    const reach = reachAt.get(`${anchor.x}/${anchor.y}`) ?? 0;
    const below = reach === 0 ? 0 : reach * view.pixelRatio + line * 0.85;
    const x = px * view.pixelRatio;
    const y = py * view.pixelRatio + below;
    const halo = { x, halo: theme.halo, width: line * 0.25, align: 'center' as const };
    haloText(context, look.names.get(code) ?? streets.names[i] ?? '', {
      ...halo,
      y,
      fill: theme.label,
    });
    const note = look.notes.get(code);
    if (note !== undefined)
      haloText(context, note, { ...halo, y: y + line * 1.15, fill: theme.syncInk });
  });
}
