import { expect, test } from 'vitest';
import type { LiveAction } from '../actions/action.ts';
import { chooseAction, type KeyPlace } from './chooseAction.ts';
import { chordOf, isComposition, type KeyPress } from './chordOf.ts';
import { isTyping } from './useKeymap.ts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
  ...more,
});
const act = (id: string, chord: string, more: Partial<LiveAction> = {}): LiveAction => ({
  id,
  title: () => id,
  chords: [chord],
  screen: 'all',
  layer: 'list',
  run: () => undefined,
  when: () => true,
  ...more,
});
const place = (more: Partial<KeyPlace> = {}): KeyPlace => ({
  screen: 'board',
  isTyping: false,
  isDialogOpen: false,
  before: null,
  ...more,
});

test('letters are read by their place on the keyboard, whatever the input method types', () => {
  expect(chordOf(press('KeyJ', { key: 'ㄨ' }))).toBe('J');
  expect(chordOf(press('KeyQ', { altKey: true }))).toBe('Alt+Q');
  expect(chordOf(press('Enter', { ctrlKey: true }))).toBe('Ctrl+Enter');
  expect(chordOf(press('Numpad1', { altKey: true }))).toBe('Alt+1');
});

test('the stroke that a Chinese input method types for a slash counts as one', () => {
  expect(chordOf(press('Slash', { key: '/' }))).toBe('/');
  expect(chordOf(press('Backslash', { key: '、' }))).toBe('/');
  expect(chordOf(press('Slash', { key: '?', shiftKey: true }))).toBe('?');
  expect(chordOf(press('Slash', { key: '？', shiftKey: true }))).toBe('?');
  expect(chordOf(press('KeyM', { key: '?' }))).toBe('?');
});

test('a press that belongs to the input method or to AltGr is no chord', () => {
  expect(isComposition(press('KeyJ', { isComposing: true }))).toBe(true);
  expect(isComposition(press('KeyJ', { keyCode: 229 }))).toBe(true);
  expect(chordOf(press('KeyQ', { ctrlKey: true, altKey: true }))).toBeNull();
});

test('a single letter never acts while somebody types; a phone key always does', () => {
  const actions = [act('next', 'J'), act('answer', 'F2', { layer: 'phone' })];
  expect(chooseAction('J', place({ isTyping: true }), actions).kind).toBe('none');
  expect(chooseAction('J', place(), actions).kind).toBe('run');
  expect(chooseAction('F2', place({ isTyping: true, isDialogOpen: true }), actions).kind).toBe(
    'run',
  );
});

test('an open dialog has the keys to itself', () => {
  const actions = [
    act('send', 'Ctrl+Enter', { layer: 'screen' }),
    act('ok', 'Ctrl+Enter', { layer: 'dialog' }),
  ];
  const choice = chooseAction('Ctrl+Enter', place({ isDialogOpen: true }), actions);
  expect(choice).toMatchObject({ kind: 'run', action: { id: 'ok' } });
});

test('an act of the open screen comes before one of every screen; of another screen never', () => {
  const actions = [
    act('print', 'Ctrl+P', { layer: 'screen' }),
    act('sheet', 'Ctrl+P', { layer: 'screen', screen: 'case' }),
  ];
  expect(chooseAction('Ctrl+P', place(), actions)).toMatchObject({ action: { id: 'print' } });
  expect(chooseAction('Ctrl+P', place({ screen: 'case' }), actions)).toMatchObject({
    action: { id: 'sheet' },
  });
});

test('an act that is not possible leaves its key to another', () => {
  const actions = [
    act('pass', 'Esc', { screen: 'board', when: () => false }),
    act('back', 'Esc', { layer: 'screen' }),
  ];
  expect(chooseAction('Esc', place(), actions)).toMatchObject({ action: { id: 'back' } });
});

test('a sequence waits for its second key', () => {
  const actions = [act('board', 'G B')];
  expect(chooseAction('G', place(), actions).kind).toBe('wait');
  expect(chooseAction('B', place({ before: 'G' }), actions).kind).toBe('run');
  expect(chooseAction('X', place({ before: 'G' }), actions).kind).toBe('none');
  expect(chooseAction('B', place(), actions).kind).toBe('none');
});

test('typing is where text is taken, not where a button is pressed', () => {
  const input = document.createElement('input');
  expect(isTyping(input)).toBe(true);
  expect(isTyping(document.createElement('textarea'))).toBe(true);
  const box = document.createElement('input');
  box.type = 'checkbox';
  expect(isTyping(box)).toBe(false);
  expect(isTyping(document.createElement('button'))).toBe(false);
  expect(isTyping(null)).toBe(false);
});
