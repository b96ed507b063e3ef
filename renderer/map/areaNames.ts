import type { AreaShapes } from './areaShapes.ts';
import type { Block } from './block.ts';
import { haloText } from './casePainter.ts';
import { placeLabels, type LabelPlace } from './labelPlaces.ts';
import type { MarkLayout } from './layoutMarks.ts';
import type { MapTheme } from './mapTheme.ts';
import type { Mark } from './marks.ts';
import { pixelOf, type Frame } from './pickMark.ts';

export type NameLook = {
  readonly theme: MapTheme;
  readonly fontPx: number;
  readonly streets: AreaShapes | undefined;
  /** Null while the zoom is too small or too large for them. */
  readonly communities: AreaShapes | null;
  /** Street names in the language of the page, by code. */
  readonly names: ReadonlyMap<string, string>;
  /** A second line in violet: since when a cut street's data is old. */
  readonly notes: ReadonlyMap<string, string>;
  readonly layout: MarkLayout;
};

type Name = {
  readonly text: string;
  readonly note: string | null;
  readonly x: number;
  readonly y: number;
  readonly isStreet: boolean;
};
type Placed = Name & { readonly dx: number; readonly dy: number };
type View = { readonly frame: Frame; readonly pixelRatio: number };

export type NamePainter = {
  readonly paint: (context: CanvasRenderingContext2D, look: NameLook, view: View) => void;
  readonly forget: () => void;
};

/**
 * Names of streets and communities around the marks. Places are found once for a layout and a zoom and kept while
 * the view pans: a name never jumps because another one left the view.
 */
export function createNamePainter(): NamePainter {
  const pictures = new Map<string, Picture>();
  let kept: {
    layout: MarkLayout;
    resolution: number;
    hasCommunities: boolean;
    placed: readonly Placed[];
  } | null = null;
  return {
    forget() {
      kept = null;
      pictures.clear();
    },
    paint(context, look, view) {
      const { resolution } = view.frame;
      const hasCommunities = look.communities !== null;
      const isKept =
        kept?.layout === look.layout &&
        kept.resolution === resolution &&
        kept.hasCommunities === hasCommunities;
      if (kept === null || !isKept) {
        const placed = placeNames(context, look, resolution);
        kept = { layout: look.layout, resolution, hasCommunities, placed };
      }
      drawNames(context, { look, view, placed: kept.placed, pictures });
    },
  };
}

function namesOf(look: NameLook): readonly Name[] {
  const from = (shapes: AreaShapes | null | undefined, isStreet: boolean): readonly Name[] =>
    (shapes?.labels ?? []).map((anchor, i) => {
      const code = shapes?.codes[i] ?? '';
      const own = shapes?.names[i] ?? '';
      return {
        text: isStreet ? (look.names.get(code) ?? own) : own,
        note: isStreet ? (look.notes.get(code) ?? null) : null,
        x: anchor.x,
        y: anchor.y,
        isStreet,
      };
    });
  return [...from(look.streets, true), ...from(look.communities, false)];
}

/** How much of a name may be covered. */
const STREET_COVERED_MAX = 0.2;
const COMMUNITY_COVERED_MAX = 0.12;

/** In CSS pixels of the whole plane at this zoom. */
function placeNames(
  context: CanvasRenderingContext2D,
  look: NameLook,
  resolution: number,
): readonly Placed[] {
  const { marks } = look.layout;
  const reachAt = new Map(
    marks.filter((mark) => mark.kind === 'disc').map((mark) => [`${mark.x}/${mark.y}`, mark.reach]),
  );
  // Streets first, the long ones before all: a short name finds room beside a long one, not the other way round.
  const names = namesOf(look)
    .map((name) => ({ name, width: widthOf(context, look, name) }))
    .sort((a, b) => Number(b.name.isStreet) - Number(a.name.isStreet) || b.width - a.width);
  const wishes = names.map(({ name, width }) => ({
    x: name.x / resolution,
    y: -name.y / resolution,
    reach: reachAt.get(`${name.x}/${name.y}`) ?? 0,
    width,
    height: look.fontPx * (name.note === null ? 1.15 : 2.3),
  }));
  const places = placeLabels(
    wishes,
    marks.map((mark) => blockOf(mark, resolution)),
  );
  return names.flatMap(({ name }, i) => {
    const place: LabelPlace | undefined = places[i];
    const wish = wishes[i];
    if (place === undefined || wish === undefined) return [];
    // A name that finds no room is left out: one under a disc is read by nobody, one at another's disc is wrong.
    const share = name.isStreet ? STREET_COVERED_MAX : COMMUNITY_COVERED_MAX;
    if (place.isAmbiguous || place.covered > share * wish.width * wish.height) return [];
    return [{ ...name, dx: place.x - wish.x, dy: place.y - wish.y }];
  });
}

