import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FrameSocket } from '../sync/frameSocket.ts';
import { overSocket } from './overSocket.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Somebody who dials and says nothing, and whether his line is over. */
function dialled({ isStranger }: { readonly isStranger: boolean }) {
  const socket = Object.assign(new EventEmitter(), { bufferedAmount: 0, send: vi.fn() });
  const close = vi.fn(() => socket.emit('close'));
  const accept = (line: FrameSocket) => {
    const gone = (): void => {
      if (close.mock.calls.length === 0) line.close();
    };
    return { hear: () => undefined, gone, isStranger: () => isStranger };
  };
  overSocket(Object.assign(socket, { close }) as unknown as WebSocket, accept);
  return { close };
}

it('hangs up on whoever has not said in time who he is, and on nobody else', () => {
  const [stranger, known] = [dialled({ isStranger: true }), dialled({ isStranger: false })];
  vi.advanceTimersByTime(29_000);
  expect(stranger.close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(stranger.close).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(600_000);
  expect(known.close).not.toHaveBeenCalled();
});

it('waits for nobody who has gone', () => {
  const { close } = dialled({ isStranger: true });
  close();
  expect(vi.getTimerCount()).toBe(0);
});
