import { describe, expect, it } from 'vitest';
import { actsFor } from '../permission/actsFor.ts';
import { type Hub, EAST } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';
import { missingForClosing } from './closingItems.ts';
import type { ArgsOf } from '../operation/args.ts';
import type { Scope } from '../operation/identity.ts';

const KERB = ['result', 'photo_before', 'photo_after', 'replied'] as const;

function attach(hub: Hub, use: ArgsOf['case.attach']['use'], hash: string): void {
  const file = { sha256: hash.repeat(64), name: 'x.jpg', bytes: 9, takenAt: null, point: null };
  hub.say({ by: `unit3@${EAST}`, kind: 'case.attach', args: { ...file, use } });
}

function reply(hub: Hub): void {
  const args = { to: 'caller', how: 'phone', text: 'told', at: hub.at() } as const;
  hub.say({ by: `unit3@${EAST}`, kind: 'reply.citizen', args });
}

const lacks = (hub: Hub): readonly string[] => missingForClosing(hub.doc(), KERB);

describe('what a matter demands before closing', () => {
  it('is named before the act and keeps the case open when the act comes all the same', () => {
    const hub = situation('handled', 'm-kerb');
    attach(hub, 'before', 'a');
    const chief = { actor: `dutyChief1@${EAST}`, scope: EAST as Scope };
    const act = actsFor(hub.doc(), chief, { ...hub.facts(), cutOff: false }).find(
      (one) => one.kind === 'case.close',
    );
    expect(act).toMatchObject({
      allowed: false,
      reason: { code: 'case/closing-item-missing', detail: { item: 'photo_after,replied' } },
    });
    // A console that was cut off, or knows no closing items, sends it: the district judges by the case.
    const decided = hub.say(saying('close', hub, 1));
    expect(decided).toMatchObject({
      outcome: 'conflict',
      rule: 37,
      reason: { code: 'case/closing-item-missing' },
    });
    expect(hub.doc().stage).toBe('handled');
  });

  it('is what the case shows, whoever ticks what', () => {
    const hub = situation('handled', 'm-kerb');
    expect(lacks(hub)).toEqual(['photo_before', 'photo_after', 'replied']);
    attach(hub, 'before', 'a');
    attach(hub, 'after', 'b');
    reply(hub);
    expect(lacks(hub)).toEqual([]);
    expect(hub.say(saying('close', hub, 1)).outcome).toBe('applied');
    expect(hub.doc().stage).toBe('closed');
  });

  it('is demanded of every round anew', () => {
    const hub = situation('handled', 'm-kerb');
    attach(hub, 'before', 'a');
    attach(hub, 'after', 'b');
    reply(hub);
    hub.say(saying('close', hub, 1));
    hub.say(saying('call back, unsolved', hub, 1));
    expect(hub.doc().round).toBe(2);
    expect(lacks(hub)).toEqual([...KERB]);
    // The same picture again, as photos of a handling are: it counts for the round that names it.
    attach(hub, 'before', 'a');
    expect(lacks(hub)).toEqual(['result', 'photo_after', 'replied']);
    expect(hub.doc().attachments?.['a'.repeat(64)]?.round).toBe(2);
  });

  it('is not taken away by whoever attaches the same picture as something else', () => {
    const hub = situation('handled', 'm-kerb');
    attach(hub, 'document', 'b');
    attach(hub, 'after', 'b');
    expect(lacks(hub)).not.toContain('photo_after');
    const file = { sha256: 'b'.repeat(64), name: 'other', bytes: 1, takenAt: null, point: null };
    hub.say({ by: `unit3@${EAST}`, kind: 'case.attach', args: { ...file, use: 'document' } });
    expect(lacks(hub)).not.toContain('photo_after');
    expect(hub.doc().attachments?.['b'.repeat(64)]).toEqual({
      name: 'x.jpg',
      use: 'after',
      bytes: 9,
    });
  });

  it('asks for no answer where nobody called', () => {
    const { caller, ...doc } = situation('handled', 'm-kerb').doc();
    expect(caller).toBeDefined();
    expect(missingForClosing(doc, ['replied', 'contacted'])).toEqual([]);
  });
});