/** A street stands out by its weight only among names of communities. */
function fontOf(look: NameLook, name: Name, sizePx: number): string {
  const weight = name.isStreet && look.communities !== null ? 700 : 400;
  return `${weight} ${sizePx}px ${look.theme.font}`;
}

/** Of the wider line: what is said below a name lies as much in the way as the name. */
function widthOf(context: CanvasRenderingContext2D, look: NameLook, name: Name): number {
  context.font = fontOf(look, name, look.fontPx);
  const lines = name.note === null ? [name.text] : [name.text, name.note];
  return Math.max(...lines.map((line) => context.measureText(line).width));
}

/** What a mark covers with the number beside it. */
function blockOf(mark: Mark, resolution: number): Block {
  const x = mark.x / resolution + mark.dx;
  const y = -mark.y / resolution + mark.dy;
  const { reach } = mark;
  const half = mark.plateWidth > 0 ? Math.max(reach, mark.plateHalf) : reach;
  const right = x + reach + mark.plateWidth;
  return { left: x - reach, top: y - half, right, bottom: y + half };
}

type Picture = {
  readonly image: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
};

/** A name with its halo costs much to draw and is drawn in every frame: each is drawn once and copied. */
function pictureOf(name: Name, look: NameLook, pixelRatio: number): Picture {
  const line = look.fontPx * pixelRatio;
  const image = document.createElement('canvas');
  const context = image.getContext('2d');
  const texts = name.note === null ? [name.text] : [name.text, name.note];
  if (context === null) return { image, width: 0, height: 0 };
  const font = fontOf(look, name, line);
  context.font = font;
  const width = Math.ceil(Math.max(...texts.map((text) => context.measureText(text).width)) + line);
  const height = Math.ceil(line * (0.5 + 1.15 * texts.length));
  image.width = width;
  image.height = height;
  context.font = font;
  const { theme } = look;
  const fills = [name.isStreet ? theme.label : theme.inkDim, theme.syncInk];
  texts.forEach((text, i) => {
    haloText(context, text, {
      x: width / 2,
      y: height / 2 + line * 1.15 * (i - (texts.length - 1) / 2),
      fill: fills[i] ?? theme.label,
      halo: theme.halo,
      width: line * 0.25,
      align: 'center',
    });
  });
  return { image, width, height };
}

function drawNames(
  context: CanvasRenderingContext2D,
  of: {
    readonly look: NameLook;
    readonly view: View;
    readonly placed: readonly Placed[];
    readonly pictures: Map<string, Picture>;
  },
): void {
  const { frame, pixelRatio } = of.view;
  const isBold = of.look.communities !== null;
  for (const name of of.placed) {
    const [px, py] = pixelOf(frame, name.x, name.y);
    const x = (px + name.dx) * pixelRatio;
    const y = (py + name.dy) * pixelRatio;
    const key = `${name.text}/${name.note ?? ''}/${name.isStreet && isBold}/${name.isStreet}/${pixelRatio}`;
    const picture = of.pictures.get(key) ?? pictureOf(name, of.look, pixelRatio);
    of.pictures.set(key, picture);
    const left = Math.round(x - picture.width / 2);
    const top = Math.round(y - picture.height / 2);
    if (left > context.canvas.width || top > context.canvas.height) continue;
    if (left + picture.width < 0 || top + picture.height < 0) continue;
    context.drawImage(picture.image, left, top);
  }
}
