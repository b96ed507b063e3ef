import { expect, it } from 'vitest';
import { PROTOCOLS, agreement } from './versions.ts';

const range = (minProtocol: number, protocol: number) => ({ minProtocol, protocol });

it('is the newest that both speak, from whichever side it is asked', () => {
  for (const [ours, theirs, protocol] of [
    [range(1, 3), range(1, 3), 3],
    [range(1, 3), range(1, 2), 2],
    [range(1, 3), range(1, 1), 1],
    [range(2, 4), range(3, 5), 4],
  ] as const) {
    expect(agreement(ours, theirs)).toEqual({ kind: 'agreed', protocol });
    expect(agreement(theirs, ours)).toEqual({ kind: 'agreed', protocol });
  }
});

it('says which of the two is too old where there is none', () => {
  expect(agreement(range(2, 4), range(1, 1))).toEqual({ kind: 'older' });
  expect(agreement(range(1, 1), range(2, 4))).toEqual({ kind: 'newer' });
});

it('reaches back over two releases', () => {
  const { protocol, minProtocol } = PROTOCOLS;
  expect(minProtocol).toBe(Math.max(1, protocol - 2));
  for (let one = minProtocol; one <= protocol; one += 1) {
    expect(agreement(PROTOCOLS, range(1, one))).toEqual({ kind: 'agreed', protocol: one });
  }
});
