import { describe, expect, it } from 'vitest';
import { NOTICE_CODES } from '#core/domain/operation/noticeCode.ts';
import type { AppealType } from '#core/domain/operation/args.ts';
import type { ClosingItem } from '#core/domain/catalogue/matter.ts';
import type { Outcome } from '#core/domain/operation/decision.ts';
import { FAILURE_CODES } from '#core/protocol/errors.ts';
import { counted } from './en/counted.ts';
import { en } from './en/catalogue.ts';
import { errorText } from './errorText.ts';
import { placeWhyText } from './placeWhyText.ts';
import { zhCN } from './zh-CN/catalogue.ts';

// Records, so that a new code of the domain does not compile until it stands here.
const items: Record<ClosingItem, true> = {
  photo_before: true,
  photo_after: true,
  result: true,
  verified: true,
  replied: true,
  contacted: true,
};
const outcomes: Record<Outcome, true> = {
  applied: true,
  adjusted: true,
  merged: true,
  noop: true,
  superseded: true,
  conflict: true,
  'refused-recorded': true,
  deferred: true,
};
const appeals: Record<AppealType, true> = {
  consult: true,
  help: true,
  complaint: true,
  report: true,
  suggest: true,
  find: true,
};
const languages = { 'zh-CN': zhCN, en };

describe.each(Object.entries(languages))('what the program can say in %s', (_, m) => {
  const isWorded = (words: object, code: string): boolean => {
    const text = (words as Readonly<Record<string, unknown>>)[code];
    return typeof text === 'string' && text !== '' && text !== code;
  };

  it.each(Object.keys(items))('words the closing item %s', (code) => {
    expect(isWorded(m.dispatch.items, code)).toBe(true);
  });
  it.each(Object.keys(outcomes))('words the outcome %s', (code) => {
    expect(isWorded(m.sync.outcomes, code)).toBe(true);
  });
  it.each(Object.keys(appeals))('words the appeal %s', (code) => {
    expect(isWorded(m.common.appealType, code)).toBe(true);
  });
  it.each(NOTICE_CODES)('words the notice %s', (code) => {
    expect(isWorded(m.notices.codes, code)).toBe(true);
  });
  it.each([...Object.keys(m.errors.refusals), ...FAILURE_CODES])('words the reason %s', (code) => {
    const text = errorText(m, { code });
    expect(text).not.toBe(m.errors.unknown(code));
    expect(text).not.toContain(code);
    expect(text.trim()).not.toBe('');
  });
  it.each([
    'unsigned',
    'overdue',
    'conflict',
    'line-cut',
    'line-healed',
    'seat-lost',
    'login-again',
    'history-changed',
    'history-put-back',
  ])('words the alarm %s', (code) => {
    expect(isWorded(m.shell.alarms, code)).toBe(true);
  });
  it('words the limit of closing that is still missing by its items', () => {
    const details = { item: Object.keys(items).join(',') };
    const text = errorText(m, { code: 'case/closing-item-missing', details });
    for (const code of Object.keys(items)) expect(text).not.toContain(code);
  });
  it('shows no code for the reason of a place that only a newer program knows', () => {
    expect(placeWhyText('noNumber', m)).toBe(m.intake.place.why.noNumber);
    expect(placeWhyText('by-satellite', m)).toBe('');
  });
});

it('counts one thing in the singular', () => {
  expect([0, 1, 2, 1.5].map((n) => counted(n, 'case'))).toEqual([
    '0 cases',
    '1 case',
    '2 cases',
    '1.5 cases',
  ]);
  expect(counted(1, 'copy', 'copies')).toBe('1 copy');
  expect(en.caseFile.limit.work_day(1)).toBe('1 working day');
  expect(en.shell.pending(1, 2)).toBe('1 case, 2 steps to send');
});
