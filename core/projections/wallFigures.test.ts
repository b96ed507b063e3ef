import { describe, expect, it } from 'vitest';
import { createArgs, EAST, type Hub, openHub, START } from '../domain/case/caseBuilders.ts';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { CallRecord } from '../domain/record/records.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time.ts';
import { createRng } from '../kernel/rng.ts';
import { WallFigures } from './wallFigures.ts';

const OFFSET = 480;
/** START is 2025-11-20T00:53:20Z, 08:53:20 in the profile's zone. */
const MIDNIGHT = START - (8 * HOUR_MS + 53 * MINUTE_MS + 20_000);

function watched(hub: Hub, figures: WallFigures): Hub['say'] {
  return (said, options) => {
    const before = hub.log().length === 0 ? null : hub.doc();
    const decision = hub.say(said, options);
    figures.changeCase(before, hub.doc());
    return decision;
  };
}

function call(id: string, rangAt: number, answeredAfter: number | null): CallRecord {
  return {
    callId: id,
    ver: 1,
    line: 'l1',
    rangAt,
    ...(answeredAfter === null ? {} : { answeredAt: rangAt + answeredAfter }),
    endedAt: rangAt + 60_000,
    outcome: answeredAfter === null ? 'abandoned' : 'answered',
  };
}

