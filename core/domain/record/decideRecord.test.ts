import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../kernel/time.ts';
import { EAST, openHub } from '../case/caseBuilders.ts';
import type { Saying } from '../case/caseBuilders.ts';
import type { OpKind } from '../operation/args.ts';

const admin = 'administrator@district';

const lease: Saying<'numbers.lease'> = {
  by: 'program',
  from: 'district',
  kind: 'numbers.lease',
  args: { replica: 'r', incarnation: 1, origin: 'DZM', from: 1, to: 100 },
};

describe('records', () => {
  it('of a call are written once', () => {
    const hub = openHub();
    const log: Saying<'call.log'> = {
      by: 'telephony',
      from: 'intake:1',
      kind: 'call.log',
      args: {
        callId: 'k1',
        line: 'l1',
        caller: null,
        seat: null,
        rangAt: 1,
        answeredAt: null,
        endedAt: 9,
        outcome: 'abandoned',
        recording: null,
      },
    };
    expect(hub.say(log).outcome).toBe('applied');
    expect(hub.record('call', 'k1')).toEqual({
      callId: 'k1',
      ver: 1,
      line: 'l1',
      rangAt: 1,
      endedAt: 9,
      outcome: 'abandoned',
    });
    expect(hub.say(log)).toMatchObject({ outcome: 'noop', effects: { records: [] } });
  });

  it('of a grant are given and revoked by an administrator of the district', () => {
    const hub = openHub();
    const args = { person: 'p1', role: 'operator', scope: EAST, from: 5, to: null } as const;
    const give: Saying<'grant.give'> = { by: admin, kind: 'grant.give', args };
    const here: Saying<'grant.give'> = { ...give, by: `administrator@${EAST}` };
    expect(hub.say(here)).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'grant/other-scope' },
    });
    expect(hub.say(give).outcome).toBe('applied');
    const id = `p1/operator/${EAST}`;
    expect(hub.record('grant', id)).toEqual({
      ver: 1,
      person: 'p1',
      role: 'operator',
      scope: EAST,
      from: 5,
    });
    const revoke = { by: admin, kind: 'grant.revoke', args: { ...args, at: 70 } } as const;
    const { person, role, scope, at } = revoke.args;
    expect(hub.say({ ...revoke, args: { person, role, scope, at } }).outcome).toBe('applied');
    expect(hub.record('grant', id)).toMatchObject({ ver: 2, to: 70 });
    const unknown = hub.say({ ...revoke, args: { person: 'p2', role, scope, at } });
    expect(unknown.outcome).toBe('superseded');
  });

  it('of a device keep its first key for ever', () => {
    const hub = openHub();
    const enrol = (publicKey: string): Saying<'device.enrol'> => ({
      by: admin,
      kind: 'device.enrol',
      args: { device: 'd1', replica: 'r1', publicKey, scope: EAST, name: 'Seat 1' },
    });
    expect(hub.say(enrol('k1')).outcome).toBe('applied');
    expect(hub.say(enrol('k1')).outcome).toBe('noop');
    expect(hub.say(enrol('k2')).reason?.code).toBe('device/exists');
    const revoke = (device: string): Saying<'device.revoke'> => ({
      by: admin,
      kind: 'device.revoke',
      args: { device, reason: 'lost' },
    });
    expect(hub.say(revoke('d1')).outcome).toBe('applied');
    expect(hub.record('device', 'd1')).toMatchObject({
      ver: 2,
      revokedAt: hub.at(),
      publicKey: 'k1',
    });
    expect(hub.say(revoke('d1')).outcome).toBe('noop');
    expect(hub.say(revoke('d2')).reason?.code).toBe('device/unknown');
  });

  it('of a drill run until their end, or until it is said again with no minutes', () => {
    const hub = openHub();
    const street = EAST.slice('street:'.length) as never;
    const cut = (minutes: number, by = admin): Saying<'drill.cut'> => ({
      by,
      kind: 'drill.cut',
      args: { street, minutes },
    });
    expect(hub.say(cut(0)).outcome).toBe('noop');
    expect(hub.say(cut(10, `dispatcher1@${EAST}`)).reason?.code).toBe('grant/none');
    expect(hub.say(cut(10)).outcome).toBe('applied');
    const { from, until } = hub.record('drill', street) as { from: number; until: number };
    expect(until - from).toBe(10 * MINUTE_MS);
    expect(hub.say(cut(5)).reason?.code).toBe('drill/on-already');
    expect(hub.say(cut(0)).outcome).toBe('applied');
    const ended = hub.record('drill', street) as { ver: number; endedAt?: number };
    expect(ended).toMatchObject({ ver: 2, endedAt: hub.at() });
    expect(hub.say(cut(5)).outcome).toBe('applied');
    const again = hub.record('drill', street) as { ver: number; endedAt?: number };
    expect(again.ver).toBe(3);
    expect(again.endedAt).toBeUndefined();
    const nowhere = { by: admin, kind: 'drill.cut', args: { street: '999999999', minutes: 5 } };
    expect(hub.say(nowhere as never).reason?.code).toBe('drill/no-street');
  });

  it('of keeping are an administrator’s of the district, one for all', () => {
    const hub = openHub();
    const set = (years: number, by = admin): Saying<'retention.set'> => ({
      by,
      kind: 'retention.set',
      args: { years },
    });
    expect(hub.say(set(3, `administrator1@${EAST}`)).outcome).toBe('refused-recorded');
    expect(hub.say(set(3, 'dutyChief1@district')).reason?.code).toBe('grant/none');
    expect(hub.say(set(3)).outcome).toBe('applied');
    expect(hub.say(set(3)).outcome).toBe('noop');
    expect(hub.say(set(10)).outcome).toBe('applied');
    expect(hub.record('retention', 'district')).toMatchObject({ ver: 2, years: 10, by: admin });
  });

  it('of a lease are the program’s, each range once', () => {
    const hub = openHub();
    expect(hub.say({ ...lease, by: admin }).outcome).toBe('refused-recorded');
    expect(hub.say(lease).outcome).toBe('applied');
    expect(hub.record('lease', 'DZM/1')).toMatchObject({ to: 100, replica: 'r' });
    expect(hub.say(lease).reason?.code).toBe('lease/overlap');
  });

  it('of a shift are opened, handed over and opened again', () => {
    const hub = openHub();
    const by = `operator1@${EAST}`;
    const open: Saying<'shift.open'> = {
      by,
      kind: 'shift.open',
      args: { person: by, seat: 's1', roles: ['operator'] },
    };
    hub.say(open);
    hub.say({
      by,
      kind: 'shift.handOver',
      args: { seat: 's1', text: 'all quiet', openItems: ['c1'] },
    });
    expect(hub.record('shift', 's1')).toMatchObject({ ver: 2, handOver: { text: 'all quiet' } });
    hub.say(open);
    expect(hub.record('shift', 's1')).toEqual({
      person: by,
      seat: 's1',
      roles: ['operator'],
      ver: 3,
      openedAt: hub.at(),
    });
  });

  it('of a catalogue follow its versions', () => {
    const hub = openHub();
    const publish = (version: string): Saying<'ref.publish'> => ({
      by: admin,
      kind: 'ref.publish',
      args: { catalogue: 'matters', version, sha256: 'x', validFrom: 1 },
    });
    hub.say(publish('v1'));
    hub.say(publish('v2'));
    expect(hub.record('ref', 'matters')).toMatchObject({ ver: 2, version: 'v2' });
  });

  it('of a kind that is not known here are deferred', () => {
    const hub = openHub();
    const later = hub.say({ ...lease, kind: 'kind.of-tomorrow' as string as OpKind });
    expect(later).toMatchObject({ outcome: 'deferred', effects: { casePatch: null } });
  });
});
