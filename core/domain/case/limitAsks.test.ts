import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { Hub } from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { situation } from './caseSituations.ts';
import { clockState, nearFrom } from './clockState.ts';

/** c-deep gives four hours. */
const LIMIT = 4 * HOUR_MS;
const CASE_LIMIT = 2 * DAY_MS;

function granted(hub: Hub, name: SayingName): void {
  for (const one of [name, 'grant it'] as const) {
    const decision = hub.say(saying(one, hub, 1));
    expect(`${one}: ${decision.outcome}`).toBe(`${one}: applied`);
  }
}

function whyNot(hub: Hub, name: SayingName, at = hub.at()): string | undefined {
  const op = hub.body(saying(name, hub, 1)) as AnyBody;
  return refusalBefore(op, { ...hub.facts(), at, cutOff: false })?.code;
}

describe('an extension', () => {
  it('gives the limit once more to the unit and to the case, twice at most', () => {
    const hub = situation('signed');
    const { handle, total } = hub.doc().clocks;
    granted(hub, 'ask for time');
    expect(hub.doc().clocks.handle?.dueAt).toBe((handle?.startedAt ?? 0) + 2 * LIMIT);
    // The case's own limit is the matter's, of two days.
    expect(hub.doc().clocks.total?.dueAt).toBe((total?.startedAt ?? 0) + 2 * CASE_LIMIT);
    granted(hub, 'ask for time');
    expect(hub.doc().clocks.handle).toMatchObject({
      dueAt: (handle?.startedAt ?? 0) + 3 * LIMIT,
      extended: 2,
    });
    expect(whyNot(hub, 'ask for time')).toBe('ask/extended-twice');
  });

  it('is never asked for what is late, and granted to who asked in time', () => {
    const hub = situation('signed');
    const due = hub.doc().clocks.handle?.dueAt ?? 0;
    expect(whyNot(hub, 'ask for time', due)).toBeUndefined();
    expect(whyNot(hub, 'ask for time', due + 1)).toBe('ask/overdue');
    hub.say(saying('ask for time', hub, 1));
    expect(hub.say(saying('grant it', hub, 1), { at: due + HOUR_MS }).outcome).toBe('applied');
    expect(hub.doc().clocks.handle?.extended).toBe(1);
  });

  it('is not granted to who asked too late by the limit that holds now', () => {
    const hub = situation('signed');
    const begun = hub.doc().clocks.handle?.startedAt ?? 0;
    hub.say(saying('ask for time', hub, 1), { at: begun + 3 * HOUR_MS });
    expect(whyNot(hub, 'grant it')).toBeUndefined();
    // Two hours instead of four: over before anybody asked.
    hub.say(saying('it is a fallen tree', hub, 1), { at: begun + 3 * HOUR_MS + 1 });
    const before = hub.doc().clocks;
    expect(whyNot(hub, 'grant it')).toBe('ask/overdue');
    expect(whyNot(hub, 'refuse it')).toBeUndefined();
    expect(hub.say(saying('grant it', hub, 1)).reason?.code).toBe('ask/overdue');
    expect(hub.doc().clocks).toEqual(before);
  });

  it('is the district’s to grant, while its line is up', () => {
    const hub = situation('time asked');
    const street = hub.body(saying('grant the return', hub, 1)) as AnyBody;
    expect(refusalBefore(street, { ...hub.facts(), cutOff: false })?.code).toBe(
      'grant/other-scope',
    );
    const op = hub.body(saying('grant it', hub, 1)) as AnyBody;
    const cut = { ...hub.facts(), cutOff: true };
    expect(refusalBefore(op, cut)?.code).toBe('case/needs-district');
    const before = hub.doc().clocks;
    expect(hub.say(saying('refuse it', hub, 1)).outcome).toBe('applied');
    expect(hub.doc().clocks).toEqual(before);
    expect(whyNot(hub, 'ask for time')).toBeUndefined();
  });

  it('is not handed on to whoever gets the case next', () => {
    const hub = situation('signed');
    granted(hub, 'ask for time');
    hub.say(saying('recall roads', hub, 1));
    hub.say(saying('dispatch water', hub, 2));
    const { handle } = hub.doc().clocks;
    expect(handle).not.toHaveProperty('extended');
    expect(handle?.dueAt).toBe((handle?.startedAt ?? 0) + LIMIT);
    expect(hub.doc().clocks.total?.extended).toBe(1);
  });
});

