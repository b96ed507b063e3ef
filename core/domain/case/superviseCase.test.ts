import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/time.ts';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { EAST, type Hub } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

const RESULT = { kind: 'supervise.end', args: { result: 'seen to' } } as const;

function supervised(hub: Hub, by: string, cutOff = false): string | undefined {
  const op = hub.body({
    by,
    kind: 'case.supervise',
    args: { kind: 'timeout', until: hub.at() + DAY_MS, text: 'late' },
  });
  return refusalBefore(op, { ...hub.facts(), cutOff })?.code;
}

describe('supervision', () => {
  it('leaves the closing to the district until it ends', () => {
    const hub = situation('to_close');
    hub.say(saying('supervise', hub, 1));
    expect(hub.doc()).toMatchObject({ closeAt: 'district', supervised: { kind: 'leader' } });
    const close = hub.body(saying('close', hub, 2)) as AnyBody;
    const facts = { ...hub.facts(), cutOff: false };
    expect(refusalBefore(close, facts)?.code).toBe('case/needs-district');
    hub.say({ by: `dutyChief1@${EAST}`, ...RESULT });
    expect(hub.doc()).toMatchObject({ closeAt: 'holder' });
    expect(hub.doc()).not.toHaveProperty('supervised');
    expect(hub.say(saying('close', hub, 2)).outcome).toBe('applied');
  });

  it('goes back to whoever closed before, and to the district where streets share the case', () => {
    const hub = situation('signed');
    hub.say(saying('supervise', hub, 1));
    hub.say({ by: 'dutyChief1@district', kind: 'case.take', args: { why: 'several_streets' } });
    hub.say({ by: 'dutyChief1@district', ...RESULT });
    expect(hub.doc()).toMatchObject({ closeAt: 'district' });
  });

  it('of a street is the district’s, while its line is up; over the own units anybody’s who holds', () => {
    const hub = situation('signed');
    expect(supervised(hub, 'supervisor1@district')).toBeUndefined();
    expect(supervised(hub, 'supervisor1@district', true)).toBe('case/needs-district');
    expect(supervised(hub, `supervisor1@${EAST}`, true)).toBeUndefined();
    expect(supervised(hub, `dispatcher1@${EAST}`)).toBe('grant/none');
    hub.say(saying('supervise', hub, 1));
    expect(supervised(hub, 'supervisor1@district')).toBe('case/supervised-already');
    hub.say({ by: 'supervisor1@district', ...RESULT });
    const end = hub.body({ by: 'supervisor1@district', ...RESULT });
    expect(refusalBefore(end, { ...hub.facts(), cutOff: false })?.code).toBe('case/not-supervised');
  });

  it('that met a closing is dropped when a person lets the closing hold (rule 13)', () => {
    const hub = situation('to_close');
    const { ver } = hub.doc();
    hub.say(saying('close', hub, 1));
    hub.say(saying('supervise', hub, 2), { seen: ver });
    expect(hub.doc()).toMatchObject({ stage: 'handled', closeAt: 'district' });
    expect(hub.doc().callbackDueAt).toBeUndefined();
    const [conflict = ''] = Object.keys(hub.doc().conflicts ?? {});
    const args = { conflict, option: 'closed', note: '' };
    const chosen = hub.say({ by: 'dutyChief1@district', kind: 'conflict.resolve', args });
    expect(chosen.outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'closed', closeAt: 'holder' });
    expect(hub.doc()).not.toHaveProperty('supervised');
  });
});
