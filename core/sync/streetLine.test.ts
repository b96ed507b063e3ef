import { beforeEach, describe, expect, it } from 'vitest';
import type { OpKind } from '../domain/operation/args.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { StreetClientFrame, StreetServerFrame } from '../protocol/sync/street.ts';
import { PROTOCOLS } from '../protocol/sync/versions.ts';
import { StreetLine, type StreetEvent } from './streetLine.ts';
import type { SyncStatus } from './syncStatus.ts';

/** A console with some acts in its outbox, and a station whose every word is the test's. */
class Stand {
  now = 0;
  kinds: OpKind[] = [];
  status: SyncStatus = {
    line: 'cut',
    since: 0,
    lastHeard: null,
    refusedWith: null,
    heldBack: null,
    last: 0,
    watermark: 0,
    behind: 0,
    off: 0,
    err: 0,
  };
  incarnation = 1;
  dials = 0;
  readonly sent: StreetClientFrame[] = [];
  readonly news: unknown[] = [];
  say: (event: StreetEvent) => void = () => undefined;
  readonly line: StreetLine;

  constructor() {
    this.line = new StreetLine({
      clock: { wall: () => this.now, mono: () => this.now },
      dice: { next: () => 0 },
      link: {
        address: 'ws://station',
        open: (onEvent) => {
          this.dials += 1;
          this.say = onEvent;
          return { send: (frame) => void this.sent.push(frame), close: () => undefined };
        },
      },
      outbox: {
        identity: () => ({ device: 'd', replica: 'r', incarnation: this.incarnation }),
        read: (from) => Promise.resolve(this.#acts().slice(from - 1)),
      },
      signer: { sign: (text) => `signed ${text}` },
      offset: { now: () => ({ wall: this.now, mono: this.now, boot: 'b' }) },
      status: () => this.status,
      wake: () => undefined,
      heard: {
        acts: (ops, isAll) => {
          if (ops.length > 0 || isAll) this.news.push(['acts', ops.length, isAll]);
          return Promise.resolve();
        },
        decided: (decisions) => {
          this.news.push(['decided', decisions.length]);
          return Promise.resolve(decisions.length);
        },
        lineUp: () => void this.news.push('lineUp'),
        changed: () => undefined,
      },
    });
  }

  /** So many acts stand in the outbox; the newest are of these kinds. */
  has(kinds: readonly OpKind[], status: Partial<SyncStatus> = {}): void {
    this.kinds = [...kinds];
    this.status = { ...this.status, last: kinds.length, ...status };
  }

  async hear(...frames: StreetServerFrame[]): Promise<void> {
    for (const frame of frames) this.say({ type: 'frame', frame });
    await this.line.tick();
  }

  async opened(kept = 0): Promise<void> {
    await this.line.tick();
    await this.hear(
      { f: 'challenge', nonce: 'shaotai-street:n', ...PROTOCOLS },
      { f: 'welcome', protocol: 2, kept },
    );
  }

  acts(): Extract<StreetClientFrame, { f: 'acts' }>[] {
    return this.sent.filter((frame) => frame.f === 'acts');
  }

  #acts(): AnyOperation[] {
    const act = (kind: OpKind, i: number) => ({ kind, rseq: i + 1, hash: `h${i + 1}` });
    return this.kinds.map(act) as unknown as AnyOperation[];
  }
}

let stand: Stand;
beforeEach(() => {
  stand = new Stand();
});

