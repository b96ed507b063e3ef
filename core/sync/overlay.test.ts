import { describe, expect, it } from 'vitest';
import { townReference } from '../domain/case/caseBuilders.ts';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import { decide } from '../domain/decide.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { applyEvent, stateHashOf } from './confirmed.ts';
import { isComing, overlayOf, staysInOverlay, unseenBy } from './overlay.ts';
import type { DecidedHere, PendingOp } from './overlay.ts';

const op = (over: Record<string, unknown>): AnyOperation =>
  ({
    opId: 'o',
    kind: 'case.note',
    v: 1,
    caseId: 'c',
    args: { text: 'x', public: false },
    bases: [{ of: 'case:c', ver: 0, own: 0 }],
    actor: 'operator@street:110101001',
    seat: 's',
    scope: 'street:110101001',
    how: 'self',
    t: { wall: 1, mono: 1, boot: 'b', off: 0, err: 0 },
    replica: 'r',
    incarnation: 1,
    rseq: 1,
    prevHash: '',
    hash: '',
    ...over,
  }) as unknown as AnyOperation;

describe('how long a pending act belongs to the overlay (I-07)', () => {
  const held = (ver: number): { ver: number; isStub: false } => ({ ver, isStub: false });
  const decided = { ver: 5, outcome: 'applied' };

  it('until the confirmed case has reached its decision', () => {
    expect(staysInOverlay({ op: op({}), decided: null }, held(9))).toBe(true);
    expect(staysInOverlay({ op: op({}), decided }, held(4))).toBe(true);
    expect(staysInOverlay({ op: op({}), decided }, held(5))).toBe(false);
  });

  it('not after the case moved away, and never for a case that was never here', () => {
    expect(staysInOverlay({ op: op({}), decided }, { ver: null, isStub: true })).toBe(false);
    expect(staysInOverlay({ op: op({}), decided }, { ver: null, isStub: false })).toBe(false);
  });

  it('for a case that a station told of until it comes: its author had seen it being made', () => {
    const nowhere = { ver: null, isStub: false };
    const saw = op({ saw: ['making'] });
    expect(staysInOverlay({ op: saw, decided }, nowhere)).toBe(true);
    expect(staysInOverlay({ op: saw, decided }, held(4))).toBe(true);
    expect(staysInOverlay({ op: saw, decided }, held(5))).toBe(false);
    expect(staysInOverlay({ op: saw, decided }, { ver: null, isStub: true })).toBe(false);
    const refused = { ver: 5, outcome: 'refused-recorded' };
    expect(staysInOverlay({ op: saw, decided: refused }, nowhere)).toBe(false);
    const before = op({ saw: ['other'], bases: [{ of: 'case:c', ver: 3, own: 0 }] });
    expect(staysInOverlay({ op: before, decided }, nowhere)).toBe(false);
  });

  it('for a case made here until it comes, unless the district refused it', () => {
    const created = op({ kind: 'case.create' });
    const nowhere = { ver: null, isStub: false };
    expect(staysInOverlay({ op: created, decided }, nowhere)).toBe(true);
    const refused = { ver: 1, outcome: 'refused-recorded' };
    expect(staysInOverlay({ op: created, decided: refused }, nowhere)).toBe(false);
  });
});

describe('acts on a case that was made here and has not come yet (I-05, I-07)', () => {
  const nowhere = { ver: null, isStub: false };
  const decided = { ver: 2, outcome: 'applied' };
  const note = { op: op({ opId: 'n' }), decided };
  const made = (outcome: string): PendingOp => ({
    op: op({ kind: 'case.create' }),
    decided: { ver: 1, outcome },
  });

  it('stay as long as its making does, for they come with it', () => {
    const under = { ...nowhere, isComing: isComing([made('applied'), note], nowhere) };
    expect(staysInOverlay(note, under)).toBe(true);
    expect(isComing([made('applied')], { ver: 1, isStub: false })).toBe(false);
  });

  it('go when the district refused it', () => {
    const under = { ...nowhere, isComing: isComing([made('refused-recorded'), note], nowhere) };
    expect(staysInOverlay(note, under)).toBe(false);
  });
});

describe('what is shown of pending acts', () => {
  const unseen = {
    ver: 4,
    op: op({ opId: 'other', replica: 'elsewhere' }),
  } as unknown as DecidedHere;
  const own = { ver: 5, op: op({ opId: 'mine' }) } as unknown as DecidedHere;

  it('is judged against what others decided since, not against own acts', () => {
    const act = op({ bases: [{ of: 'case:c', ver: 3, own: 1 }] });
    expect(unseenBy(act, [unseen, own])).toEqual([unseen]);
    expect(unseenBy(op({ bases: [{ of: 'case:c', ver: 4, own: 0 }] }), [unseen])).toEqual([]);
  });

  it('is the rules folded over the confirmed case, which itself does not change', () => {
    const doc = {
      caseId: 'c',
      ver: 3,
      stage: 'handling',
      holder: 'street:110101001',
      members: { district: true, 'street:110101001': true },
      place: { text: '' },
      clocks: {},
      round: 1,
      urged: 0,
    } as unknown as CaseDoc;
    const overlay = overlayOf(
      [op({}), op({ opId: 'p', kind: 'case.urge', args: { to: 'street:110101001', text: 'x' } })],
      { doc, decided: [], record: () => null, reference: townReference, silentSince: () => null },
      decide,
    );
    expect(overlay.doc?.ver).toBe(5);
    expect(overlay.decisions.map((one) => one.outcome)).toEqual(['applied', 'applied']);
    expect(doc.ver).toBe(3);
  });
});

it('what an author had seen of others at a station is no news to him, wherever it was decided', () => {
  const one = (opId: string, ver: number): DecidedHere => ({
    op: op({ opId, replica: 'other' }),
    outcome: 'applied',
    ver,
    at: 0,
    holderBefore: null,
  });
  const decided = [one('x', 1), one('y', 2)];
  expect(unseenBy(op({ saw: ['x'] }), decided)).toEqual([decided[1]]);
  expect(unseenBy(op({ saw: ['z'] }), decided)).toEqual(decided);
});

describe('confirmed cases (I-06)', () => {
  const doc = { caseId: 'c', ver: 1, title: 'a' } as unknown as CaseDoc;
  const next = { caseId: 'c', ver: 2, title: 'b' } as unknown as CaseDoc;
  const event = {
    ver: 2,
    casePatch: { ver: 2, title: 'b' },
    stateHash: stateHashOf(next, nodeHashing),
  };

  it("move by effects whose result has the district's hash", () => {
    expect(applyEvent(doc, event, nodeHashing)).toEqual({ kind: 'moved', doc: next });
    expect(applyEvent({ ...doc, text: 'other' }, event, nodeHashing)).toEqual({
      kind: 'broken',
    });
  });

  it('know what came before and refuse to skip', () => {
    expect(applyEvent(next, event, nodeHashing)).toEqual({ kind: 'known' });
    expect(applyEvent(null, event, nodeHashing)).toEqual({ kind: 'broken' });
  });
});
