import type { ActionLayer, ActionSpec } from '../actions/action.ts';
import type { ScreenId } from '../screens.ts';

const LAYERS: readonly ActionLayer[] = ['phone', 'screen', 'suggest', 'list', 'dialog'];

export type KeyGroup = { readonly layer: ActionLayer; readonly actions: readonly ActionSpec[] };

/** The acts with keys of one screen and of all screens, by the layer in which they work. */
export function keySheetFor(actions: readonly ActionSpec[], screen: ScreenId): readonly KeyGroup[] {
  const here = actions.filter(
    (action) => action.chords.length > 0 && (action.screen === screen || action.screen === 'all'),
  );
  return LAYERS.map((layer) => ({
    layer,
    actions: here.filter((action) => action.layer === layer),
  })).filter((group) => group.actions.length > 0);
}
