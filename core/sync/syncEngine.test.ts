import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientFrame, ServerFrame } from '../protocol/sync/frames.ts';
import { createClockOffset } from './clockOffset.ts';
import { SyncEngine } from './syncEngine.ts';
import type { LinkEvent, Page } from './syncPorts.ts';

/** One engine, ports that remember, and a district played by hand. */
class Stand {
  now = 0;
  sent: ClientFrame[] = [];
  pages: Page[] = [];
  resets: string[] = [];
  renumbered = 0;
  reopened: number[] = [];
  reopenedEarlier = 0;
  incarnation = 1;
  dials = 0;
  closes = 0;
  cursors: Record<string, number> = {};
  epochNow: string | null = 'e1';
  acts = 0;
  /** While the marks are read. */
  reading = Promise.resolve();
  /** While decisions are written down. */
  recording = Promise.resolve();
  /** Places of acts that stand deferred. */
  deferred: readonly number[] = [];
  say: (event: LinkEvent) => void = () => undefined;
  readonly clock = { wall: () => this.now, mono: () => this.now };
  readonly engine = new SyncEngine(
    {
      clock: this.clock,
      dice: { next: () => 0 },
      link: {
        open: (onEvent) => {
          this.dials += 1;
          this.say = onEvent;
          return { send: (frame) => this.sent.push(frame), close: () => (this.closes += 1) };
        },
      },
      outbox: {
        identity: () => ({ device: 'd', replica: 'r', incarnation: this.incarnation }),
        marks: () => {
          const marks = { last: this.acts, watermark: 0, decidedAbove: [] };
          return this.reading.then(() => marks);
        },
        read: (rseq, { ops }) =>
          Promise.resolve(
            Array.from({ length: Math.min(ops, this.acts - rseq + 1) }, (_, i) => ({
              rseq: rseq + i,
              hash: `h${rseq + i}`,
            })),
          ) as never,
        deferred: () => Promise.resolve(this.deferred),
        record: () => this.recording,
        reopen: (have) => Promise.resolve(void this.reopened.push(have)),
        reopenEarlier: () => Promise.resolve(void (this.reopenedEarlier += 1)),
        renumber: () => Promise.resolve(void (this.renumbered += 1)),
        durable: () => Promise.resolve(),
      },
      replica: {
        epoch: () => this.epochNow,
        cursors: () => this.cursors,
        broken: () => [],
        applyPage: (page) => {
          this.pages.push(page);
          this.cursors = { ...this.cursors, [page.scope]: page.to };
          return Promise.resolve({ entries: 0, broken: [] });
        },
        reset: (epoch) => {
          this.resets.push(epoch);
          this.epochNow = epoch;
          this.cursors = {};
          return Promise.resolve();
        },
        replaceCase: () => Promise.resolve(),
      },
      signer: { sign: (text) => `signed ${text}` },
      offset: createClockOffset(this.clock, { boot: 'b' }),
    },
    {
      program: 'p',
      scopes: () => ['s'],
      session: () => null,
      wake: () => undefined,
      aside: () => undefined,
    },
  );

  async hear(...frames: ServerFrame[]): Promise<void> {
    for (const frame of frames) this.say({ type: 'frame', frame });
    await this.engine.tick();
  }

  async online(over: Partial<Extract<ServerFrame, { f: 'welcome' }>> = {}): Promise<void> {
    await this.engine.start();
    await this.greeted(over);
  }

  async greeted(over: Partial<Extract<ServerFrame, { f: 'welcome' }>> = {}): Promise<void> {
    await this.engine.tick();
    await this.hear({ f: 'challenge', nonce: 'shaotai-sync:n', protocol: 1, minProtocol: 1 });
    await this.hear({
      f: 'welcome',
      protocol: 1,
      epoch: 'e1',
      restoredAt: null,
      have: 0,
      heads: { s: 0 },
      serverTime: 0,
      durableSeq: 0,
      ...over,
    });
  }

  frames(f: ClientFrame['f']): ClientFrame[] {
    return this.sent.filter((frame) => frame.f === f);
  }
}

let stand: Stand;
beforeEach(() => {
  stand = new Stand();
});

