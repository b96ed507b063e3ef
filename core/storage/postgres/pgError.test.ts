import { expect, it } from 'vitest';
import { BugError } from '../../kernel/assert.ts';
import { AppError } from '../../protocol/errors.ts';
import { awayError, refusesTheValues, toAppError } from './pgError.ts';

const said = (code: string): Error =>
  Object.assign(new Error('in any language'), { code, severity: 'ERROR' });

it.each([
  ['53100', 'storage/full'],
  ['53300', 'storage/busy'],
  ['40001', 'storage/busy'],
  ['55P03', 'storage/busy'],
  ['57014', 'storage/busy'],
  ['57P01', 'storage/io'],
  ['57P03', 'storage/io'],
  ['25P03', 'storage/io'],
  ['08006', 'storage/io'],
  ['28P01', 'storage/io'],
  ['3D000', 'storage/io'],
  ['58030', 'storage/io'],
  ['25006', 'storage/read-only'],
  ['XX001', 'storage/corrupt'],
  ['23505', 'bug/unexpected'],
  ['22021', 'bug/unexpected'],
  ['42601', 'bug/unexpected'],
])('%s is %s', (sqlstate, code) => {
  expect(toAppError(said(sqlstate))).toMatchObject({ code, details: { sqlstate } });
});

it('knows a server that cannot be heard from one that says no to the values', () => {
  const values = ['23505', '22021', '54000'].map((code) => toAppError(said(code)));
  expect(values.every(refusesTheValues)).toBe(true);
  const others = [said('42601'), said('53100'), new Error('Connection terminated')].map(toAppError);
  expect(others.some(refusesTheValues)).toBe(false);
  expect(refusesTheValues(new Error('x'))).toBe(false);
  expect(others[2]).toMatchObject({
    code: 'storage/io',
    details: { why: 'Connection terminated' },
  });
});

it('says what every address of a machine answered', () => {
  const cause = new AggregateError([new Error('no ::1'), new Error('no 127.0.0.1')]);
  expect(awayError(cause).details).toEqual({ why: 'no ::1; no 127.0.0.1' });
  const known = new AppError('storage/io');
  expect(awayError(known)).toBe(known);
});

it('leaves a broken claim of our own what it is', () => {
  const bug = new BugError('beyond what a number holds');
  expect(toAppError(bug)).toBe(bug);
});
