import { describe, expect, it } from 'vitest';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import { situation } from '#core/domain/case/caseSituations.ts';
import { saying, type SayingName, sayings } from '#core/domain/case/caseSayings.ts';
import type { AnySaying } from '#core/domain/case/deskSayings.ts';
import { refusalBefore } from '#core/domain/decide.ts';
import type { AnyBody } from '#core/domain/operation/operation.ts';
import { createRng, pick, type Rng } from '#core/kernel/rng.ts';
import { holds } from './invariants.ts';

const NAMES = Object.keys(sayings) as SayingName[];
const HISTORIES = 240;
const STARTS = [
  'reported',
  'to_dispatch',
  'signed',
  'asked',
  'handled',
  'to_close',
  'closed',
] as const;
const ACTS = 40;

type Seen = { readonly stages: Set<string>; readonly rules: Set<number> };

/** People who act one after the other, most of them on what they last saw of the case. */
function history(rng: Rng, seen: Seen): Hub {
  const hub = situation(pick(rng, STARTS), pick(rng, ['m-pothole', 'm-tree']));
  const docs = [hub.doc()];
  for (let act = 0; act < ACTS; act += 1) {
    const who = pick(rng, [1, 2] as const);
    const { ver } = hub.doc();
    const shown = docs[Math.max(0, docs.length - 1 - pick(rng, [0, 0, 1, 2, 4]))] ?? hub.doc();
    const said = wanted({ ...hub, doc: () => shown }, rng, who);
    const decision = hub.say(said, shown.ver === ver ? {} : { seen: shown.ver });
    holds(hub, decision, said.kind as Parameters<typeof holds>[2], ver);
    docs.push(hub.doc());
    seen.stages.add(hub.doc().stage);
    if (decision.rule !== null) seen.rules.add(decision.rule);
  }
  return hub;
}

/** What ends a case, takes it away or keeps it open is rarer than what goes on with it. */
const ENDING: readonly SayingName[] = [
  'send west',
  'send to district',
  'ask to send up',
  'the district takes it',
  'void',
  'force it closed',
  'whistle for water',
  'whistle for roads',
  'whistle about a ruin',
  'answer',
];

function something(rng: Rng): SayingName {
  const name = pick(rng, NAMES);
  return ENDING.includes(name) && rng.int(6) > 0 ? something(rng) : name;
}

/** Mostly something that the console would let in; now and then anything at all. */
function wanted(hub: Hub, rng: Rng, who: 1 | 2): AnySaying {
  let said = saying(something(rng), hub, who);
  for (let tries = 0; tries < 6; tries += 1) {
    const op = hub.body(said) as AnyBody;
    if (refusalBefore(op, { ...hub.facts(), doc: hub.doc(), cutOff: false }) === null) break;
    said = saying(something(rng), hub, who);
  }
  return said;
}

describe('long histories of people who miss each other', () => {
  it('I-04, I-11, I-12: hold at every step, through all stages and many rules', () => {
    const seen: Seen = { stages: new Set(), rules: new Set() };
    let resolved = 0;
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const hub = history(createRng(`histories/${seed}`), seen);
      for (const one of Object.values(hub.doc().conflicts ?? {})) {
        if (one.state === 'resolved') resolved += 1;
      }
    }
    expect(seen.stages.size).toBe(10);
    expect(seen.rules.size).toBeGreaterThanOrEqual(12);
    expect(resolved).toBeGreaterThan(20);
  });
});
