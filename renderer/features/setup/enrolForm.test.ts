import { expect, test } from 'vitest';
import { enrolInputOf, HERE_ADDRESS, type EnrolForm } from './enrolForm.ts';

const form: EnrolForm = {
  mode: 'join',
  address: ' wss://qu:8443 ',
  code: 'ABCD',
  name: '受理厅 23 席',
  scopeKind: 'street',
  scopeNo: '110101009',
};

test('a complete form becomes the input of the enrolment', () => {
  expect(enrolInputOf(form)).toEqual({
    address: 'wss://qu:8443',
    code: 'ABCD',
    name: '受理厅 23 席',
    scope: 'street:110101009',
  });
});

test('the first missing part is named', () => {
  expect(enrolInputOf({ ...form, address: ' ' })).toBe('needAddress');
  expect(enrolInputOf({ ...form, code: '' })).toBe('needCode');
  expect(enrolInputOf({ ...form, name: '' })).toBe('needName');
  expect(enrolInputOf({ ...form, scopeNo: '1101' })).toBe('badScope');
  expect(enrolInputOf({ ...form, scopeKind: 'intake', scopeNo: '5' })).toBe('badScope');
});

test('the district itself is found on its own machine', () => {
  const here = enrolInputOf({ ...form, mode: 'here', address: '', scopeKind: 'district' });
  expect(here).toMatchObject({ address: HERE_ADDRESS, scope: 'district' });
});
