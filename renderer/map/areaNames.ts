import type { AreaShapes } from './areaShapes.ts';
import { blockAround, type Block } from './block.ts';
import { haloText } from './casePainter.ts';
import type { MarkLayout } from './layoutMarks.ts';
import type { MapTheme } from './mapTheme.ts';
import type { Mark } from './marks.ts';
import type { PlanePoint } from './mercator.ts';
import { placeNoted, type NotedWish } from './notedPlaces.ts';
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
/** A name or its note: anchor in the plane, and the line's middle from there in CSS pixels. */
type Line = {
  readonly text: string;
  readonly role: 'street' | 'community' | 'note';
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
};
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
    placed: readonly Line[];
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
        const placed = placeNames(context, look, view.frame);
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
const STREET_COVERED_MAX = 0.1;
const COMMUNITY_COVERED_MAX = 0.1;
/** Height of a line, of its letters' size. */
const LINE = 1.15;

/** In CSS pixels of the whole plane at this zoom. */
function placeNames(
  context: CanvasRenderingContext2D,
  look: NameLook,
  frame: Frame,
): readonly Line[] {
  const { marks } = look.layout;
  const { resolution } = frame;
  const reachAt = new Map(
    marks.filter((mark) => mark.kind === 'disc').map((mark) => [`${mark.x}/${mark.y}`, mark.reach]),
  );
  // Streets first, the long ones before all: a short name finds room beside a long one, not the other way round.
  const names = namesOf(look)
    .map((name) => ({ name, widths: widthsOf(context, look, name) }))
    .sort((a, b) => Number(b.name.isStreet) - Number(a.name.isStreet) || b.widths[0] - a.widths[0]);
  const wishes = names.map(({ name, widths }) => ({
    x: name.x / resolution,
    y: -name.y / resolution,
    reach: reachAt.get(`${name.x}/${name.y}`) ?? 0,
    nameWidth: widths[0],
    noteWidth: widths[1],
    line: look.fontPx * LINE,
    isStreet: name.isStreet,
    mostCovered: name.isStreet ? STREET_COVERED_MAX : COMMUNITY_COVERED_MAX,
  }));
  const places = placeNoted(
    wishes,
    marks.map((mark) => blockOf(mark, resolution)),
    boundsOf(frame, wishes),
  );
  return names.flatMap(({ name }, i) => {
    const place = places[i] ?? null;
    const wish = wishes[i];
    if (place === null || wish === undefined) return [];
    const { x, y, text, note } = name;
    const at = (spot: PlanePoint) => ({ x, y, dx: spot.x - wish.x, dy: spot.y - wish.y });
    const role = name.isStreet ? ('street' as const) : ('community' as const);
    const line: Line = { text, role, ...at(place) };
    return note === null || place.note === null
      ? [line]
      : [line, { text: note, role: 'note', ...at(place.note) }];
  });
}

/** The view, when it shows every street: then no name is cut by its edge. A nearer view cuts some whatever is done. */
function boundsOf(frame: Frame, wishes: readonly NotedWish[]): Block | null {
  const middle = { x: frame.centerX / frame.resolution, y: -frame.centerY / frame.resolution };
  const view = blockAround(middle, frame.width / 2, frame.height / 2);
  const isWhole = wishes.every(
    ({ x, y, isStreet }) =>
      !isStreet || (x >= view.left && x <= view.right && y >= view.top && y <= view.bottom),
  );
  return isWhole ? view : null;
}

/** A street stands out by its weight only among names of communities. */
function fontOf(look: NameLook, isStreet: boolean, sizePx: number): string {
  const weight = isStreet && look.communities !== null ? 700 : 400;
  return `${weight} ${sizePx}px ${look.theme.font}`;
}

/** Of the name, and of what is said below it. */
function widthsOf(
  context: CanvasRenderingContext2D,
  look: NameLook,
  name: Name,
): readonly [number, number] {
  context.font = fontOf(look, name.isStreet, look.fontPx);
  const noteWidth = name.note === null ? 0 : context.measureText(name.note).width;
  return [context.measureText(name.text).width, noteWidth];
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
function pictureOf({ text, role }: Line, look: NameLook, pixelRatio: number): Picture {
  const line = look.fontPx * pixelRatio;
  const image = document.createElement('canvas');
  const context = image.getContext('2d');
  if (context === null) return { image, width: 0, height: 0 };
  const font = fontOf(look, role !== 'community', line);
  context.font = font;
  const width = Math.ceil(context.measureText(text).width + line);
  const height = Math.ceil(line * (0.5 + LINE));
  image.width = width;
  image.height = height;
  context.font = font;
  const { theme } = look;
  const fills = { street: theme.label, community: theme.inkDim, note: theme.syncInk };
  haloText(context, text, {
    x: width / 2,
    y: height / 2,
    fill: fills[role],
    halo: theme.halo,
    width: line * 0.25,
    align: 'center',
  });
  return { image, width, height };
}

function drawNames(
  context: CanvasRenderingContext2D,
  of: {
    readonly look: NameLook;
    readonly view: View;
    readonly placed: readonly Line[];
    readonly pictures: Map<string, Picture>;
  },
): void {
  const { frame, pixelRatio } = of.view;
  const isBold = of.look.communities !== null;
  for (const line of of.placed) {
    const [px, py] = pixelOf(frame, line.x, line.y);
    const x = (px + line.dx) * pixelRatio;
    const y = (py + line.dy) * pixelRatio;
    const key = `${line.text}/${line.role}/${isBold}/${pixelRatio}`;
    const picture = of.pictures.get(key) ?? pictureOf(line, of.look, pixelRatio);
    of.pictures.set(key, picture);
    const left = Math.round(x - picture.width / 2);
    const top = Math.round(y - picture.height / 2);
    if (left > context.canvas.width || top > context.canvas.height) continue;
    if (left + picture.width < 0 || top + picture.height < 0) continue;
    context.drawImage(picture.image, left, top);
  }
}