describe('the greeting', () => {
  it('proves the device and names where it stands', async () => {
    stand.cursors = { s: 7 };
    await stand.online({ heads: { s: 7 } });
    expect(stand.frames('hello')[0]).toMatchObject({
      replica: 'r',
      proof: 'signed shaotai-sync:n',
      epoch: 'e1',
      cursors: { s: 7 },
      scopes: ['s'],
    });
    expect(stand.engine.status().line).toBe('online');
  });

  it('signs nothing for whoever has something else signed than a greeting', async () => {
    for (const nonce of ['n', 'shaotai-street:n', 'a'.repeat(64)]) {
      const one = new Stand();
      await one.engine.tick();
      await one.hear({ f: 'challenge', nonce, protocol: 1, minProtocol: 1 });
      expect(one.sent).toEqual([]);
      expect(one.engine.status().line).toBe('cut');
    }
  });

  it('that is refused waits long and says why', async () => {
    await stand.engine.start();
    await stand.engine.tick();
    await stand.hear({ f: 'refuse', code: 'sync/version' });
    expect(stand.engine.status()).toMatchObject({ line: 'refused', refusedWith: 'sync/version' });
    stand.now += 29_000;
    await stand.engine.tick();
    expect(stand.dials).toBe(1);
    stand.now += 2_000;
    await stand.engine.tick();
    expect(stand.dials).toBe(2);
  });

  it('that two programs cannot have with each other says which of them is the older one', async () => {
    await stand.engine.start();
    for (const [which, refusedWith] of [
      ['older', 'sync/console-older'],
      ['newer', 'sync/console-newer'],
    ] as const) {
      stand.now += 31_000;
      await stand.engine.tick();
      await stand.hear({ f: 'refuse', code: 'sync/version', details: { console: which } });
      expect(stand.engine.status()).toMatchObject({ line: 'refused', refusedWith });
    }
  });

  it('of another epoch that knows nothing of this incarnation brings back those before it', async () => {
    for (const [incarnation, welcome, times] of [
      [2, { epoch: 'e2', have: 0 }, 1],
      [2, { epoch: 'e2', have: 1 }, 0],
      [2, { epoch: 'e1', have: 0 }, 0],
      [1, { epoch: 'e2', have: 0 }, 0],
    ] as const) {
      const one = new Stand();
      one.acts = 1;
      one.incarnation = incarnation;
      await one.online(welcome);
      expect(one.reopenedEarlier).toBe(times);
      expect(one.engine.status().line).toBe('online');
    }
  });

  it('of another epoch, or of a district behind us, makes the replica begin anew', async () => {
    stand.cursors = { s: 9 };
    await stand.online({ epoch: 'e2', heads: { s: 9 } });
    expect(stand.resets).toEqual(['e2']);
    const other = new Stand();
    other.cursors = { s: 9 };
    await other.online({ heads: { s: 4 } });
    expect(other.resets).toEqual(['e1']);
  });

  it('by a district that knows more of us than we made begins a new incarnation', async () => {
    await stand.online({ have: 3 });
    expect(stand.renumbered).toBe(1);
    expect(stand.engine.status().line).not.toBe('online');
  });
});

