import { expect, it } from 'vitest';
import { alarmKinds } from './alarmKinds.ts';

const alarm = (level: 'A1' | 'A2' | 'A3', code: string, since: number, acknowledged = false) => ({
  id: `${code}:${since}`,
  level,
  code,
  caseId: 'case-1',
  caseNo: 'DC261121-0001',
  title: '燃气气味',
  since,
  acknowledged,
});

it('alarms are counted by kind, the gravest first and then the oldest', () => {
  const kinds = alarmKinds([
    alarm('A2', 'overdue', 5),
    alarm('A2', 'conflict', 4),
    alarm('A1', 'unsigned', 9),
    alarm('A1', 'unsigned', 7),
  ]);
  expect(kinds).toEqual([
    { level: 'A1', code: 'unsigned', count: 2, since: 7 },
    { level: 'A2', code: 'conflict', count: 1, since: 4 },
    { level: 'A2', code: 'overdue', count: 1, since: 5 },
  ]);
});

it('what was acknowledged, and what never sounds, is not among them', () => {
  expect(alarmKinds([alarm('A1', 'unsigned', 7, true), alarm('A3', 'near', 8)])).toEqual([]);
});

it('no kind carries a word of a case', () => {
  expect(JSON.stringify(alarmKinds([alarm('A1', 'unsigned', 7)]))).not.toMatch(/DC26|燃气|case-1/);
});
