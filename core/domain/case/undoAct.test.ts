import { describe, expect, it } from 'vitest';
import type { ArgsOf } from '../operation/args.ts';
import type { Decision } from '../operation/decision.ts';
import type { RefusalCode } from '../operation/refusal.ts';
import {
  caller,
  EAST,
  type Hub,
  openHub,
  OTHER_ID,
  otherCase,
  type SayOptions,
} from './caseBuilders.ts';
import { saying, type SayingName } from './caseSayings.ts';
import { disputed, situation } from './caseSituations.ts';

const SECOND = 1_000;

/** Taken back by its author, half a minute after it was done, unless it is said otherwise. */
function undo(hub: Hub, op: string, how: SayOptions & { readonly by?: string } = {}): Decision {
  const act = hub.log().find((one) => one.op.opId === op);
  const { by = act?.op.actor ?? '', at = (act?.at ?? 0) + 30 * SECOND, ...rest } = how;
  return hub.say({ by, kind: 'undo', args: { op } }, { at, ...rest });
}

function done(hub: Hub, name: SayingName, who: 1 | 2 = 1): string {
  hub.say(saying(name, hub, who));
  return hub.log().at(-1)?.op.opId ?? '';
}

const code = (decision: Decision): RefusalCode | null => decision.reason?.code ?? null;

