import { expect, test } from 'vitest';
import { en } from '#renderer/i18n/en/catalogue.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { SCREENS } from '../screens.ts';
import type { ActionSpec } from './action.ts';
import { allActions } from './allActions.ts';

const actions = allActions();
const TYPED_LAYERS = new Set(['phone', 'screen', 'suggest']);

/** Layers that can be reached by the same key at the same time. */
function contextOf(action: ActionSpec): string {
  return action.layer === 'dialog' ? 'dialog' : 'page';
}

test('there are acts, each with an id of its own and words in both languages', () => {
  expect(actions.length).toBeGreaterThan(40);
  expect(new Set(actions.map((action) => action.id)).size).toBe(actions.length);
  for (const action of actions) {
    expect(action.title(zhCN), action.id).not.toBe('');
    expect(action.title(en), action.id).not.toBe('');
  }
});

test('no two acts have one chord in one context', () => {
  const clashes = SCREENS.flatMap((screen) => {
    const here = actions.filter((action) => action.screen === screen);
    const seen = new Map<string, string>();
    return here.flatMap((action) =>
      action.chords.flatMap((chord) => {
        const key = `${contextOf(action)} ${chord}`;
        const other = seen.get(key);
        seen.set(key, action.id);
        return other === undefined ? [] : [`${screen} ${chord}: ${other} / ${action.id}`];
      }),
    );
  });
  const everywhere = new Map<string, string>();
  for (const action of actions.filter((each) => each.screen === 'all')) {
    for (const chord of action.chords) {
      const other = everywhere.get(`${contextOf(action)} ${chord}`);
      if (other !== undefined) clashes.push(`all ${chord}: ${other} / ${action.id}`);
      everywhere.set(`${contextOf(action)} ${chord}`, action.id);
    }
  }
  expect(clashes).toEqual([]);
});

test('what works while typing never takes a plain letter or digit', () => {
  const plain = actions
    .filter((action) => TYPED_LAYERS.has(action.layer))
    .flatMap((action) => action.chords.filter((chord) => /^(Shift\+)?[A-Z0-9/.,]$/.test(chord)));
  expect(plain).toEqual([]);
});

test('nothing takes a key that belongs to the desktop or the input method', () => {
  const taken = actions.flatMap((action) => action.chords);
  expect(taken.filter((chord) => /^(Alt\+(F\d+|Tab|Space)|Ctrl\+Space)$/.test(chord))).toEqual([]);
});