describe('a suspension', () => {
  it('stops the clocks from the grant to the day that was named', () => {
    const hub = situation('signed');
    const before = hub.doc().clocks.handle;
    hub.say(saying('ask to wait', hub, 1));
    const until = (Object.values(hub.doc().asks ?? {})[0] as { until: number }).until;
    hub.say(saying('grant it', hub, 1));
    const from = hub.at();
    const handle = hub.doc().clocks.handle;
    expect(hub.doc().suspended).toMatchObject({ from, until });
    expect(handle).toMatchObject({
      paused: [{ from, to: until }],
      dueAt: (before?.dueAt ?? 0) + (until - from),
    });
    if (handle === undefined) throw new Error('no clock');
    expect(nearFrom(handle)).toBe((before?.startedAt ?? 0) + (LIMIT * 4) / 5 + until - from);
    expect(clockState(handle, from + 20 * DAY_MS)).toBe('green');
    expect(whyNot(hub, 'ask to wait')).toBe('ask/suspended-already');
  });

  it('ends with the work, and the case’s clock runs on from there', () => {
    const hub = situation('signed');
    granted(hub, 'ask to wait');
    const from = hub.at();
    hub.say(saying('roads done', hub, 1));
    const { total } = hub.doc().clocks;
    expect(hub.doc().suspended).toBeUndefined();
    expect(total?.paused).toEqual([{ from, to: hub.at() }]);
    expect(total?.dueAt).toBe((total?.startedAt ?? 0) + CASE_LIMIT + hub.at() - from);
  });

  it('is for a time to come, of a year at most', () => {
    const hub = situation('signed');
    const ask = (until: number, nextCheck: number): string | undefined =>
      refusalBefore(
        hub.body({
          by: 'dispatcher1@street:110101001',
          kind: 'ask.suspension',
          args: { plan: 'p', until, nextCheck },
        }),
        { ...hub.facts(), cutOff: false },
      )?.code;
    const now = hub.at();
    expect(ask(now + 366 * DAY_MS, now + DAY_MS)).toBeUndefined();
    expect(ask(now + 367 * DAY_MS, now + DAY_MS)).toBe('ask/bad-time');
    expect(ask(now, now)).toBe('ask/bad-time');
    expect(ask(now + DAY_MS, now + 2 * DAY_MS)).toBe('ask/bad-time');
  });

  it('holds for a unit that is sent while it lasts', () => {
    const hub = situation('signed');
    granted(hub, 'ask to wait');
    const until = hub.doc().suspended?.until ?? 0;
    hub.say(saying('recall roads', hub, 1));
    hub.say(saying('dispatch water', hub, 2));
    expect(hub.doc().clocks.handle?.dueAt).toBe(until + LIMIT);
  });
});

describe('a grant that meets work already done (rule 31)', () => {
  it.each(['ask for time', 'ask to wait'] as const)(
    'lapses without a trace in the limits: %s',
    (name) => {
      const hub = situation('signed');
      hub.say(saying(name, hub, 1));
      const before = hub.doc().clocks;
      const seen = hub.doc().ver;
      hub.say(saying('grant it', hub, 1));
      const late = hub.say(saying('roads done', hub, 2), { seen });
      expect(late).toMatchObject({ outcome: 'applied', rule: 31 });
      expect(hub.doc().stage).toBe('handled');
      expect(hub.doc().clocks.total).toEqual(before.total);
      expect(hub.doc().clocks.handle?.dueAt).toBe(before.handle?.dueAt);
      // What ended with the work does not run again.
      expect(hub.doc().clocks.handle?.endedAt).toBe(hub.at());
      expect(hub.doc().suspended).toBeUndefined();
      expect(Object.values(hub.doc().asks ?? {})).toMatchObject([{ state: 'lapsed' }]);
    },
  );
});
