import { expect, it } from 'vitest';
import type { WireEvent } from '../protocol/sync/frames.ts';
import { lastWords } from './caseReader.ts';

it('shows an act once that was deferred on a living case and decided since', () => {
  const event = (serverSeq: number, outcome: string, redecides?: number): WireEvent =>
    ({ serverSeq, outcome, ...(redecides === undefined ? {} : { redecides }) }) as WireEvent;
  const events = [
    event(3, 'applied'),
    event(5, 'deferred'),
    event(6, 'deferred'),
    event(9, 'applied', 5),
  ];
  expect(lastWords(events).map(({ serverSeq }) => serverSeq)).toEqual([3, 6, 9]);
});
