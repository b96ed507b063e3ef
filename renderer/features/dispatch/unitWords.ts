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

export type UnitState = 'free' | 'busy' | 'onCase';

/** Exclusive units are on one case or free; others carry several at once. */
export function unitState(unit: Pick<UnitRow, 'exclusive' | 'load' | 'onCase'>): UnitState {
  if (unit.exclusive && unit.onCase !== null) return 'onCase';
  return unit.load === 0 ? 'free' : 'busy';
}

/** What a unit has in hand; at a street it is said of another's unit that only its cases here are known. */
export function loadText(
  unit: Pick<UnitRow, 'exclusive' | 'homeScope' | 'load' | 'onCase'>,
  scope: string | null,
  words: Pick<Messages['dispatch']['proposed'], 'free' | 'busy' | 'busyHere' | 'onCase'>,
): string {
  const state = unitState(unit);
  if (state === 'onCase') return words.onCase;
  if (scope?.startsWith('street:') === true && unit.homeScope !== scope) {
    return words.busyHere(unit.load);
  }
  return state === 'free' ? words.free : words.busy(unit.load);
}
