import { describe, expect, it } from 'vitest';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { createArgs, EAST, type Hub, openHub } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

function atWork(hub: Hub): string[] {
  return Object.values(hub.doc().assignments ?? {})
    .filter((one) => one.state === 'offered' || one.state === 'signed')
    .map((one) => (one.lead ? `${one.unit}*` : one.unit))
    .sort();
}

describe('units asked of the district', () => {
  it('are sent out when it grants them, under the lead that was named', () => {
    const hub = situation('units asked');
    expect(atWork(hub)).toEqual([]);
    expect(hub.say(saying('grant it', hub, 1)).outcome).toBe('applied');
    expect(atWork(hub)).toEqual(['d-water*', 'e-green']);
    expect(hub.doc()).toMatchObject({ stage: 'dispatched', holder: EAST });
    expect(hub.doc().members['unit:d-water']).toBe(true);
  });

  it('join those who work there already, and take the lead', () => {
    const hub = situation('signed');
    hub.say(saying('ask for the department', hub, 1));
    hub.say(saying('grant it', hub, 1));
    expect(atWork(hub)).toEqual(['d-water*', 'e-green', 'e-roads']);
    expect(hub.doc().stage).toBe('dispatched');
    const op = hub.body(saying('ask for the department', hub, 1));
    const code = refusalBefore(op as AnyBody, { ...hub.facts(), cutOff: false })?.code;
    expect(code).toBe('unit/already-on-case');
  });

  it('are not granted when one of them is busy elsewhere, nor without a lead', () => {
    const busy = { unit: 'e-crew', ver: 1, on: { other: { since: 1, urgency: 'ordinary' } } };
    const hub = openHub('here', new Map([['unit e-crew', busy]]));
    hub.say({ by: `operator1@${EAST}`, kind: 'case.create', args: createArgs() });
    hub.say(saying('file as deep', hub, 1));
    const ask = (units: readonly string[]) => ({
      by: `dispatcher1@${EAST}`,
      kind: 'ask.units' as const,
      args: { units, lead: 'e-crew', why: '' },
    });
    const facts = { ...hub.facts(), cutOff: false };
    expect(refusalBefore(hub.body(ask(['e-green'])), facts)?.code).toBe('unit/no-lead');
    expect(hub.say(ask(['e-crew'])).outcome).toBe('applied');
    const grant = saying('grant it', hub, 1);
    const code = refusalBefore(hub.body(grant) as AnyBody, { ...hub.facts(), cutOff: false })?.code;
    expect(code).toBe('unit/busy');
  });
});
