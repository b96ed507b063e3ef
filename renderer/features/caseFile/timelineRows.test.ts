import { describe, expect, it } from 'vitest';
import type { OpKind } from '#core/domain/operation/args.ts';
import type { TimelineRow } from '#core/protocol/console/rows.ts';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';
import { en } from '#renderer/i18n/en/catalogue.ts';
import type { TimelineNames } from '#renderer/i18n/timelineText.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { sentenceOf } from '#renderer/i18n/sentenceOf.ts';
import { pendingSteps, timelineLines } from './timelineRows.ts';

const T = 1_790_000_000_000;

function step(opId: string, at: number, given: Partial<TimelineRow> = {}): TimelineRow {
  return {
    opId,
    kind: 'case.note',
    args: { text: opId, public: false },
    actor: 'p1',
    actorName: 'Dispatcher 5',
    onBehalf: null,
    how: 'self',
    scope: 'district',
    at,
    saidAt: at,
    errMs: 100,
    outcome: 'applied',
    rule: null,
    reason: null,
    serverSeq: 1,
    ver: 1,
    ...given,
  };
}

const none = { cutAt: null, healedAt: null };
const keys = (
  rows: readonly TimelineRow[],
  marks = none as { cutAt: number | null; healedAt: number | null },
) => timelineLines(rows, marks).map((line) => line.key);

describe('timeline of a case', () => {
  it('stands newest first, steps of one instant by the version they made', () => {
    const rows = [step('a', T, { ver: 1 }), step('b', T, { ver: 2 }), step('c', T - 5, { ver: 3 })];
    expect(keys(rows)).toEqual(['b', 'a', 'c']);
  });

  it('puts pending steps of one instant above decided ones, in the order made', () => {
    const rows = [
      step('decided', T, { ver: 9 }),
      step('first', T, { ver: null, serverSeq: null }),
      step('second', T, { ver: null, serverSeq: null }),
    ];
    expect(keys(rows)).toEqual(['second', 'first', 'decided']);
    expect(pendingSteps(rows)).toBe(2);
  });

  it('marks the cut between the steps before and after it', () => {
    const rows = [step('old', T - 10), step('new', T + 10, { serverSeq: null })];
    expect(keys(rows, { cutAt: T, healedAt: null })).toEqual(['new', 'cut', 'old']);
  });

  it('ends a cut that it shows, though no step came since the line is back', () => {
    const rows = [step('old', T - 10), step('during', T + 10)];
    const marks = { cutAt: T, healedAt: T + 20 };
    expect(keys(rows, marks)).toEqual(['healed', 'during', 'cut', 'old']);
    expect(keys([...rows, step('since', T + 30)], marks)).toEqual([
      'since',
      'healed',
      'during',
      'cut',
      'old',
    ]);
    expect(keys([step('old', T - 10)], marks)).toEqual(['old']);
  });

  it('leaves the mark out where no step was made since, or none before', () => {
    expect(keys([step('old', T - 10)], { cutAt: T, healedAt: null })).toEqual(['old']);
    expect(keys([step('new', T + 10)], { cutAt: T, healedAt: null })).toEqual(['new']);
  });

  it('shows cut and healing in their order', () => {
    const rows = [step('old', T - 10), step('mid', T + 10), step('new', T + 30)];
    expect(keys(rows, { cutAt: T, healedAt: T + 20 })).toEqual([
      'new',
      'healed',
      'mid',
      'cut',
      'old',
    ]);
  });

  it('names the said time only when it differs by more than two minutes', () => {
    const [near, far] = timelineLines(
      [step('near', T, { saidAt: T - 119_000 }), step('far', T - 1, { saidAt: T - 200_000 })],
      none,
    );
    expect(near).toMatchObject({ saidAt: null });
    expect(far).toMatchObject({ saidAt: T - 200_000 });
  });

  it('strikes what another act superseded and what nobody had the right to do', () => {
    const struck = timelineLines(
      [
        step('a', T, { outcome: 'superseded' }),
        step('b', T - 1, { outcome: 'refused-recorded' }),
        step('c', T - 2, { outcome: 'conflict' }),
      ],
      none,
    ).map((line) => line.kind === 'step' && line.isStruck);
    expect(struck).toEqual([true, true, false]);
  });
});

describe('sentences', () => {
  const names: TimelineNames = {
    name: (id) => `<${id}>`,
    scope: (scope) => `[${scope}]`,
    time: () => '10:24',
    day: () => '2026-11-22',
    unitOf: (assignment) => `unit of ${assignment}`,
  };

  it('has a name for every kind in both languages', () => {
    for (const kind of Object.keys(kindSpecs) as OpKind[]) {
      expect(zhCN.operations.names[kind], kind).not.toBe('');
      expect(en.operations.names[kind], kind).toMatch(/^[A-Z]/);
      expect(zhCN.operations.timeline[kind], kind).toBeTypeOf('function');
    }
  });

  it('words a dispatch with who leads and who assists', () => {
    const row = step('d', T, {
      kind: 'case.dispatch',
      args: {
        units: [
          { unit: 'u1', lead: true },
          { unit: 'u2', lead: false },
        ],
        condition: null,
        limitNote: '',
        note: '',
        advice: null,
      },
    });
    expect(sentenceOf(row, zhCN.operations.timeline, names)).toBe('<u1> 主办 · <u2> 协办');
    expect(sentenceOf(row, en.operations.timeline, names)).toBe('<u1> leads · <u2> assists');
  });

  it('words a urge to a scope and to a unit', () => {
    const urge = (to: string): string =>
      sentenceOf(
        step('u', T, { kind: 'case.urge', args: { to, text: 'now' } }),
        en.operations.timeline,
        names,
      );
    expect(urge('street:110101005')).toBe('[street:110101005] · now');
    expect(urge('u7')).toBe('<u7> · now');
  });

  it('says nothing beyond its name for a kind of a newer program', () => {
    expect(sentenceOf(step('x', T, { kind: 'campaign.open' }), en.operations.timeline, names)).toBe(
      '',
    );
  });
});
