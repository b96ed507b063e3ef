import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalText } from './canonicalText.ts';

const text = fc.string({ unit: 'binary' });

it('writes what another maker of RFC 8785 texts writes, whatever the value', () => {
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
  fc.assert(fc.property(value, (one) => canonicalText(one) === canonicalize(one)));
});

it('orders few keys and many by their UTF-16 units', () => {
  const fields = fc.dictionary(text, fc.integer(), { maxKeys: 80 });
  fc.assert(fc.property(fields, (one) => canonicalText(one) === canonicalize(one)));
  expect(canonicalText({ '\ud83d\ude00': 1, '\ufb33': 2, '10': 3, '9': 4, é: 5, e: 6 })).toBe(
    '{"10":3,"9":4,"e":6,"é":5,"\ud83d\ude00":1,"\ufb33":2}',
  );
});

it('escapes halves of characters and keeps whole ones', () => {
  for (const one of ['\ud800', 'a\udfff', '\ud83d\ude00', '\u0000\u001f\u007f\u2028', '"\\/']) {
    expect(canonicalText(one)).toBe(JSON.stringify(one));
  }
});

it('writes numbers as ECMAScript does, and -0 as 0', () => {
  for (const one of [0, -0, 1e21, 1e-7, 333333333.33333329, 5e-324, -1.5]) {
    expect(canonicalText(one)).toBe(JSON.stringify(one));
  }
});

it('leaves out what is undefined, and throws at what is no JSON value', () => {
  expect(canonicalText({ a: undefined, b: [undefined, 1] })).toBe('{"b":[null,1]}');
  for (const one of [Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol('a'), () => 1]) {
    expect(() => canonicalText({ a: [one] })).toThrow(TypeError);
  }
  expect(() => canonicalText(undefined)).toThrow(TypeError);
});
