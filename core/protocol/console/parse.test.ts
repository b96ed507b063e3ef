import { describe, expect, it } from 'vitest';
import { parseCallInput } from './parse.ts';

describe('what a page sends', () => {
  it.each(['__proto__', 'half \ud800', 'nothing\0'])(
    'names no seat that could not travel or be kept: %j',
    (seat) => {
      expect(parseCallInput('session.login', { login: 'a', password: 'b', seat })).toMatchObject({
        ok: false,
        error: { code: 'op/schema', details: { path: 'seat' } },
      });
    },
  );
});
