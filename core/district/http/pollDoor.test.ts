import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PollDoor } from './pollDoor.ts';

let now = 0;
let known: Set<number>;
let gone: number[];
let door: PollDoor;

beforeEach(() => {
  vi.useFakeTimers();
  [now, known, gone] = [0, new Set(), []];
  let lines = 0;
  door = new PollDoor({
    mono: () => now,
    waitMs: 1,
    accept: (socket) => {
      lines += 1;
      const line = lines;
      return {
        hear: () => undefined,
        gone: () => {
          gone.push(line);
          socket.close();
        },
        isStranger: () => !known.has(line),
      };
    },
  });
});
afterEach(() => {
  door.close();
  vi.useRealTimers();
});

/** Status and text of the answer to a request without a body. */
async function asks(method: string, ticket = ''): Promise<readonly [number, string]> {
  const answer = { status: 0, text: '' };
  const response = {
    writeHead(status: number) {
      answer.status = status;
      return response;
    },
    end: (text = '') => (answer.text = text),
  };
  const headers = ticket === '' ? {} : { authorization: `Bearer ${ticket}` };
  const request = { method, headers } as unknown as IncomingMessage;
  const url = new URL('http://district/sync/poll');
  const asked = door.request(request, response as unknown as ServerResponse, url);
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  return [answer.status, answer.text];
}

async function passes(ms: number): Promise<void> {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

it('lets in no more strangers than it can bear, and others again when those are gone', async () => {
  for (let i = 0; i < 256; i += 1) expect((await asks('POST'))[0]).toBe(201);
  expect((await asks('POST'))[0]).toBe(503);
  // Whoever has proven who he is counts no more.
  known.add(1);
  expect((await asks('POST'))[0]).toBe(201);
  expect((await asks('POST'))[0]).toBe(503);
  await passes(25_000);
  expect((await asks('POST'))[0]).toBe(201);
});

it('ends the line of whoever has not said in time who he is, however often he asks', async () => {
  const [, stranger] = await asks('POST');
  const [, desk] = await asks('POST');
  known.add(2);
  for (let i = 0; i < 4; i += 1) {
    await passes(2_500);
    await asks('GET', stranger);
    await asks('GET', desk);
  }
  await passes(2_500);
  expect(new Set(gone)).toEqual(new Set([1]));
  expect((await asks('GET', stranger))[0]).toBe(410);
  expect((await asks('GET', desk))[0]).toBe(200);
});

it('ends the line of a console that asks no more', async () => {
  const [, ticket] = await asks('POST');
  known.add(1);
  await passes(29_000);
  expect(gone).toEqual([]);
  await passes(4_000);
  expect(new Set(gone)).toEqual(new Set([1]));
  expect((await asks('GET', ticket))[0]).toBe(410);
});
