import { describe, expect, it } from 'vitest';
import { actsFor } from '../permission/actsFor.ts';
import { EAST, type Hub, START } from './caseBuilders.ts';
import { situation } from './caseSituations.ts';

const decline = (hub: Hub, by = `dispatcher@${EAST}`, proposal?: string) =>
  hub.say({
    by,
    kind: 'proposal.decline',
    args: { proposal: proposal ?? Object.keys(hub.doc().proposals ?? {})[0] ?? '', reason: 'no' },
  });

describe('what another scope proposed', () => {
  it('is declined by the holder, off the table, and told to whoever proposed it', () => {
    const hub = situation('proposed');
    const decision = decline(hub);
    expect(decision.outcome).toBe('applied');
    expect(hub.doc().proposals).toEqual({});
    expect(hub.doc().title).not.toBe('P');
    expect(decision.effects.notices).toEqual([
      { to: 'operator3@district', code: 'proposal-declined', rule: null },
    ]);
  });

  it('is adopted by doing it, and that is told, too', () => {
    const hub = situation('proposed');
    const args = { field: 'title', from: '', to: 'P' } as const;
    const decision = hub.say({ by: `operator@${EAST}`, kind: 'case.edit', args });
    expect(hub.doc()).toMatchObject({ title: 'P', proposals: {} });
    expect(decision.effects.notices).toEqual([
      { to: 'operator3@district', code: 'proposal-adopted', rule: null },
    ]);
  });

  it('is nobody else’s to decline, and no proposal comes of trying', () => {
    const hub = situation('proposed');
    const decision = decline(hub, 'dispatcher@district');
    expect(decision).toMatchObject({ outcome: 'superseded', reason: { code: 'case/not-held' } });
    expect(Object.keys(hub.doc().proposals ?? {})).toHaveLength(1);
  });

  it('is declined by a caretaker while the holder is silent', () => {
    const hub = situation('proposed');
    const proposal = Object.keys(hub.doc().proposals ?? {})[0] ?? '';
    const decision = hub.say(
      {
        by: 'dispatcher@district',
        kind: 'proposal.decline',
        args: { proposal, reason: '' },
        caretaker: true,
      },
      { silent: [EAST] },
    );
    expect(decision.outcome).toBe('applied');
  });

  it('cannot be declined where there is none', () => {
    const hub = situation('to_dispatch');
    expect(decline(hub, undefined, 'op-9').reason?.code).toBe('proposal/not-found');
  });

  it.each([
    ['proposed', `dispatcher@${EAST}`, EAST, null],
    ['proposed', 'dispatcher@district', 'district', 'case/not-held'],
    ['proposed', `operator@${EAST}`, EAST, 'grant/none'],
    ['to_dispatch', `dispatcher@${EAST}`, EAST, 'proposal/not-found'],
  ] as const)('of a %s case is offered to %s', (given, actor, scope, code) => {
    const hub = situation(given);
    const local = { ...hub.facts(), at: START, cutOff: false };
    const act = actsFor(hub.doc(), { actor, scope }, local).find(
      ({ kind }) => kind === 'proposal.decline',
    );
    expect(act?.reason?.code ?? null).toBe(code);
  });
});
