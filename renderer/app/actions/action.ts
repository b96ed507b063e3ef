import type { Messages } from '#renderer/i18n/useMessages.ts';
import type { ScreenId } from '../screens.ts';

/**
 * Where a chord works:
 * phone and screen - always, typing or not; suggest - always, offered while typing; list - only outside
 * a field and while no composition is open; dialog - while that screen's dialog is open.
 */
export type ActionLayer = 'phone' | 'screen' | 'suggest' | 'list' | 'dialog';

/**
 * An act as it is known to menus, key caps, the key sheet and the command bar. Specs are constants in
 * `*.actions.ts` files of features, found by glob; what they run is bound by the screen that is open.
 */
export type ActionSpec = {
  readonly id: string;
  readonly title: (m: Messages) => string;
  /** As drawn on key caps: 'F2', 'Ctrl+Enter', 'Alt+Q', 'J', 'G B' (one after the other), '/'. */
  readonly chords: readonly string[];
  /** One screen, or all of them. */
  readonly screen: ScreenId | 'all';
  readonly layer: ActionLayer;
  /** Offered in the command bar; further words it is found by (pinyin initials, English). */
  readonly words?: readonly string[];
  /** Rank among the hints at the bottom, 1 first; without it no hint. */
  readonly hint?: number;
};

export type ActionHandler = {
  readonly run: () => unknown;
  /** Now possible. A chord of an impossible act does nothing, its cap is not drawn. */
  readonly when?: () => boolean;
  /** Worth a hint now; without it whenever it is possible. A chord may answer only to say why not. */
  readonly isHinted?: () => boolean;
};

export type LiveAction = ActionSpec &
  Required<Pick<ActionHandler, 'run' | 'when'>> &
  Pick<ActionHandler, 'isHinted'>;
