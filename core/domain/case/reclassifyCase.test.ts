import { describe, expect, it } from 'vitest';
import { HOUR_MS, DAY_MS } from '../../kernel/time.ts';
import { refusalBefore } from '../decide.ts';
import type { AnyBody } from '../operation/operation.ts';
import { actsFor } from '../permission/actsFor.ts';
import { createArgs, EAST, type Hub, openHub } from './caseBuilders.ts';
import { saying } from './caseSayings.ts';
import { situation } from './caseSituations.ts';

const OPERATOR = `operator1@${EAST}`;
const CHIEF = `dutyChief1@${EAST}`;

/** A call that ended before anybody could say what it is about. */
function withoutMatter(): Hub {
  const hub = openHub();
  hub.say({
    by: OPERATOR,
    kind: 'case.create',
    args: createArgs({ matter: null, next: 'queue' }),
  });
  return hub;
}

function whyNot(hub: Hub, kind: 'case.file' | 'case.dispatch', actor: string): string | null {
  const acts = actsFor(hub.doc(), { actor, scope: EAST }, { ...hub.facts(), cutOff: false });
  return acts.find((one) => one.kind === kind)?.reason?.code ?? null;
}

describe('a case that was sent without a matter', () => {
  it('says that it needs one before it can be filed or sent out', () => {
    const hub = withoutMatter();
    expect(whyNot(hub, 'case.file', OPERATOR)).toBe('case/needs-matter');
    expect(whyNot(hub, 'case.file', CHIEF)).toBe('case/needs-matter');
    expect(whyNot(hub, 'case.dispatch', `dispatcher1@${EAST}`)).toBe('case/needs-matter');
    const op = hub.body(saying('file as deep', hub, 1)) as AnyBody;
    const facts = { ...hub.facts(), cutOff: false };
    expect(refusalBefore(op, facts)?.code).toBe('case/needs-matter');
  });

  it('is given one, its limit counts from the call, and it goes its way', () => {
    const hub = withoutMatter();
    const made = hub.doc().createdAt;
    expect(hub.doc().clocks.total).toBeUndefined();
    expect(hub.say(saying('it is a kerb', hub, 1)).outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ matter: 'm-kerb', dictVersion: 'v2', stage: 'reported' });
    expect(hub.doc().clocks.total).toMatchObject({ startedAt: made, dueAt: made + 2 * DAY_MS });
    expect(whyNot(hub, 'case.file', OPERATOR)).toBeNull();
    for (const name of ['file as deep', 'dispatch roads'] as const) {
      expect(hub.say(saying(name, hub, 2)).outcome).toBe('applied');
    }
    expect(hub.doc().clocks.handle).toBeDefined();
  });

  it('counts from when it came back, where it is given one only then', () => {
    const hub = withoutMatter();
    expect(hub.say(saying('answer', hub, 1)).outcome).toBe('applied');
    expect(hub.say(saying('reopen', hub, 1)).outcome).toBe('applied');
    const back = hub.at();
    expect(hub.doc().clocks.total).toBeUndefined();
    hub.say(saying('it is a kerb', hub, 1));
    expect(hub.doc().round).toBe(2);
    expect(hub.doc().clocks.total).toMatchObject({ startedAt: back, dueAt: back + 2 * DAY_MS });
  });
});

describe('a reclassification', () => {
  it('moves what still runs and leaves what has ended', () => {
    const hub = situation('signed');
    const before = hub.doc().clocks;
    hub.say(saying('it is a fallen tree', hub, 1));
    const after = hub.doc().clocks;
    for (const name of ['total', 'handle'] as const) {
      expect(after[name]?.startedAt).toBe(before[name]?.startedAt);
      expect(after[name]?.dueAt).toBe((before[name]?.startedAt ?? 0) + 2 * HOUR_MS);
    }
    expect(after.sign).toEqual(before.sign);
    const done = situation('handled');
    const ended = done.doc().clocks.handle;
    done.say(saying('it is a fallen tree', done, 1));
    expect(done.doc().clocks.handle).toEqual(ended);
  });

  it('remembers what it was, and nothing where it was nothing', () => {
    const hub = withoutMatter();
    hub.say(saying('it is a kerb', hub, 1));
    expect(hub.doc().matterBefore).toEqual({});
    hub.say(saying('it is a fallen tree', hub, 1));
    expect(hub.doc().matterBefore).toMatchObject({ matter: 'm-kerb', totalLimit: '2 work_day' });
    hub.say(saying('it is a kerb', hub, 1));
    expect(hub.doc().matterBefore).toMatchObject({ matter: 'm-tree', condition: 'c-fallen' });
    expect(hub.doc().condition).toBeUndefined();
  });

  it('refuses what is unknown, what is another matter’s, and what changes nothing', () => {
    const hub = situation('reported');
    const say = (matter: string, condition: string | null): string | undefined =>
      refusalBefore(
        hub.body({
          by: OPERATOR,
          kind: 'case.reclassify',
          args: { matter, condition, dictVersion: 'v', reason: '' },
        }),
        { ...hub.facts(), cutOff: false },
      )?.code;
    expect(say('m-none', null)).toBe('matter/not-found');
    expect(say('m-tree', 'c-deep')).toBe('matter/other-condition');
    expect(say('m-pothole', null)).toBe('case/field-unchanged');
    expect(say('m-pothole', 'c-deep')).toBeUndefined();
    const closed = situation('closed');
    const op = closed.body(saying('it is a kerb', closed, 1)) as AnyBody;
    expect(refusalBefore(op, { ...closed.facts(), cutOff: false })?.code).toBe('case/ended');
  });

  it('is the holder’s to decide, and elsewhere a proposal', () => {
    const hub = situation('reported');
    const decision = hub.say({
      by: 'operator1@district',
      kind: 'case.reclassify',
      args: { matter: 'm-tree', condition: null, dictVersion: 'v', reason: 'x' },
    });
    expect(decision).toMatchObject({ outcome: 'adjusted', reason: { code: 'case/not-held' } });
    expect(hub.doc().matter).toBe('m-pothole');
    hub.say(saying('it is a tree', hub, 1));
    expect(hub.doc().proposals).toEqual({});
  });
});
