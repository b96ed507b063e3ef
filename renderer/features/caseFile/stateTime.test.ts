import { describe, expect, it } from 'vitest';
import { stateTime } from './stateTime.ts';

describe('time beside the state of an assignment', () => {
  it('is that of the last step said, and of the handling once it is handled', () => {
    const offered = { state: 'offered', offeredAt: 1 } as const;
    const signed = { ...offered, state: 'signed', signedAt: 2 } as const;
    const arrived = { ...signed, state: 'responded', stepAt: 3 } as const;
    const handled = { ...arrived, state: 'done', doneAt: 4 } as const;
    expect([offered, signed, arrived, handled].map(stateTime)).toEqual([1, 2, 3, 4]);
  });
});
