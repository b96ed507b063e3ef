import type { Messages } from '#renderer/i18n/useMessages.ts';
import type { ActionLayer, ActionSpec } from '../actions/action.ts';
import type { ScreenId } from '../screens.ts';

const LAYERS: readonly ActionLayer[] = ['phone', 'screen', 'suggest', 'list', 'dialog'];

/** One line of the sheet: what is done, and every chord that does it. */
export type KeyLine = { readonly title: string; readonly chords: readonly string[] };
export type KeyGroup = { readonly layer: ActionLayer; readonly lines: readonly KeyLine[] };

/**
 * The acts with keys of one screen and of all screens, by the layer in which they work. What two keys do
 * stands once in each layer: a key that works everywhere is not told of as if it did not in a field. What one
 * key does here stands once, too: the act of this screen comes before that of every screen. Going to a screen is
 * no act on it, though both are called by one word.
 */
export function keySheetFor(
  actions: readonly ActionSpec[],
  screen: ScreenId,
  m: Messages,
): readonly KeyGroup[] {
  const here = actions
    .filter((each) => each.chords.length > 0)
    .filter((each) => each.screen === screen || each.screen === 'all')
    .toSorted((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer));
  const taken = new Set(here.filter(isOfScreen).flatMap((each) => each.chords));
  const lines = new Map<string, { readonly layer: ActionLayer; readonly line: KeyLine }>();
  for (const each of here) {
    const { title, layer } = each;
    const chords = isOfScreen(each) ? each.chords : each.chords.filter((one) => !taken.has(one));
    if (chords.length === 0) continue;
    const words = title(m);
    const place = `${layer} ${chords.every(isJourney) ? 'go' : 'act'} ${words}`;
    const known = lines.get(place);
    lines.set(place, {
      layer,
      line: { title: words, chords: [...new Set([...(known?.line.chords ?? []), ...chords])] },
    });
  }
  return LAYERS.map((layer) => ({
    layer,
    lines: [...lines.values()].filter((each) => each.layer === layer).map(({ line }) => line),
  })).filter((group) => group.lines.length > 0);
}

function isOfScreen(action: ActionSpec): boolean {
  return action.screen !== 'all';
}

/** `G B`: to another screen. */
function isJourney(chord: string): boolean {
  return chord.startsWith('G ');
}
