import { expect, test } from 'vitest';
import { isPhoneNumber } from './phoneNumber.ts';

test.each([
  '13800005521',
  '110',
  '+86 138-0000-5521',
  '(010) 6401-2345',
  '010-64012345转802',
  '01064012345 ext. 802',
  '64012345#8',
  '１３８００００５５２１',
  ' 12345 ',
])('%s is a number', (written) => {
  expect(isPhoneNumber(written)).toBe(true);
});

test.each([
  '',
  '12',
  'abc电话😀',
  'abc13800005521',
  '13800005521😀',
  '138000055211380000552',
  '转802',
  '----',
  '138 0000 5521 家里',
])('%s is none', (written) => {
  expect(isPhoneNumber(written)).toBe(false);
});
