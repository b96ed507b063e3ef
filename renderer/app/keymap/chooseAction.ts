import type { ActionSpec, LiveAction } from '../actions/action.ts';
import type { ScreenId } from '../screens.ts';

export type KeyPlace = {
  readonly screen: ScreenId;
  /** Focus is where text is typed. */
  readonly isTyping: boolean;
  readonly isDialogOpen: boolean;
  /** First half of a sequence, as `G` of `G B`. */
  readonly before: string | null;
};

export type KeyChoice =
  | { readonly kind: 'run'; readonly action: LiveAction }
  | { readonly kind: 'wait' }
  | { readonly kind: 'none' };

/** Which act a chord means here and now. Acts of the open screen come before those of every screen. */
export function chooseAction(
  chord: string,
  place: KeyPlace,
  actions: readonly LiveAction[],
): KeyChoice {
  const usable = actions.filter((action) => isUsable(action, place));
  const full = place.before === null ? chord : `${place.before} ${chord}`;
  const meant = usable.filter((action) => action.chords.includes(full) && action.when());
  const chosen = meant.find((action) => action.screen !== 'all') ?? meant[0];
  if (chosen !== undefined) return { kind: 'run', action: chosen };
  const opens = usable.some((action) =>
    action.chords.some((each) => each.startsWith(`${full} `) && action.when()),
  );
  return opens ? { kind: 'wait' } : { kind: 'none' };
}

/** The layer of an act reaches to where the keys go. Whether the act is possible is another question. */
export function isUsable(action: ActionSpec, place: KeyPlace): boolean {
  if (action.screen !== 'all' && action.screen !== place.screen) return false;
  if (place.isDialogOpen) return action.layer === 'dialog' || action.layer === 'phone';
  if (action.layer === 'dialog') return false;
  return action.layer !== 'list' || !place.isTyping;
}
