import { expect, test } from 'vitest';
import { enrolInputOf, HERE_ADDRESS, type EnrolForm } from './enrolForm.ts';

const form: EnrolForm = {
  mode: 'join',
  address: ' wss://qu:8443 ',
  code: 'ABCD',
  name: '受理厅 23 席',
  station: ' ',
};

test('a complete form becomes the input of the enrolment', () => {
  expect(enrolInputOf(form)).toEqual({
    address: 'wss://qu:8443',
    code: 'ABCD',
    name: '受理厅 23 席',
    scope: 'district',
  });
});

test('the first missing part is named', () => {
  expect(enrolInputOf({ ...form, address: ' ' })).toBe('needAddress');
  expect(enrolInputOf({ ...form, code: '' })).toBe('needCode');
  expect(enrolInputOf({ ...form, name: '' })).toBe('needName');
});

test('a station of the street goes with it, where one is named', () => {
  const station = `wss://zhan:7710#${'a'.repeat(64)}`;
  expect(enrolInputOf({ ...form, station: ` ${station} ` })).toMatchObject({ station });
  expect(enrolInputOf(form)).not.toHaveProperty('station');
});

test('the district itself is found on its own machine', () => {
  const here = enrolInputOf({ ...form, mode: 'here', address: '' });
  expect(here).toMatchObject({ address: HERE_ADDRESS, scope: 'district' });
});
