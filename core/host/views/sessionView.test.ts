import { describe, expect, it } from 'vitest';
import type { ConsoleCore } from '../consoleCore.ts';
import { sessionView } from './sessionView.ts';

const seat = (id: string, scope = 'district'): object => ({ id, scope, number: 1 });

type Given = {
  readonly zone?: string;
  readonly isOnline?: boolean;
  readonly scope?: string;
  readonly demoSeats?: readonly string[];
  readonly sat?: readonly { readonly seat: string; readonly device: string }[];
};

const core = ({
  zone,
  isOnline = true,
  scope = 'district',
  sat = [],
  demoSeats,
}: Given): ConsoleCore =>
  ({
    scope,
    identity: { isDemo: demoSeats !== undefined, device: 'own' },
    session: { now: { state: 'out' }, person: null },
    news: { sat },
    fill: { report: () => null },
    isOnline: () => isOnline,
    reference: {
      catalogue: {
        profile: '',
        districtName: { zh: '' },
        seats: [seat('S01'), seat('S02'), seat('S03'), seat('X-1', 'street:1')],
        streets: [],
      },
      unitById: new Map(),
      personById: new Map(),
      people: {
        demoLogins: (demoSeats ?? []).map((id) => ({ loginName: id, scope: 'district', seat: id })),
      },
      calendarTable: zone === undefined ? null : { zone },
    },
  }) as unknown as ConsoleCore;

it('times are shown in the zone of the calendar that counts the limits', () => {
  expect(sessionView(core({ zone: 'Asia/Urumqi' })).zone).toBe('Asia/Urumqi');
  expect(sessionView(core({})).zone).toBe('Asia/Shanghai');
  expect(sessionView(null).zone).toBe('Asia/Shanghai');
});

it('a demo login is offered at a seat of this place', () => {
  const offered = (given: Given): unknown =>
    sessionView(core({ ...given, demoSeats: ['S02', 'X-1'] })).demoLogins.map((one) => one.seat);
  expect(offered({})).toEqual(['S02', 'S01']);
  expect(offered({ scope: 'street:1' })).toEqual(['X-1', 'X-1']);
  expect(offered({ scope: 'unit:u-1' })).toEqual(['u-1', 'u-1']);
});

describe('the seat proposed', () => {
  const sat = [
    { seat: 'S01', device: 'other' },
    { seat: 'S02', device: 'own' },
  ];

  it('is the first one where nobody else sits, or the own last one while it is free', () => {
    expect(sessionView(core({}))).toMatchObject({ proposedSeat: 'S01', seatsTaken: [] });
    expect(sessionView(core({ sat }))).toMatchObject({ proposedSeat: 'S02', seatsTaken: ['S01'] });
    expect(sessionView(core({ sat }), 'S03').proposedSeat).toBe('S03');
    expect(sessionView(core({ sat }), 'S01').proposedSeat).toBe('S02');
  });

  it('is the own last one while nobody knows who sits where', () => {
    const cut = core({ sat, isOnline: false });
    expect(sessionView(cut, 'S01')).toMatchObject({ proposedSeat: 'S01', seatsTaken: [] });
  });

  it('is of this place, and at a unit its own desk', () => {
    expect(sessionView(core({ scope: 'street:1' })).seats).toEqual(['X-1']);
    expect(sessionView(core({ scope: 'unit:u-1' }))).toMatchObject({
      seats: ['u-1'],
      proposedSeat: 'u-1',
    });
  });
});
