import { describe, expect, it } from 'vitest';
import { holds } from './invariants.ts';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import type { CaseKind } from '#core/domain/case/caseActs.ts';
import { decide } from '#core/domain/decide.ts';
import type { Decision } from '#core/domain/operation/decision.ts';
import type { AnyBody } from '#core/domain/operation/operation.ts';
import { oneOfEach, saying } from '#core/domain/case/caseSayings.ts';
import { disputed, situation } from '#core/domain/case/caseSituations.ts';

const KINDS = Object.keys(oneOfEach) as (CaseKind | 'case.create')[];
const AT = ['to_dispatch', 'handling', 'to_close'] as const;

function act(hub: Hub, kind: CaseKind | 'case.create', who: 1 | 2): Decision {
  return hub.say(saying(oneOfEach[kind], hub, who));
}

describe.each(AT)('every pair of kinds on a case in %s', (stage) => {
  for (const first of KINDS) {
    it(`${first} and then each other kind`, () => {
      for (const second of KINDS) {
        for (const concurrent of [true, false]) {
          const hub = disputed(stage);
          const seen = hub.doc().ver;
          const a = act(hub, first, 1);
          holds(hub, a, first, seen);
          const said = saying(oneOfEach[second], concurrent ? disputed(stage) : hub, 2);
          const before = hub.doc();
          const b = hub.say(said, concurrent ? { seen } : {});
          holds(hub, b, second, before.ver);
        }
      }
    });
  }
});

describe('a decision', () => {
  it('is the same whoever makes it, and changes nothing that it was given', () => {
    for (const stage of AT) {
      for (const kind of KINDS) {
        const hub = situation(stage);
        const seen = hub.doc().ver - 1;
        const op = freeze(hub.body(saying(oneOfEach[kind], hub, 1), seen)) as AnyBody;
        const facts = hub.facts(seen);
        freeze(facts.doc);
        freeze(facts.unseen);
        const text = JSON.stringify(decide(op, facts));
        expect(JSON.stringify(decide(op, facts))).toBe(text);
      }
    }
  });
});

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}
