import { describe, expect, it } from 'vitest';
import { decide, refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { CaseDoc } from './caseDoc.ts';
import { CASE_ID, EAST, OTHER_ID, otherCase, WEST } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation, type Situation } from './caseSituations.ts';

const there = (more: Partial<CaseDoc> = {}) => ({
  other: { doc: { ...otherCase(), ...more }, unseen: [] },
});
const ofWest = there({
  holder: WEST,
  members: { district: true, [EAST]: true, [WEST]: true },
});

function refusalAt(name: Situation, known: object = {}): string | undefined {
  const hub = situation(name);
  const op = hub.body(saying('merge', hub, 1)) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), cutOff: false, ...known })?.code;
}

describe('merging a case into another', () => {
  it('ends it there and lets the other one take its callers and its evidence', () => {
    const hub = situation('to_dispatch');
    hub.say(saying('attach', hub, 1));
    const decision = hub.say(saying('merge', hub, 1));
    expect(decision).toMatchObject({ outcome: 'applied', rule: null });
    expect(hub.doc()).toMatchObject({
      stage: 'merged',
      mergedInto: OTHER_ID,
      closeKind: 'duplicate',
      endedFrom: 'to_dispatch',
    });
    expect(hub.doc().clocks.total?.endedAt).toBe(hub.at());
    expect(decision.effects.followUps).toMatchObject([
      {
        kind: 'case.mirror',
        caseId: OTHER_ID,
        args: { of: CASE_ID, did: 'absorbed', wasActive: false, callers: [{ tail: '0001' }] },
      },
    ]);
    expect(decision.effects.followUps[0]?.args).toHaveProperty('files.0.sha256');
  });

  it('is for no case on which somebody is at work, that is over, or is the same', () => {
    expect(refusalAt('to_dispatch')).toBeUndefined();
    expect(refusalAt('handled')).toBeUndefined();
    expect(refusalAt('dispatched')).toBe('case/unit-still-working');
    expect(refusalAt('closed')).toBe('case/ended');
    expect(refusalAt('to_dispatch', there({ stage: 'voided' }))).toBe('merge/other-ended');
    expect(refusalAt('to_dispatch', there({ caseId: CASE_ID }))).toBeUndefined();
    expect(refusalAt('to_dispatch', { other: null })).toBe('case/not-found');
    const hub = situation('to_dispatch');
    const args = { into: CASE_ID };
    const own = hub.body({ by: `dispatcher1@${EAST}`, kind: 'case.merge', args }) as AnyBody;
    expect(decide(own, hub.facts()).reason?.code).toBe('merge/same-case');
  });

  it('is the holder’s, and the district’s where two hold', () => {
    expect(refusalAt('to_dispatch', ofWest)).toBe('grant/other-scope');
    const hub = situation('to_dispatch');
    const byDistrict = { ...saying('merge', hub, 1), by: 'dispatcher1@district' };
    const proposed = hub.say(byDistrict);
    expect(proposed).toMatchObject({ outcome: 'adjusted', reason: { code: 'case/not-held' } });
    expect(hub.say(byDistrict, { known: ofWest }).outcome).toBe('applied');
    const told = decide(hub.body(byDistrict) as AnyBody, {
      ...situation('to_dispatch').facts(),
      ...ofWest,
    }).effects.notices;
    expect(told.map((one) => [one.to, one.code])).toEqual([
      [WEST, 'case-absorbed'],
      [EAST, 'case-merged'],
    ]);
    const op = { ...hub.body(byDistrict), scope: 'district' } as AnyBody;
    const cutOff = { ...situation('to_dispatch').facts(), cutOff: true, ...ofWest };
    expect(refusalBefore(op, cutOff)?.code).toBe('case/needs-district');
  });

  it('is for dispatchers and chiefs alone', () => {
    const hub = situation('to_dispatch');
    const byOperator = { ...saying('merge', hub, 1), by: `operator1@${EAST}` };
    expect(hub.say(byOperator)).toMatchObject({ reason: { code: 'grant/none' } });
    const byChief = { ...saying('merge', hub, 1), by: `dutyChief1@${EAST}` };
    expect(hub.say(byChief).outcome).toBe('applied');
  });

  it('gives a case back its clocks and its asks when it goes on after all', () => {
    const hub = situation('to_dispatch');
    hub.say(saying('ask to send west', hub, 1));
    const { clocks, asks } = hub.doc();
    hub.say(saying('merge', hub, 1));
    expect(Object.values(hub.doc().asks ?? {})).toMatchObject([{ state: 'lapsed' }]);
    const args = { of: OTHER_ID, did: 'revived', by: `dispatcher1@${EAST}` } as const;
    const revived = hub.say({ by: 'program', kind: 'case.mirror', args });
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', clocks, asks });
    expect(hub.doc().mergedInto).toBeUndefined();
    expect(revived.effects.notices.map((one) => one.to)).toEqual([EAST, `dispatcher1@${EAST}`]);
  });

  it('adds to the other case what that one lacks, once', () => {
    const hub = situation('reported');
    const { caller } = hub.doc();
    const another = { ...caller, numberHmac: 'n'.repeat(64), tail: '0002', confidential: true };
    const files = [{ sha256: 'f'.repeat(64), name: 'f.jpg', use: 'near', bytes: 3 }];
    const args = { of: OTHER_ID, did: 'absorbed', by: 'x', callers: [caller, another], files };
    for (let i = 0; i < 2; i += 1) {
      hub.say({ by: 'program', kind: 'case.mirror', args: args as never });
    }
    expect(Object.keys(hub.doc().callers ?? {})).toEqual(['n'.repeat(64)]);
    expect(hub.doc().confidential).toBe(true);
    expect(hub.doc().attachments).toEqual({
      ['f'.repeat(64)]: { name: 'f.jpg', use: 'near', bytes: 3 },
    });
    expect(Object.keys(hub.doc().absorbed ?? {})).toEqual([OTHER_ID]);
  });
});