it('I-01: an act that is committed while the marks of a new incarnation are read is sent like any other', async () => {
  await stand.engine.start();
  await stand.engine.tick();
  await stand.hear({ f: 'challenge', nonce: 'shaotai-sync:n', protocol: 1, minProtocol: 1 });
  let read: () => void = () => undefined;
  stand.reading = new Promise((resolve) => (read = resolve));
  const turn = stand.hear({ f: 'refuse', code: 'sync/fork' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(stand.renumbered).toBe(1);
  // The marks that are being read know nothing of it.
  stand.acts = 1;
  stand.engine.committed(1);
  stand.reading = Promise.resolve();
  read();
  await turn;
  await stand.greeted();
  await stand.engine.tick();
  expect(stand.frames('push')).toMatchObject([{ ops: [{ rseq: 1 }] }]);
});

describe('sending', () => {
  it('cuts batches at 250 and keeps four in flight', async () => {
    stand.acts = 1_200;
    await stand.online();
    const pushes = stand.frames('push') as Extract<ClientFrame, { f: 'push' }>[];
    expect(pushes.map((push) => push.ops.length)).toEqual([250, 250, 250, 250]);
    expect(pushes[0]).toMatchObject({ batch: 1, sig: 'signed h250' });
    const decisions = pushes[0]?.ops.map((op) => ({
      opId: 'o',
      rseq: op.rseq,
      serverSeq: 1,
      outcome: 'applied',
      rule: null,
      reason: null,
      caseId: null,
      ver: null,
      at: 0,
    }));
    await stand.hear({ f: 'decisions', batch: 1, decisions: decisions ?? [] });
    expect(stand.frames('push')).toHaveLength(5);
    expect(stand.engine.status().watermark).toBe(250);
  });

  it('takes along what the outbox has by the time that it is read', async () => {
    await stand.online();
    stand.acts = 2;
    stand.engine.committed(1);
    await stand.engine.tick();
    const [push] = stand.frames('push');
    expect(push?.f === 'push' && push.ops.map((op) => op.rseq)).toEqual([1, 2]);
    stand.engine.committed(2);
    await stand.engine.tick();
    expect(stand.frames('push')).toHaveLength(1);
    expect(stand.engine.status().last).toBe(2);
  });

  it('sends nothing again that has not even come there, however slow the line', async () => {
    stand.acts = 4_000;
    await stand.online();
    const free = { at: 0, sent: 0, most: 0 };
    const under: { at: number; batch: number; ops: readonly { rseq?: number }[] }[] = [];
    // 64 kbit/s: a batch is under way for half a minute.
    for (; stand.now < 40 * 60_000 && stand.engine.status().watermark < 4_000; stand.now += 500) {
      for (const frame of stand.sent.splice(0)) {
        if (frame.f !== 'push') continue;
        free.at = Math.max(free.at, stand.now) + 32_000;
        free.sent += frame.ops.length;
        under.push({ at: free.at, batch: frame.batch, ops: frame.ops });
        free.most = Math.max(free.most, under.length);
      }
      const come = under.filter(({ at }) => at <= stand.now);
      under.splice(0, come.length);
      const decided = come.map(({ batch, ops }): ServerFrame => {
        const decisions = ops.map(({ rseq = 0 }) => ({ rseq }));
        return { f: 'decisions', batch, decisions: decisions as never };
      });
      await stand.hear(...decided, { f: 'streets', streets: [] });
    }
    expect(stand.engine.status().watermark).toBe(4_000);
    expect(free.sent).toBeLessThan(1.5 * 4_000);
    expect(free.most).toBeLessThanOrEqual(6);
  });

  it('I-01: forgets no act that is committed while an answer from a stick is taken in', async () => {
    await stand.online();
    let isWritten = (): void => undefined;
    stand.recording = new Promise((resolve) => (isWritten = resolve));
    const own = { replica: 'r', incarnation: 1, epoch: 'e1' };
    const taken = stand.engine.takeIn({ ...own, decisions: [], pages: [] });
    const turn = stand.engine.tick();
    stand.acts = 1;
    stand.engine.committed(1);
    isWritten();
    await Promise.all([taken, turn]);
    await stand.engine.tick();
    expect(stand.engine.status().last).toBe(1);
    expect(stand.frames('push')).toHaveLength(1);
  });

  it('goes on when the line is lost in between', async () => {
    stand.acts = 3;
    await stand.online();
    stand.say({ type: 'closed' });
    await stand.engine.tick();
    expect(stand.engine.status().line).toBe('cut');
    stand.now += 500;
    await stand.engine.tick();
    await stand.hear({ f: 'challenge', nonce: 'shaotai-sync:n', protocol: 1, minProtocol: 1 });
    await stand.hear({
      f: 'welcome',
      protocol: 1,
      epoch: 'e1',
      restoredAt: null,
      have: 3,
      heads: {},
      serverTime: 0,
      durableSeq: 0,
    });
    expect(stand.frames('push')).toHaveLength(2);
  });
});

describe('a district that takes no acts now', () => {
  const full: ServerFrame = { f: 'later', batch: 1, code: 'storage/full' };

  it('is asked again later and later, over the same line, and goes on being read', async () => {
    stand.acts = 300;
    await stand.online();
    expect(stand.frames('push')).toHaveLength(2);
    await stand.hear(full, { ...full, batch: 2 });
    expect(stand.engine.status()).toMatchObject({ line: 'online', heldBack: 'storage/full' });
    await stand.hear({ f: 'poke', heads: { s: 5 } });
    expect(stand.frames('pull').length).toBeGreaterThan(0);
    expect(stand.frames('push')).toHaveLength(2);
    stand.now += 500;
    await stand.engine.tick();
    expect(stand.frames('push')).toHaveLength(4);
    expect(stand.frames('push')[2]).toMatchObject({
      ops: expect.arrayContaining([{ rseq: 1, hash: 'h1' }]),
    });
    expect(stand.engine.status().heldBack).toBe('storage/full');
    expect(stand.dials).toBe(1);
  });

  it('is asked at once over the next line, which knows nothing of that', async () => {
    stand.acts = 1;
    await stand.online();
    stand.now += 5_000;
    await stand.hear(full);
    expect(stand.engine.status().heldBack).toBe('storage/full');
    stand.say({ type: 'closed' });
    await stand.engine.tick();
    expect(stand.engine.status().heldBack).toBeNull();
  });

  it('is no more when it decides again', async () => {
    stand.acts = 1;
    await stand.online();
    await stand.hear(full);
    stand.now += 500;
    await stand.engine.tick();
    const decision = {
      opId: 'o',
      rseq: 1,
      serverSeq: 1,
      outcome: 'applied',
      rule: null,
      reason: null,
      caseId: null,
      ver: null,
      at: 0,
    };
    await stand.hear({ f: 'decisions', batch: 2, decisions: [decision] });
    expect(stand.engine.status()).toMatchObject({ heldBack: null, watermark: 1 });
  });
});

describe('pulling', () => {
  const page = (from: number, to: number, head = to): ServerFrame => ({
    f: 'page',
    scope: 's',
    from,
    to,
    head,
    entries: [],
  });

  it('takes a page only where the cursor stands, and goes on until the head', async () => {
    await stand.online({ heads: { s: 10 } });
    await stand.hear(page(3, 6, 10));
    expect(stand.pages).toEqual([]);
    await stand.hear(page(0, 6, 10));
    await stand.hear(page(0, 6, 10));
    expect(stand.frames('pull').at(-1)).toMatchObject({ from: 6 });
    await stand.hear(page(6, 10, 10));
    expect(stand.pages).toMatchObject([{ from: 0, to: 10 }]);
  });

  it('asks again at every beat, for a message that told of news may be lost', async () => {
    await stand.online();
    await stand.hear(page(0, 0));
    const before = stand.frames('pull').length;
    stand.now += 15_000;
    await stand.engine.tick();
    expect(stand.frames('pull').length).toBe(before + 1);
    expect(stand.frames('clock').length).toBe(2);
  });
});

describe('silence', () => {
  it('of twenty seconds ends a line that pretends to be open', async () => {
    await stand.online();
    stand.now += 19_000;
    await stand.engine.tick();
    expect(stand.engine.status().line).toBe('online');
    stand.now += 2_000;
    await stand.engine.tick();
    expect(stand.engine.status().line).toBe('cut');
    expect(stand.closes).toBe(1);
  });

  it('of ten seconds is enough when an answer to an act is awaited', async () => {
    stand.acts = 1;
    await stand.online();
    stand.now += 6_000;
    await stand.engine.tick();
    expect(stand.frames('clock')).toHaveLength(2);
    expect(stand.engine.status().line).toBe('online');
    stand.now += 4_000;
    await stand.engine.tick();
    expect(stand.engine.status().line).toBe('cut');
  });

  it('is none while the district still answers the beat', async () => {
    stand.acts = 1;
    await stand.online();
    stand.now += 6_000;
    await stand.engine.tick();
    await stand.hear({ f: 'clock', sent: 6_000, server: 6_000 });
    stand.now += 6_000;
    await stand.engine.tick();
    expect(stand.engine.status().line).toBe('online');
  });

  it('of a question is told to whoever asked', async () => {
    await stand.online();
    const answer = stand.engine.ask({ f: 'ask', name: 'x', input: {} });
    const told = expect(answer).rejects.toMatchObject({ code: 'link/timeout' });
    stand.now += 10_000;
    await stand.hear({ f: 'poke', heads: {} });
    await told;
  });

  it('before the line is up is told at once', async () => {
    await expect(stand.engine.ask({ f: 'ask', name: 'x', input: {} })).rejects.toMatchObject({
      code: 'session/needs-line',
    });
  });
});

describe('acts that stand deferred', () => {
  it('are sent again on a new line and awaited by nobody: what waits to be sent is not held up', async () => {
    stand.acts = 3;
    stand.deferred = [2];
    await stand.online({ have: 0 });
    const [fresh, again] = stand.frames('push');
    expect(fresh).toMatchObject({ batch: 1, ops: [{ rseq: 1 }, { rseq: 2 }, { rseq: 3 }] });
    expect(again).toMatchObject({ batch: 0, ops: [{ rseq: 2 }], sig: 'signed h2' });
    stand.now += 59_000;
    await stand.engine.tick();
    const asked = stand.frames('push').filter((frame) => frame.f === 'push' && frame.batch === 0);
    expect(asked).toHaveLength(1);
  });
});
