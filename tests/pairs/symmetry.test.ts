import { describe, expect, it } from 'vitest';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import { saying, type SayingName, sayings } from '#core/domain/case/caseSayings.ts';
import { type Situation, situation } from '#core/domain/case/caseSituations.ts';
import { refusalBefore } from '#core/domain/decide.ts';
import type { AnyBody } from '#core/domain/operation/operation.ts';

const NAMES = Object.keys(sayings) as SayingName[];

/**
 * Where the order decides by the rule's own words: the first transfer stands, what the holder decided before the
 * district took the case stays, "in decided order".
 */
const ORDERED: readonly (number | null)[] = [21, 34, 37, null];

/** What two orders of the same pair must agree on: where the case stands and who is at work on it. */
function standing(hub: Hub): unknown {
  const doc = hub.doc();
  const active = Object.values(doc.assignments ?? {}).filter(
    (one) =>
      ['offered', 'signed', 'responded'].includes(one.state) &&
      one.round === doc.round &&
      one.over !== true,
  );
  return {
    stage: doc.stage,
    round: doc.round,
    holder: doc.holder,
    place: doc.place.by,
    urgency: doc.urgency,
    units: active.map((one) => one.unit).sort(),
    conflicts: Object.values(doc.conflicts ?? {}).map((one) => [one.rule, one.default]),
  };
}

function allowed(hub: Hub, name: SayingName, who: 1 | 2): boolean {
  const op = hub.body(saying(name, hub, who)) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), cutOff: false }) === null;
}

function inOrder(given: () => Hub, first: [SayingName, 1 | 2], second: [SayingName, 1 | 2]) {
  const hub = given();
  const seen = hub.doc().ver;
  const one = saying(...reach(first, hub));
  const other = saying(...reach(second, hub));
  hub.say(one);
  const { rule } = hub.say(other, { seen });
  return { rule, standing: standing(hub) };
}

function reach([name, who]: [SayingName, 1 | 2], hub: Hub): [SayingName, Hub, 1 | 2] {
  return [name, hub, who];
}

const GIVEN: readonly [Situation, string][] = [
  ['reported', 'm-pothole'],
  ['numberless', 'm-pothole'],
  ['to_dispatch', 'm-pothole'],
  ['to_dispatch', 'm-tree'],
  ['dispatched', 'm-pothole'],
  ['asked', 'm-pothole'],
  ['time asked', 'm-pothole'],
  ['wait asked', 'm-pothole'],
  ['units asked', 'm-pothole'],
  ['send asked', 'm-pothole'],
  ['void asked', 'm-pothole'],
  ['moving', 'm-pothole'],
  ['handled', 'm-tree'],
  ['to_close', 'm-pothole'],
  ['whistled', 'm-pothole'],
  ['answered', 'm-pothole'],
  ['whistled out', 'm-pothole'],
  ['closed', 'm-pothole'],
];

describe('what two people may each do without the other', () => {
  it.each(GIVEN)('comes to the same in either order: %s, %s', (name, matter) => {
    const base = situation(name, matter);
    const firsts = NAMES.filter((one) => allowed(base, one, 1));
    let pairs = 0;
    for (const a of firsts) {
      for (const b of firsts) {
        if (b <= a) continue;
        const given = (): Hub => situation(name, matter);
        const ab = inOrder(given, [a, 1], [b, 2]);
        const ba = inOrder(given, [b, 2], [a, 1]);
        pairs += 1;
        if (ORDERED.includes(ab.rule) || ORDERED.includes(ba.rule)) continue;
        expect({ pair: `${a} x ${b}`, ...ab }).toEqual({ pair: `${a} x ${b}`, ...ba });
      }
    }
    expect(pairs).toBeGreaterThan(30);
  });
});
