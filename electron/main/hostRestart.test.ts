import { describe, expect, it } from 'vitest';
import { afterHostEnd } from './hostRestart.ts';

const end = { startedAtMs: 0, endedAtMs: 1_000, restarts: 0, isQuitting: false, exitCode: 1 };

describe('when the host process ends', () => {
  it('it is restarted at once the first time', () => {
    expect(afterHostEnd(end)).toEqual({
      act: 'restart',
      delayMs: 250,
      restarts: 1,
      isHopeless: false,
    });
  });

  it('it is restarted ever slower, to twice a minute', () => {
    const delays = [];
    let restarts = 0;
    for (let i = 0; i < 9; i += 1) {
      const next = afterHostEnd({ ...end, restarts });
      if (next.act !== 'restart') throw new Error('expected a restart');
      delays.push(next.delayMs);
      restarts = next.restarts;
    }
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('a healthy minute makes the next end the first again', () => {
    expect(afterHostEnd({ ...end, endedAtMs: 60_000, restarts: 8 })).toMatchObject({
      delayMs: 250,
      restarts: 1,
    });
  });

  it('a person is told once when it does not come up', () => {
    const told = [0, 1, 2, 3, 4, 5, 6].filter((restarts) => {
      const next = afterHostEnd({ ...end, restarts });
      return next.act === 'restart' && next.isHopeless;
    });
    expect(told).toEqual([4]);
  });

  it('a folder that the host of a killed program still has is tried for four seconds', () => {
    const acts = [0, 1, 2, 3, 4].map(
      (restarts) => afterHostEnd({ ...end, exitCode: 75, restarts }).act,
    );
    expect(acts).toEqual(['restart', 'restart', 'restart', 'restart', 'folder-busy']);
  });

  it('it is not tried again on data of a newer program', () => {
    for (const restarts of [0, 3]) {
      expect(afterHostEnd({ ...end, exitCode: 76, restarts })).toEqual({ act: 'data-newer' });
    }
  });

  it('it stays down when the program is closing', () => {
    expect(afterHostEnd({ ...end, isQuitting: true })).toEqual({ act: 'stay-down' });
  });
});