describe('the wall figures', () => {
  it('count a case filed, open and closed on the right day and street', () => {
    const figures = new WallFigures(OFFSET);
    const hub = openHub();
    const say = watched(hub, figures);
    say({ by: `operator@${EAST}`, kind: 'case.create', args: createArgs({ next: 'file' }) });
    let now = figures.read(hub.at());
    expect(now.head).toMatchObject({
      filedToday: { value: 1, compare: 0 },
      open: { value: 1 },
      overdue: { value: 0, of: 1 },
      hotlineToday: 1,
      gridToday: 0,
      toDispatch: 1,
      toSign: 0,
    });
    expect(now.streets).toEqual([
      {
        street: '110101001',
        filedToday: 1,
        open: 1,
        overdue: 0,
        onTime: { value: null, of: 0, compare: null },
      },
    ]);
    expect(now.points).toEqual([[116_417_000, 39_930_000, 0, 0, 1]]);
    expect(now.latest.map((one) => one.matter)).toEqual([hub.doc().matter]);
    // No word of a caller or an operator leaves for a wall.
    expect(JSON.stringify(now)).not.toContain(hub.doc().title);
    expect(JSON.stringify(now)).not.toContain('sealed');

    now = figures.read(hub.at() + 50 * MINUTE_MS);
    expect(now.head).toMatchObject({ near: 1, overdue: { value: 0 } });
    now = figures.read(hub.at() + 61 * MINUTE_MS);
    expect(now.head).toMatchObject({ near: 0, overdue: { value: 1 } });
    expect(now.points[0]?.[3]).toBe(2);
  });

  it('compare with the day before up to the same minute', () => {
    const figures = new WallFigures(OFFSET);
    figures.changeCall(null, call('a', MIDNIGHT - DAY_MS + 9 * HOUR_MS, 5_000));
    figures.changeCall(null, call('b', MIDNIGHT - DAY_MS + 10 * HOUR_MS, 20_000));
    figures.changeCall(null, call('c', MIDNIGHT + 9 * HOUR_MS, 15_000));
    figures.changeCall(null, call('d', MIDNIGHT + 9 * HOUR_MS + MINUTE_MS, null));
    const now = figures.read(MIDNIGHT + 9 * HOUR_MS + 30 * MINUTE_MS);
    expect(now.head.callsToday).toEqual({ value: 2, of: null, compare: 1 });
    expect(now.head.within15).toEqual({ value: 1, of: 1, compare: 0.5 });
    expect(now.head.connected).toEqual({ value: 0.5, of: 2, compare: 1 });
    expect(now.curve.today[9]).toBe(2);
    expect(now.curve.today[10]).toBeNull();
    expect(now.curve.yesterday.slice(9, 11)).toEqual([1, 1]);
    expect(now.head.solved.value).toBeNull();
  });

  it('keep questions answered at once and confidential cases apart', () => {
    const figures = new WallFigures(OFFSET);
    const answered = openHub('case-a');
    watched(
      answered,
      figures,
    )({
      by: `operator@${EAST}`,
      kind: 'case.create',
      args: createArgs({ next: 'answer', answer: 'From 9 to 5.' }),
    });
    const secret = openHub('case-b');
    watched(
      secret,
      figures,
    )({
      by: `operator@${EAST}`,
      kind: 'case.create',
      args: createArgs({ caller: { ...createArgs().caller, confidential: true } as never }),
    });
    const now = figures.read(secret.at());
    expect(now.head.filedToday.value).toBe(1);
    expect(now.head.closedToday.value).toBe(0);
    expect(now.latest).toEqual([]);
  });

  it('name the critical case that has waited longest for a signature, and only while it waits', () => {
    const figures = new WallFigures(OFFSET);
    const hub = openHub('case-a');
    const say = watched(hub, figures);
    const args = createArgs({ next: 'file', urgency: 'critical' });
    say({ by: `operator@${EAST}`, kind: 'case.create', args });
    const since = hub.doc().createdAt;
    expect(figures.read(hub.at()).alarm).toEqual({
      street: hub.doc().place.street,
      matter: hub.doc().matter,
      since,
    });
    say({ by: `dutyChief@${EAST}`, kind: 'case.refuse', args: { reason: 'other', text: '' } });
    expect(figures.read(hub.at()).alarm).toEqual(
      hub.doc().stage === 'refused' ? null : expect.objectContaining({ since }),
    );
  });

  it('equal a recount of the documents after any history', () => {
    const figures = new WallFigures(OFFSET);
    const rng = createRng('wall');
    const docs: CaseDoc[] = [];
    for (let i = 0; i < 60; i += 1) {
      const hub = openHub(`case-${i}`);
      const say = watched(hub, figures);
      const next = (['queue', 'file', 'selfHandled', 'answer'] as const)[rng.int(4)] ?? 'queue';
      const answer = 'x';
      say({
        by: `operator@${EAST}`,
        kind: 'case.create',
        args: createArgs({ next, answer, channel: `ch${rng.int(3)}` }),
      });
      for (let step = rng.int(4); step > 0; step -= 1) {
        const level = (['urgent', 'critical'] as const)[rng.int(2)] ?? 'urgent';
        say({ by: `operator@${EAST}`, kind: 'case.urgency', args: { level, reason: '' } });
        say({
          by: `dutyChief@${EAST}`,
          kind: 'case.refuse',
          args: { reason: 'other', text: '' },
        });
      }
      docs.push(hub.doc());
    }
    const recount = new WallFigures(OFFSET);
    for (const doc of docs) recount.changeCase(null, doc);
    expect(figures.counts()).toEqual(recount.counts());
    const at = START + HOUR_MS;
    expect(figures.read(at).head).toEqual(recount.read(at).head);
    const now = figures.read(at);
    const byStreet = now.streets.reduce((sum, one) => sum + one.filedToday, 0);
    const byType = now.types.reduce((sum, one) => sum + one.count, 0);
    const byChannel = now.channels.reduce((sum, one) => sum + one.count, 0);
    expect([byStreet, byType, byChannel]).toEqual([0, 0, 0].map(() => now.head.filedToday.value));
  });

  it('forget days that no figure speaks of any more', () => {
    const figures = new WallFigures(OFFSET);
    for (let day = 0; day < 5; day += 1) {
      figures.changeCall(null, call(`c${day}`, MIDNIGHT + day * DAY_MS + HOUR_MS, 1_000));
    }
    figures.forgetBefore(MIDNIGHT + 3 * DAY_MS);
    const days = new Set(figures.counts().map(([name]) => name.split('/')[0]));
    expect(days.size).toBe(2);
  });
});
