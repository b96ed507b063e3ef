import { expect, it, vi } from 'vitest';
import type { CallRow } from '../../protocol/console/rows.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { HostContext } from '../hostContext.ts';
import { deskCalls } from './deskCalls.ts';

type Given = {
  readonly call?: CallRow['state'];
  readonly isOnline?: boolean;
  readonly isLost?: boolean;
  readonly isNobody?: boolean;
};

/** Logs out and locks at a seat where this is known; what was answered, and what the session was told. */
async function leaves(given: Given): Promise<readonly [unknown, number, unknown]> {
  const logout = vi.fn();
  const lock = vi.fn();
  const core = {
    session: { person: given.isNobody === true ? null : { id: 'p1' }, logout, lock },
    seat: { lost: given.isLost === true ? { seat: 's1', by: 'x', at: 0 } : null },
    news: { calls: { calls: given.call === undefined ? [] : [{ state: given.call }] } },
    isOnline: () => given.isOnline ?? true,
  } as unknown as ConsoleCore;
  const calls = deskCalls(() => core, {} as HostContext);
  const left = await calls['session.logout']({});
  const locked = await calls['session.lock']({});
  expect(lock).toHaveBeenCalledOnce();
  return [left, logout.mock.calls.length, locked];
}

const DONE = { ok: true, value: {} };
const REFUSED = { ok: false, error: { code: 'session/in-call' } };

it.each(['claimed', 'answered', 'held'] as const)(
  'nobody logs out of a seat with a call that is %s, and may lock it',
  async (call) => {
    expect(await leaves({ call })).toEqual([REFUSED, 0, DONE]);
  },
);

it.each<[string, Given]>([
  ['no call', {}],
  ['a call that only rings', { call: 'ringing' }],
  ['a call that has ended', { call: 'ended' }],
  ['a call of which nothing is known while the line is cut', { call: 'answered', isOnline: false }],
  ['a call at a seat that another console has', { call: 'answered', isLost: true }],
  ['nobody logged in', { call: 'answered', isNobody: true }],
])('a seat is left with %s', async (_, given) => {
  expect(await leaves(given)).toEqual([DONE, 1, DONE]);
});
