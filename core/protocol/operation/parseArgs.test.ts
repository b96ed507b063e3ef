import { describe, expect, it } from 'vitest';
import { createArgs } from '../../domain/case/caseBuilders.ts';
import { kindSpecs } from '../../domain/operation/kindSpec.ts';
import { isOpKind, parseArgs } from './parseArgs.ts';

describe('parseArgs', () => {
  it('takes the arguments of a new case as they are', () => {
    const args = createArgs();
    expect(parseArgs('case.create', 1, args)).toEqual({ ok: true, value: args });
  });

  it('refuses a form with 100,000 characters and names the field', () => {
    const args = createArgs({ text: 'x'.repeat(100_000) });
    expect(parseArgs('case.create', 1, args)).toEqual({
      ok: false,
      error: {
        code: 'op/schema',
        detail: { field: 'text', problem: 'max_length', limit: 10_000 },
      },
    });
  });

  it('names a field inside a list', () => {
    const args = createArgs({ externalNo: [{ system: 'city', no: 'n'.repeat(81), dueAt: null }] });
    expect(parseArgs('case.create', 1, args)).toMatchObject({
      ok: false,
      error: { detail: { field: 'externalNo.0.no' } },
    });
  });

  it.each([
    ['a field too many', { text: 'a', public: true, extra: 1 }],
    ['a field too few', { text: 'a' }],
    ['another type', { text: 1, public: true }],
    ['no object', null],
  ])('refuses %s', (_what, args) => {
    expect(parseArgs('case.note', 1, args)).toMatchObject({
      ok: false,
      error: { code: 'op/schema' },
    });
  });

  it.each(['street:11010100', 'unit:a', 'inbox:x', 'everyone'])('sends no case to %s', (to) => {
    expect(parseArgs('case.send', 1, { to, note: '' }).ok).toBe(false);
  });

  it('refuses a point that is not in millionths of a degree', () => {
    const place = { ...createArgs().place, point: { lonE6: 116.4, latE6: 39_930_000 } };
    expect(parseArgs('case.create', 1, createArgs({ place }))).toMatchObject({
      ok: false,
      error: { detail: { field: 'place.point.lonE6' } },
    });
  });

  it('refuses a version that it does not know', () => {
    expect(parseArgs('case.note', 2, { text: 'a', public: true }).ok).toBe(false);
  });

  it('knows exactly the kinds of the domain', () => {
    for (const kind of Object.keys(kindSpecs)) expect(isOpKind(kind)).toBe(true);
    expect(isOpKind('campaign.open')).toBe(false);
    expect(isOpKind('toString')).toBe(false);
  });
});