describe('handing over', () => {
  it('gives the station at once what was said while cut off, and goes on behind what it keeps', async () => {
    stand.has(['case.note', 'case.note']);
    await stand.opened(1);
    expect(stand.sent[0]).toMatchObject({ f: 'hello', proof: 'signed shaotai-street:n' });
    expect(stand.acts()).toMatchObject([{ ops: [{ rseq: 2 }], sig: 'signed h2', isHeld: false }]);
    stand.has(['case.note', 'case.note', 'case.note']);
    await stand.line.tick();
    expect(stand.acts()).toHaveLength(1);
    await stand.hear({ f: 'kept', upTo: 2 });
    expect(stand.acts()[1]).toMatchObject({ ops: [{ rseq: 3 }] });
  });

  it('keeps to itself what the district answers within a second', async () => {
    stand.has(['case.note'], { line: 'online' });
    await stand.opened();
    stand.now += 900;
    await stand.line.tick();
    stand.has(['case.note', 'case.note'], { watermark: 1 });
    await stand.line.tick();
    stand.now += 900;
    await stand.line.tick();
    expect(stand.acts()).toHaveLength(0);
    stand.now += 100;
    await stand.line.tick();
    expect(stand.acts()).toMatchObject([{ ops: [{ rseq: 2 }] }]);
  });

  it('has only shown, not brought, what counts on its own line alone', async () => {
    stand.has(['judge', 'case.note'], { line: 'online' });
    await stand.opened();
    stand.has(['judge', 'case.note'], { line: 'cut' });
    await stand.line.tick();
    expect(stand.acts()).toMatchObject([{ isHeld: true, ops: [{ rseq: 1 }, { rseq: 2 }] }]);
    // What one decides while cut off is the holder's own to decide.
    stand.has(['judge', 'case.note', 'judge']);
    await stand.hear({ f: 'kept', upTo: 2 });
    expect(stand.acts()[1]).toMatchObject({ isHeld: false, ops: [{ rseq: 3 }] });
  });

  it('has what only the district decides only shown, also when the line went before anybody looked', async () => {
    await stand.opened();
    stand.has(['case.void'], { line: 'cut' });
    await stand.line.tick();
    expect(stand.acts()).toMatchObject([{ isHeld: true }]);

    // Two cases of two holders are the district's to merge, and a slow line is no cut one.
    const other = new Stand();
    other.has([], { line: 'online' });
    await other.opened();
    other.has(['case.merge'], { line: 'online' });
    await other.line.tick();
    other.now += 1_000;
    await other.line.tick();
    expect(other.acts()).toMatchObject([{ isHeld: true }]);
    other.has(['case.merge', 'case.note', 'judge'], { line: 'cut' });
    await other.hear({ f: 'kept', upTo: 1 });
    expect(other.acts()[1]).toMatchObject({ isHeld: true });
    other.has(['case.merge', 'case.note', 'judge', 'judge']);
    await other.hear({ f: 'kept', upTo: 3 });
    expect(other.acts()[2]).toMatchObject({ isHeld: false });
  });

  it('has an undo only shown that was made on a slow line: the act that it takes back may be of the district', async () => {
    stand.has([], { line: 'online' });
    await stand.opened();
    stand.has(['undo'], { line: 'online' });
    await stand.line.tick();
    stand.now += 1_000;
    await stand.line.tick();
    expect(stand.acts()).toMatchObject([{ isHeld: true }]);
  });

  it('begins anew under another incarnation', async () => {
    await stand.opened();
    stand.incarnation = 2;
    await stand.line.tick();
    expect(stand.line.isOpen).toBe(false);
    stand.now += 1_000;
    await stand.line.tick();
    await stand.hear({ f: 'challenge', nonce: 'shaotai-street:m', ...PROTOCOLS });
    expect(stand.sent.at(-1)).toMatchObject({ f: 'hello', incarnation: 2 });
  });
});

describe('the station', () => {
  it('gets a proof for its own door alone', async () => {
    await stand.line.tick();
    await stand.hear({ f: 'challenge', nonce: 'shaotai-sync:n', ...PROTOCOLS });
    expect(stand.sent).toEqual([]);
    expect(stand.line.isOpen).toBe(false);
  });

  it('is gone when it has said nothing for six seconds, and dialled again', async () => {
    await stand.opened();
    stand.now += 5_000;
    await stand.hear({ f: 'line', isUp: false });
    stand.now += 5_900;
    await stand.line.tick();
    expect(stand.line.isOpen).toBe(true);
    stand.now += 100;
    await stand.line.tick();
    expect(stand.line.isOpen).toBe(false);
    stand.now += 1_000;
    await stand.line.tick();
    expect(stand.dials).toBe(2);
  });

  it('says once that it reaches the district again', async () => {
    await stand.opened();
    const line = (isUp: boolean): StreetServerFrame => ({ f: 'line', isUp });
    await stand.hear(line(false), line(true), line(true), line(false), line(true));
    expect(stand.news).toEqual(['lineUp', 'lineUp']);
  });

  it('is reported as it says itself: there since when, reaching the district, what it keeps and brought', async () => {
    const { line } = stand;
    stand.has(['case.note', 'case.note']);
    const gone = {
      address: 'ws://station',
      isOpen: false,
      isUp: false,
      refusedWith: null,
      handed: 0,
      brought: 0,
    };
    expect(line.report()).toEqual({ ...gone, since: stand.now });
    stand.now += 100;
    await stand.opened();
    await stand.hear({ f: 'line', isUp: true }, { f: 'kept', upTo: 2 });
    const there = { isOpen: true, isUp: true, handed: 2, since: stand.now };
    expect(line.report()).toEqual({ ...gone, ...there });
    stand.status = { ...stand.status, watermark: 1 };
    await stand.hear({ f: 'decided', decisions: [{ opId: 'o', ver: 1, outcome: 'applied' }] });
    expect(line.report()).toEqual({ ...gone, ...there, handed: 1, brought: 1 });
    stand.now += 50;
    stand.say({ type: 'closed' });
    await line.tick();
    expect(line.report()).toMatchObject({
      isOpen: false,
      isUp: false,
      since: stand.now,
      handed: 1,
    });
  });

  it('tells of others, and nothing of them stays when it is gone and the district is read', async () => {
    await stand.opened();
    const decisions = [{ opId: 'o', ver: 1, outcome: 'applied' }];
    await stand.hear({ f: 'acts', ops: [{}], isAll: true }, { f: 'decided', decisions });
    expect(stand.news).toEqual([
      ['acts', 1, true],
      ['decided', 1],
    ]);
    stand.say({ type: 'closed' });
    await stand.line.tick();
    expect(stand.news).toHaveLength(2);
    stand.status = { ...stand.status, line: 'online', behind: 1 };
    await stand.line.tick();
    expect(stand.news).toHaveLength(2);
    stand.status = { ...stand.status, behind: 0 };
    await stand.line.tick();
    expect(stand.news.at(-1)).toEqual(['acts', 0, true]);
  });
});
