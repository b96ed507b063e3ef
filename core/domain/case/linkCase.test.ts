import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { CASE_ID, EAST, OTHER_ID, otherCase, WEST } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

const other = otherCase();
const linked = { as: 'repeat', by: `operator1@${EAST}` };

describe('linking two cases', () => {
  it('is written on the case, and the other one shows it by an operation of the program', () => {
    const hub = situation('reported');
    const decision = hub.say(saying('link', hub, 1));
    expect(decision).toMatchObject({ outcome: 'applied', rule: null });
    expect(hub.doc().links).toEqual({ [OTHER_ID]: { ...linked, at: hub.at() } });
    expect(decision.effects.followUps).toEqual([
      {
        kind: 'case.mirror',
        caseId: OTHER_ID,
        args: { of: CASE_ID, by: linked.by, did: 'linked', as: 'repeat' },
      },
    ]);
  });

  it('is said of the other case only by whoever may speak about it', () => {
    const hub = situation('reported');
    const members = { district: true, [WEST]: true } as const;
    const doc = { ...other, holder: WEST, members, createdScope: WEST } as const;
    for (const known of [{ other: { doc, unseen: [] } }, { other: null }]) {
      const op = hub.body(saying('link', hub, 1)) as AnyBody;
      const decision = decide(op, { ...hub.facts(), ...known });
      expect(decision.outcome).toBe('applied');
      expect(decision.effects.followUps).toEqual([]);
    }
  });

  it('says nothing new a second time, nor of the case itself', () => {
    const hub = situation('closed');
    expect(hub.say(saying('link', hub, 1)).outcome).toBe('applied');
    expect(hub.say(saying('link', hub, 2)).outcome).toBe('noop');
    const args = { other: CASE_ID, as: 'many', score: 0.9, reasons: ['same place'] } as const;
    const own = hub.say({ by: `operator1@${EAST}`, kind: 'case.link', args });
    expect(own.outcome).toBe('noop');
    expect(Object.keys(hub.doc().links ?? {})).toEqual([OTHER_ID]);
  });

  it('is shown on the other case from its side, and taken away again', () => {
    const hub = situation('reported');
    hub.say(saying('the other was linked', hub, 1));
    expect(hub.doc().links?.[OTHER_ID]).toMatchObject({ as: 'repeat', isTheirs: true });
    const args = { of: OTHER_ID, did: 'unlinked', by: `operator3@${EAST}` } as const;
    hub.say({ by: 'program', kind: 'case.mirror', args });
    expect(hub.doc().links).toEqual({});
  });

  it('is nobody’s to say but the program’s', () => {
    const hub = situation('reported');
    const mirrored = { ...saying('the other was linked', hub, 1), by: `dispatcher1@district` };
    expect(hub.say(mirrored).outcome).toBe('refused-recorded');
  });
});
