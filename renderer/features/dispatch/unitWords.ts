import type { UnitRow } from '#core/protocol/console/rows.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

/** 620 米, 1.1 公里, or nothing where either place is unknown. */
export function distanceText(
  metres: number | null,
  words: Pick<Messages['dispatch']['proposed'], 'metres' | 'kilometres'>,
): string {
  if (metres === null) return '';
  if (metres < 1_000) return words.metres(Math.round(metres / 10) * 10);
  return words.kilometres((metres / 1_000).toFixed(1));
}

/**
 * Codes of why, in words: `duty_matrix`, or `load:2` with what it counts. A code that has no word here is left
 * out of the sentence, never shown as a code.
 */
export function whyText(unit: Pick<UnitRow, 'why'>, m: Messages): string {
  return unit.why
    .map((code) => {
      const [name = '', value] = code.split(':');
      const word = m.dispatch.why[name];
      if (word === undefined) return '';
      return value === undefined ? word : `${word} ${value}`;
    })
    .filter((part) => part !== '')
    .join(' · ');
}

export type UnitState = 'free' | 'busy' | 'busyHere' | 'onCase';
type Loaded = Pick<UnitRow, 'exclusive' | 'homeScope' | 'load' | 'onCase'>;

/**
 * Exclusive units are on one case or free; others carry several at once. A street knows the cases of another's
 * unit only as far as they are its own.
 */
export function unitState(unit: Loaded, scope: string | null): UnitState {
  if (unit.exclusive && unit.onCase !== null) return 'onCase';
  if (scope?.startsWith('street:') === true && unit.homeScope !== scope) return 'busyHere';
  return unit.load === 0 ? 'free' : 'busy';
}

/** What a unit has in hand. */
export function loadText(
  unit: Loaded,
  scope: string | null,
  words: Pick<Messages['dispatch']['proposed'], UnitState>,
): string {
  const state = unitState(unit, scope);
  return state === 'free' || state === 'onCase' ? words[state] : words[state](unit.load);
}
