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
    caseId: 'c',
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
