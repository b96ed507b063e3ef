import { expect, it } from 'vitest';
import { EAST, townReference } from '../../domain/case/caseBuilders.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import { OverlayKeeper } from './overlayKeeper.ts';
import { RecordBook } from './recordBook.ts';

const note = (opId: string): AnyOperation =>
  ({
    opId,
    kind: 'case.note',
    v: 1,
    caseId: 'c',
    args: { text: 'on site', public: false },
    scope: EAST,
    t: { wall: 5 },
  }) as unknown as AnyOperation;
const event = (opId: string, ver: number): WireEvent =>
  ({ op: note(opId), ver, outcome: 'applied' }) as unknown as WireEvent;

it('I-05, I-07: an act that the confirmed case shows is counted no more, though its answer is on the way', () => {
  const keeper = new OverlayKeeper(new RecordBook(), () => townReference);
  for (const opId of ['a', 'b', 'c']) keeper.add(note(opId));
  const waiting = (): string[] => keeper.pendingOf('c').map(({ op }) => op.opId);
  const settled = (ver: number): readonly string[] =>
    keeper.settle('c', { ver, isStub: false }).seen;

  // Version 3 is here; of b's step the page has told, but the case does not show it yet.
  keeper.shownBy('c', [event('x', 2), event('a', 3), event('b', 4)]);
  expect(settled(3)).toEqual(['a']);
  expect(waiting()).toEqual(['b', 'c']);
  expect(keeper.undecidedCount()).toBe(1);
  // The answers come late; nothing is counted twice or forgotten.
  keeper.decided([{ opId: 'a', ver: 3, outcome: 'applied' }]);
  expect(settled(4)).toEqual(['b']);
  expect(waiting()).toEqual(['c']);
});

const foreign = (opId: string, over: Partial<AnyOperation> = {}): AnyOperation =>
  ({ ...note(opId), ...over }) as AnyOperation;

it('shows what a station tells of others, in the order in which it was seen, and counts none of it as own', () => {
  const keeper = new OverlayKeeper(new RecordBook(), () => townReference);
  const order = (): string[] => keeper.pendingOf('c').map(({ op }) => op.opId);
  keeper.add(foreign('own', { saw: ['f1'] }));
  expect(keeper.addForeign([foreign('f1'), foreign('f2'), foreign('f1')])).toEqual(['c']);
  expect(order()).toEqual(['f1', 'own', 'f2']);
  expect(keeper.undecidedCount()).toBe(1);
  expect(keeper.foreignCount()).toBe(2);
  // Own acts are numbered anew: the others stay.
  keeper.load([{ op: foreign('own', { saw: ['f1'] }), decided: null }]);
  expect(order()).toEqual(['f1', 'own', 'f2']);
  expect(keeper.keepForeign(new Set(['f1']))).toEqual(['c']);
  expect(order()).toEqual(['f1', 'own']);
  // Decided it stays until the confirmed case shows it, like an own one (I-07).
  expect(keeper.decidedForeign([{ opId: 'f1', ver: 4, outcome: 'applied' }])).toEqual(['c']);
  expect(keeper.decidedForeign([{ opId: 'own', ver: 5, outcome: 'applied' }])).toEqual([]);
  expect(keeper.keepForeign(new Set())).toEqual([]);
  expect(keeper.settle('c', { ver: 3, isStub: false }).seen).toEqual([]);
  expect(keeper.settle('c', { ver: 4, isStub: false }).seen).toEqual(['f1']);
  expect(order()).toEqual(['own']);
});

it('shows no act of another console that does not fit its kind, however well it is signed', () => {
  const keeper = new OverlayKeeper(new RecordBook(), () => townReference);
  const bent = [
    { kind: 'case.edit', args: null },
    { kind: 'case.dispatch', args: { units: 7 } },
    { kind: 'case.note', args: { text: 'on site', public: false }, v: 2 },
    { kind: 'case.unheard-of', args: {} },
    { kind: 'toString', args: {} },
  ].map((over, i) => foreign(`bent${i}`, over as unknown as Partial<AnyOperation>));
  expect(keeper.addForeign([...bent, foreign('good')])).toEqual(['c']);
  expect(keeper.pendingOf('c').map(({ op }) => op.opId)).toEqual(['good']);
});
