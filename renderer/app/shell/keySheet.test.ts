import { expect, test } from 'vitest';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { allActions } from '../actions/allActions.ts';
import { keySheetFor } from './keySheet.ts';

function linesOn(screen: 'board' | 'settings') {
  return keySheetFor(allActions(), screen, zhCN).flatMap((group) => group.lines);
}

test('what one key does on a screen stands once: the act of the screen', () => {
  for (const chord of ['Esc', 'Ctrl+P']) {
    expect(linesOn('board').filter((line) => line.chords.includes(chord))).toHaveLength(1);
  }
  expect(linesOn('board').find((line) => line.chords.includes('Ctrl+P'))?.title).toBe('打印案件单');
});

test('where a screen has no act of its own for a key, that of every screen stands', () => {
  expect(linesOn('settings').find((line) => line.chords.includes('Ctrl+P'))?.title).toBe(
    '打印本页',
  );
});

test('each key stands under where it works: what reaches into a field is not said to stop at it', () => {
  const groups = keySheetFor(allActions(), 'board', zhCN);
  const layerOf = (chord: string) =>
    groups.find((group) => group.lines.some((line) => line.chords.includes(chord)))?.layer;
  expect(layerOf('/')).toBe('list');
  expect(layerOf('Ctrl+/')).toBe('screen');
  expect(layerOf('Ctrl+Z')).toBe('screen');
});