describe('what is taken back', () => {
  it('is a dispatch that nobody has signed: its clock goes on, and it counts as no hand-out', () => {
    const hub = situation('to_dispatch');
    const before = hub.doc();
    const op = done(hub, 'dispatch roads and water');
    expect(undo(hub, op).outcome).toBe('applied');
    const { stage, handOuts, clocks, assignments = {} } = hub.doc();
    expect({ stage, handOuts, dispatch: clocks.dispatch }).toEqual({
      stage: 'to_dispatch',
      handOuts: before.handOuts,
      dispatch: before.clocks.dispatch,
    });
    expect(Object.values(assignments).map(({ state }) => state)).toEqual(['recalled', 'recalled']);
  });

  it('is a tag, as far as it was new and nobody else gave it', () => {
    const hub = situation('tagged');
    const add = ['noise', 'night'];
    hub.say({ by: `operator1@${EAST}`, kind: 'case.tag', args: { add, remove: [] } });
    undo(hub, hub.log().at(-1)?.op.opId ?? '');
    expect(hub.doc().tags).toEqual({ noise: true });
    const gone = done(hub, 'untag noise');
    undo(hub, gone);
    expect(hub.doc().tags).toEqual({ noise: true });
  });

  it('is no tag that another gave as well, unseen', () => {
    const hub = situation('to_dispatch');
    const op = done(hub, 'tag noise');
    const seen = hub.doc().ver;
    done(hub, 'tag noise', 2);
    expect(undo(hub, op, { seen }).outcome).toBe('noop');
    expect(hub.doc().tags).toEqual({ noise: true });
  });

  it('is a link, on both cases', () => {
    const hub = situation('to_dispatch');
    const decision = undo(hub, done(hub, 'link'));
    expect(hub.doc().links).toEqual({});
    expect(decision.effects.followUps).toMatchObject([
      { caseId: OTHER_ID, args: { did: 'unlinked' } },
    ]);
  });

  it('is a merge: the case goes on as before, and the other lets it go', () => {
    const hub = situation('to_dispatch');
    const { clocks } = hub.doc();
    const decision = undo(hub, done(hub, 'merge'));
    expect(hub.doc()).toMatchObject({ stage: 'to_dispatch', clocks });
    expect(hub.doc().mergedInto).toBeUndefined();
    expect(decision.effects.followUps).toMatchObject([{ caseId: OTHER_ID, args: { did: 'left' } }]);
  });

  it.each(['first', 'second'])('is the settling of a conflict: %s', (option) => {
    const hub = disputed('to_dispatch');
    const { title } = hub.doc();
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    const args = { conflict, option, note: 'n' };
    hub.say({ by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
    const act = hub.log().at(-1);
    const decision = undo(hub, act?.op.opId ?? '', { at: (act?.at ?? 0) + 29 * 60 * SECOND });
    expect(decision.outcome).toBe('applied');
    expect(hub.doc().title).toBe(title);
    expect(hub.doc().conflicts?.[conflict]).toMatchObject({ state: 'open', default: 'first' });
    expect(hub.doc().conflicts?.[conflict]?.chosen).toBeUndefined();
    expect(decision.effects.notices.map((one) => one.code)).toEqual([
      'resolution-undone',
      'resolution-undone',
    ]);
  });

  it('is a proposal that nobody has adopted yet', () => {
    const hub = situation('to_dispatch');
    const { args } = saying('dispatch roads', hub, 1);
    hub.say({ by: 'dispatcher1@district', kind: 'case.dispatch', args } as never);
    const op = hub.log().at(-1)?.op.opId ?? '';
    expect(hub.doc().proposals?.[op]).toBeDefined();
    expect(undo(hub, op).outcome).toBe('applied');
    expect(hub.doc().proposals).toEqual({});
  });
});

describe('what is not taken back', () => {
  it.each([
    ['to_dispatch', 'dispatch roads', 'roads sign'],
    ['to_dispatch', 'dispatch roads and water', 'roads sign'],
    ['to_dispatch', 'merge', 'archive'],
  ] as const)('at %s: %s, once there is: %s', (given, what, then) => {
    const hub = situation(given);
    const op = done(hub, what);
    done(hub, then);
    const { stage } = hub.doc();
    const decision = undo(hub, op, { by: `dutyChief@${EAST}` });
    expect([decision.outcome, code(decision)]).toEqual(['superseded', 'undo/built-on']);
    expect(hub.doc().stage).toBe(stage);
  });

  it('is a merge into a case that has ended since', () => {
    const hub = situation('to_dispatch');
    const op = done(hub, 'merge');
    const other = { doc: { ...otherCase(), stage: 'closed' as const }, unseen: [] };
    expect(code(undo(hub, op, { known: { other } }))).toBe('undo/built-on');
  });

  it('is a choice that somebody has built on', () => {
    const hub = disputed('to_dispatch');
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    const args = { conflict, option: 'second', note: '' };
    hub.say({ by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
    const op = hub.log().at(-1)?.op.opId ?? '';
    done(hub, 'title to P');
    expect(code(undo(hub, op))).toBe('undo/built-on');
    expect(hub.doc().title).toBe('P');
  });

  it.each([
    ['to_dispatch', 'dispatch roads', 61, 'undo/too-late'],
    ['to_dispatch', 'dispatch roads', 60, null],
    ['to_dispatch', 'note', 1, 'undo/not-possible'],
  ] as const)('at %s: %s after %i s is %s', (given, what, seconds, expected) => {
    const hub = situation(given);
    const op = done(hub, what);
    const at = (hub.log().at(-1)?.at ?? 0) + seconds * SECOND;
    expect(code(undo(hub, op, { at }))).toBe(expected);
  });

  it('is a choice of the district where its conflict was referred, by nobody but the district', () => {
    const hub = disputed('to_dispatch');
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    done(hub, 'refer the conflict');
    const args = { conflict, option: 'second', note: '' };
    hub.say({ by: 'dutyChief1@district', kind: 'conflict.resolve', args });
    const { op } = hub.log().at(-1) ?? {};
    const before = hub.doc();
    expect(before.conflicts?.[conflict]?.state).toBe('resolved');
    const refused = undo(hub, op?.opId ?? '', { by: `dutyChief1@${EAST}` });
    expect(code(refused)).toBe('conflict/not-yours');
    expect(hub.doc().conflicts).toEqual(before.conflicts);
    expect(undo(hub, op?.opId ?? '').outcome).toBe('applied');
  });

  it('is anything that the duty chief does not take back, by anybody but its author', () => {
    const hub = situation('to_dispatch');
    const op = done(hub, 'dispatch roads');
    expect(code(undo(hub, op, { by: `dispatcher2@${EAST}` }))).toBe('grant/none');
    const late = (hub.log().at(-1)?.at ?? 0) + 7_200 * SECOND;
    const decision = undo(hub, op, { by: `dutyChief@${EAST}`, at: late });
    expect(decision.outcome).toBe('applied');
    expect(decision.effects.notices).toContainEqual({
      to: `dispatcher1@${EAST}`,
      code: 'act-undone',
      rule: null,
    });
  });

  it('is taken back once, and what came to nothing not at all', () => {
    const hub = situation('to_dispatch');
    const op = done(hub, 'dispatch roads');
    undo(hub, op);
    expect(undo(hub, op).outcome).toBe('noop');
    expect(code(undo(openHubWithCase(), 'op-99', { by: `operator@${EAST}` }))).toBe(
      'undo/not-found',
    );
  });
});

function openHubWithCase(): Hub {
  const hub = openHub();
  hub.say(saying('create again', hub, 1));
  return hub;
}

describe('a case that took another in', () => {
  const hash = 'a'.repeat(64);
  const theirs = { ...caller, numberHmac: 'b'.repeat(64) };
  const files = [{ sha256: hash, name: 'p.jpg', use: 'near', bytes: 1 }];
  const mirrored = (hub: Hub, args: Partial<ArgsOf['case.mirror']>) =>
    hub.say({
      by: 'program',
      kind: 'case.mirror',
      args: { of: OTHER_ID, did: 'absorbed', by: `dispatcher1@${EAST}`, ...args },
    });

  it('gives back what that one brought, and keeps what was its own', () => {
    const hub = situation('to_dispatch');
    const own = done(hub, 'attach');
    const before = hub.doc();
    expect(own).not.toBe('');
    mirrored(hub, { callers: [theirs, caller], files });
    expect(Object.keys(hub.doc().callers ?? {})).toEqual([theirs.numberHmac]);
    mirrored(hub, { did: 'left' });
    const { attachments, caller: first, callers, absorbed } = hub.doc();
    expect({ attachments, first }).toEqual({
      attachments: before.attachments,
      first: before.caller,
    });
    expect([callers, absorbed]).toEqual([{}, {}]);
  });

  it('is brought what comes to that one later, and by it to where it goes itself', () => {
    const hub = situation('to_dispatch');
    done(hub, 'merge');
    const decision = hub.say(saying('attach', hub, 2));
    expect(decision.effects.followUps).toMatchObject([
      { caseId: OTHER_ID, args: { did: 'brought', files: [{ name: 'p.jpg' }] } },
    ]);
    const there = situation('to_dispatch');
    mirrored(there, {});
    mirrored(there, { did: 'brought', files });
    expect(there.doc().attachments?.[hash]).toMatchObject({ name: 'p.jpg' });
    mirrored(there, { did: 'left' });
    expect(there.doc().attachments?.[hash]).toBeUndefined();
  });
});

describe('a merge that somebody’s work stood against', () => {
  it('is put in force, once nobody is at work, by whoever settles the conflict', () => {
    const hub = situation('to_dispatch');
    const seen = hub.doc().ver;
    const merge = saying('merge', hub, 2);
    done(hub, 'dispatch roads');
    expect(hub.say(merge, { seen })).toMatchObject({ outcome: 'conflict', rule: 37 });
    done(hub, 'recall roads');
    const conflict = Object.keys(hub.doc().conflicts ?? {})[0] ?? '';
    const args = { conflict, option: 'second', note: '' };
    const decision = hub.say({ by: `dispatcher1@${EAST}`, kind: 'conflict.resolve', args });
    expect(decision.outcome).toBe('applied');
    expect(hub.doc()).toMatchObject({ stage: 'merged', mergedInto: OTHER_ID });
    expect(decision.effects.followUps).toMatchObject([{ caseId: OTHER_ID, kind: 'case.mirror' }]);
  });
});

it('whoever merged a case closes the other one as he knows it, before his own mirror has reached him', () => {
  const hub = situation('to_close');
  const seen = hub.doc().ver;
  const close = saying('close', hub, 1);
  const args = { of: OTHER_ID, did: 'absorbed', by: close.by, wasActive: true } as const;
  hub.say({ by: 'program', kind: 'case.mirror', args });
  const decision = hub.say(close, { seen });
  expect([decision.outcome, decision.effects.followUps]).toEqual(['applied', []]);
  expect(hub.doc().stage).toBe('closed');
});
