import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import { must } from '#core/kernel/assert.ts';
import { parseClientFrame } from '#core/protocol/sync/parseFrames.ts';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';
import type { LinkEvent, LinkPort } from '#core/sync/syncPorts.ts';
import { handClock } from '#tests/support/smallDistrict.ts';
import { BareConsole } from './bareConsole.ts';
import { readTape, type Tape } from './stage.ts';

const RELEASED = [1] as const;

let folder = '';
let open: BareConsole | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-wire-'));
});
afterEach(async () => {
  await open?.close();
  open = null;
  await rm(folder, { recursive: true, force: true });
});

/** A district of then, as far as one line of the tape tells of it, up to its first refusal. */
function recordedDistrict(tape: Tape, line: string): LinkPort & { readonly said: ClientFrame[] } {
  const told = tape.steps.flatMap((step) =>
    // Lines to a station have names of their own.
    step.do === 'hear' && step.line === line ? [step.frame as ServerFrame] : [],
  );
  const end = told.findIndex(({ f }) => f === 'refuse');
  const frames = told.slice(0, end < 0 ? undefined : end);
  const said: ClientFrame[] = [];
  const tell = (onEvent: (event: LinkEvent) => void, all: readonly ServerFrame[]): void => {
    for (const frame of all) setImmediate(() => onEvent({ type: 'frame', frame }));
  };
  return {
    said,
    open(onEvent) {
      onEvent({ type: 'open' });
      tell(onEvent, frames.splice(0, 1));
      return {
        send(frame) {
          said.push(frame);
          if (frame.f === 'hello') tell(onEvent, frames.splice(0, 1));
          if (frame.f === 'push' || frame.f === 'pull') tell(onEvent, frames.splice(0));
        },
        close: () => undefined,
      };
    },
  };
}

/** The console of this name, as it is today, with what it acknowledged then in its outbox. */
async function consoleOf(tape: Tape, name: string, link: LinkPort): Promise<BareConsole> {
  const device = `dev-${name}`;
  const replica = `rep-${name}`;
  const key = must(tape.keys[device], device);
  const scope = name === 'hall' ? 'district' : `street:${name === 'b' ? '110101002' : '110101001'}`;
  open = await BareConsole.open({
    folder,
    who: { device, replica, scope, key },
    clock: handClock(),
    link,
  });
  for (const { op } of tape.log.filter((entry) => entry.op.replica === replica)) {
    const again = await open.act(bodyOf(op));
    expect(again.hash).toBe(op.hash);
  }
  return open;
}

/** The last state hash that the district of then stated of each case of a line's pages. */
function statesIn(tape: Tape, line: string): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const step of tape.steps) {
    if (step.do !== 'hear' || step.line !== line || step.frame.f !== 'page') continue;
    for (const entry of step.frame.entries) {
      if (entry.type === 'event' && entry.event.caseId !== null && entry.event.stateHash !== null) {
        states.set(entry.event.caseId, entry.event.stateHash);
      }
      if (entry.type === 'enter') states.set(entry.caseId, entry.stateHash);
      if (entry.type === 'leave') states.set(entry.caseId, 'stub');
    }
  }
  return states;
}

it.each(RELEASED.flatMap((one) => [[one, 'a'] as const, [one, 'b'] as const]))(
  'a district of protocol %i is read by the console %s of today, to the hash of every case',
  async (protocol, name) => {
    const tape = await readTape(protocol);
    const link = recordedDistrict(tape, name);
    const bare = await consoleOf(tape, name, link);
    const states = statesIn(tape, name);
    bare.start();
    const isThere = async (): Promise<boolean> => {
      for (const [caseId, hash] of states) {
        const { found } = await bare.shown(caseId);
        if (hash === 'stub' ? found !== 'stub' : (await bare.hashOf(caseId)) !== hash) return false;
      }
      return bare.engine.status().watermark === bare.engine.status().last;
    };
    await bare.until(isThere);
    expect(states.size).toBeGreaterThan(0);
    expect(bare.replica.broken()).toEqual([]);
    // What it says is what the district of then could read.
    const hello = link.said[0];
    expect(hello).toMatchObject({ f: 'hello', minProtocol: 1 });
    for (const frame of link.said)
      expect(parseClientFrame(JSON.stringify(frame))).toMatchObject({ f: frame.f });
    const pushed = link.said.flatMap((frame) => (frame.f === 'push' ? frame.ops : []));
    const own = tape.log.filter((entry) => entry.op.replica === `rep-${name}`);
    expect(new Set(pushed.map((op) => (op as unknown as AnyOperation).hash)).size).toBe(own.length);
  },
);
