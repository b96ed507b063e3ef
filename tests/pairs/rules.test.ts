import { describe, expect, it } from 'vitest';
import type { Hub } from '#core/domain/case/caseBuilders.ts';
import type { Decision } from '#core/domain/operation/decision.ts';
import { pairTable } from '#core/domain/conflict/pairTable.ts';
import { EAST } from '#core/domain/case/caseBuilders.ts';
import { expected, type ExpectedRow } from './expected.ts';
import { saying } from '#core/domain/case/caseSayings.ts';
import { situation } from '#core/domain/case/caseSituations.ts';

/** Plays a row: A's acts one after the other, then B's, which saw none of A's. */
function play(row: Pick<ExpectedRow, 'given' | 'matter' | 'a' | 'b'>): {
  readonly hub: Hub;
  readonly last: Decision;
} {
  const hub = situation(row.given, row.matter);
  const alone = situation(row.given, row.matter);
  const seen = hub.doc().ver;
  for (const name of row.a) expectTaken(hub.say(saying(name, hub, 1)), name);
  const mine: string[] = [];
  let last: Decision | null = null;
  for (const name of row.b) {
    // Worded by what B's author has on the screen: the case without A.
    const said = saying(name, alone, 2);
    last = hub.say(said, { seen, mine });
    const own = hub.log().at(-1)?.op;
    if (own === undefined) throw new Error('nothing was decided');
    mine.push(own.opId);
    alone.adopt(own);
  }
  if (last === null) throw new Error('a row needs B');
  return { hub, last };
}

function expectTaken(decision: Decision, name: string): void {
  expect(`${name}: ${decision.outcome}`).toBe(`${name}: applied`);
}

describe('the pair table', () => {
  it.each(expected)('rule $rule: $given, $a, then $b: $outcome, $stage', (row) => {
    const { hub, last } = play(row);
    const doc = hub.doc();
    expect({ outcome: last.outcome, names: last.rule, stage: doc.stage }).toEqual({
      outcome: row.outcome,
      names: row.names,
      stage: row.stage,
    });
    const opId = hub.log().at(-1)?.op.opId ?? '';
    const raised = Object.values(doc.conflicts ?? {}).find((one) =>
      one.sides.some((side) => side.op === opId),
    );
    expect(raised?.default ?? null).toBe(row.conflict);
    if (raised === undefined) return;
    expect(raised.rule).toBe(row.names);
    expect(raised.owner).toBe(row.owner ?? EAST);
    expect(raised.options).toContain(raised.default);
    expect(raised.decideBy).toBeGreaterThan(raised.raisedAt);
    expect(new Set(raised.sides.map((side) => side.by)).size).toBeGreaterThan(0);
  });

  it('has a row for every rule that the kinds of this program can meet', () => {
    const rules = new Set(expected.map((row) => row.rule));
    const merges = { 16: 'merges', 17: 'merges', 18: 'merges', 19: 'merges' };
    const others = { 10: 'busyUnits.test.ts', 28: 'rights', 29: 'resolve', ...merges };
    const all = new Set(pairTable.flatMap((row) => row.rules));
    const named = [...all, ...Object.keys(others).map(Number)];
    for (const rule of named) expect(rules.has(rule) || Object.hasOwn(others, rule)).toBe(true);
  });
});
