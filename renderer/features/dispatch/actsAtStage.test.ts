import { describe, expect, it } from 'vitest';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';
import { ACT_CHORDS, ACT_KINDS, actBar, actStates } from './actsAtStage.ts';

const allow = (...kinds: readonly string[]) =>
  actStates(kinds.map((kind) => ({ kind, allowed: true, later: false, reason: null })));

describe('acts of a case', () => {
  it('gives every act a key of its own', () => {
    expect(new Set(Object.values(ACT_CHORDS)).size).toBe(ACT_KINDS.length);
  });

  it('covers every kind of operation that a person does on a case', () => {
    const byHand = Object.entries(kindSpecs)
      .filter(
        ([kind, spec]) => spec.subject === 'case' && !spec.byProgram && kind !== 'case.create',
      )
      .map(([kind]) => kind)
      .filter((kind) => !kind.startsWith('conflict.'));
    expect([...ACT_KINDS].toSorted()).toEqual(byHand.toSorted());
  });

  it('makes the next step of the stage the primary act', () => {
    expect(actBar('to_dispatch', allow('case.note', 'case.dispatch'), false).primary?.kind).toBe(
      'case.dispatch',
    );
    expect(actBar('handled', allow('verify.report', 'case.close'), false).primary?.kind).toBe(
      'verify.report',
    );
    expect(actBar('handled', allow('case.close'), false).primary?.kind).toBe('case.close');
  });

  it('offers the next step of a whistle beside those of the stage', () => {
    const chief = actBar('to_dispatch', allow('case.note', 'whistle.file'), false);
    expect(chief.primary?.kind).toBe('whistle.file');
    const desk = actBar('to_dispatch', allow('case.dispatch', 'whistle.open'), false);
    expect(desk.primary?.kind).toBe('case.dispatch');
    expect(desk.others.map((act) => act.kind)).toEqual(['whistle.open']);
  });

  it('puts an open request to return before all', () => {
    expect(actBar('handling', allow('judge', 'assign.done'), true).primary?.kind).toBe('judge');
    expect(actBar('handling', allow('judge', 'assign.done'), false).primary?.kind).toBe(
      'assign.done',
    );
  });

  it('asks for the matter first where one is missing, and says why not yet', () => {
    const states = actStates([
      { kind: 'case.file', allowed: false, later: false, reason: { code: 'case/needs-matter' } },
      { kind: 'case.answer', allowed: true, later: false, reason: null },
      { kind: 'case.reclassify', allowed: true, later: false, reason: null },
    ]);
    const bar = actBar('reported', states, false);
    expect(bar.primary?.kind).toBe('case.reclassify');
    expect(bar.others.map((act) => act.kind)).toEqual(['case.file', 'case.answer']);
    expect(actBar('reported', allow('case.file', 'case.reclassify'), false).primary?.kind).toBe(
      'case.file',
    );
  });

  it('offers to take back what can be taken back, after all the others', () => {
    const bar = actBar('dispatched', allow('undo', 'assign.sign', 'case.note'), false);
    expect(bar.primary?.kind).toBe('assign.sign');
    expect(bar.others.map((act) => act.kind)).toEqual(['case.note', 'undo']);
    const none = actStates([
      { kind: 'undo', allowed: false, later: false, reason: { code: 'undo/nothing' } },
    ]);
    expect(actBar('dispatched', none, false).others).toEqual([]);
  });

  it('never makes the primary act of what is possible everywhere', () => {
    const bar = actBar('closed', allow('case.note', 'case.attach'), false);
    expect(bar.primary).toBeNull();
    expect(bar.others.map((act) => act.kind)).toEqual(['case.note', 'case.attach']);
  });

  it('shows what the line forbids with its reason, and hides what is not this person’s', () => {
    const states = actStates([
      { kind: 'case.dispatch', allowed: true, later: false, reason: null },
      { kind: 'case.send', allowed: false, later: false, reason: { code: 'case/needs-district' } },
      { kind: 'case.edit', allowed: false, later: false, reason: { code: 'grant/none' } },
      { kind: 'campaign.open', allowed: true, later: false, reason: null },
    ]);
    const bar = actBar('to_dispatch', states, false);
    expect(bar.others.map((act) => act.kind)).toEqual(['case.send']);
  });
});
