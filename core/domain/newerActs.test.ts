import { expect, it } from 'vitest';
import type { Hub } from './case/caseBuilders.ts';
import { saying, sayings, type SayingName } from './case/caseSayings.ts';
import { situation, type Situation } from './case/caseSituations.ts';
import { decide } from './decide.ts';
import { kindSpecs } from './operation/kindSpec.ts';
import type { AnyBody } from './operation/operation.ts';
import type { DecidedOp } from './operation/decision.ts';

const SITUATIONS: readonly Situation[] = ['reported', 'to_dispatch', 'signed', 'handled', 'closed'];

/** An act of a kind that only a newer program knows, decided by a newer district or set aside by one of today. */
function newer(hub: Hub, outcome: DecidedOp['outcome']): DecidedOp {
  const known = hub.body(saying('note', hub, 2));
  const op = { ...known, opId: 'newer', kind: 'case.invented', args: { what: [1] } };
  return { op, outcome, ver: hub.doc().ver, at: 0, holderBefore: null } as unknown as DecidedOp;
}

it('no decision trips over an act of a newer program that its author had not seen', () => {
  for (const where of SITUATIONS) {
    const hub = situation(where);
    const facts = hub.facts();
    for (const name of Object.keys(sayings) as SayingName[]) {
      const op = hub.body(saying(name, hub, 1)) as AnyBody;
      const alone = decide(op, facts);
      const isFact = kindSpecs[op.kind].cls === 'F' && alone.outcome !== 'refused-recorded';
      for (const outcome of ['applied', 'deferred'] as const) {
        const unseen = [newer(hub, outcome)];
        const met = decide(op, { ...facts, unseen });
        // Facts are never refused, whatever they meet (I-11).
        if (isFact) expect(met.outcome, `${name} at ${where}`).not.toBe('refused-recorded');
      }
    }
  }
});

it('an act of a newer program is set aside', () => {
  const hub = situation('signed');
  const known = hub.body(saying('note', hub, 1));
  const op = { ...known, kind: 'case.invented', args: {} } as never;
  expect(decide(op, hub.facts())).toMatchObject({
    outcome: 'deferred',
    effects: { casePatch: null },
  });
});
