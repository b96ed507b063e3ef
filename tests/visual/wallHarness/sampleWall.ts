import { createRng } from '#core/kernel/rng.ts';
import type { Figure, WallView } from '#core/protocol/console/views.ts';
import type { DemoGround } from '../mapHarness/demoGround.ts';
import { scatterCases } from '../mapHarness/demoGround.ts';

const MATTERS = [
  '供热管线冒汽',
  '围挡倾斜压道',
  '路灯三盏不亮',
  '占道经营堵住出入口',
  '雨水箅子堵塞',
  '单元门禁失灵',
  '行道树枯枝悬空',
  '共享单车乱停放',
  '井盖破损',
  '噪声扰民',
];
const CHANNELS = [
  '网格巡查',
  '12345 电话',
  '微信与随手拍',
  '110 转入',
  '视频巡查',
  '城市平台',
  '来信来访',
  '人大建议',
  '媒体曝光',
  '领导批示',
  '网站',
  '随手拍',
];
const TYPES = ['find', 'help', 'complaint', 'report', 'consult', 'suggest'] as const;
const HOUR_MS = 3_600_000;

export type WallSampleOptions = {
  readonly now: number;
  readonly isUnknown?: boolean;
  readonly cutStreet?: number | null;
  readonly hasAlarm?: boolean;
};

/** A plausible picture that adds up: channels to filed, streets to open, points to open and overdue. */
export function sampleWall(demo: DemoGround, options: WallSampleOptions): WallView {
  const { now } = options;
  const rng = createRng(7);
  const cases = scatterCases(demo.ground, 326, 5);
  const overdue = cases.filter((row) => row[4] === 2).length;
  const near = cases.filter((row) => row[4] === 1).length;
  const figure = (value: number, part: Partial<Figure> = {}): Figure => ({
    value: options.isUnknown === true ? null : value,
    of: null,
    compare: null,
    asOf: now - 2_000,
    ...part,
  });
  const hour = new Date(now + 8 * HOUR_MS).getUTCHours();
  const yesterday = [
    18, 11, 8, 7, 8, 13, 29, 56, 98, 117, 140, 116, 90, 78, 99, 104, 109, 89, 83, 69, 54, 39, 32,
    22,
  ];
  const streets = demo.ground.streets.map((street, i) => ({
    street: street.code,
    name: street.name,
    filedToday: 104 - i * 4,
    open: cases.filter((row) => row[7] === street.code).length,
    overdue: cases.filter((row) => row[7] === street.code && row[4] === 2).length,
    onTime: figure(0.9 + rng.next() * 0.1, { of: 40 }),
    cutSince: options.cutStreet === i ? now - 8 * 60_000 : null,
  }));
  const filed = streets.reduce((sum, street) => sum + street.filedToday, 0);
  const parts = CHANNELS.map((_, i) => Math.round((filed * 0.45) / 1.9 ** i));
  const grid = filed - parts.slice(1).reduce((sum, part) => sum + part, 0);
  parts[0] = grid;
  return {
    asOf: now,
    profileName: '东城区',
    profileNameEn: 'Dongcheng District',
    demo: true,
    head: {
      callsToday: figure(1_284, { compare: 1_187 }),
      within15: figure(0.968, { of: 1_240 }),
      filedToday: figure(filed),
      closedToday: figure(742),
      open: figure(cases.length),
      overdue: figure(overdue, { compare: overdue + 3 }),
      satisfied: figure(0.931, { of: 612, asOf: now - HOUR_MS }),
      near,
      gridToday: grid,
      hotlineToday: filed - grid,
      toDispatch: 12,
      toSign: 9,
      onTimeClosed: figure(0.954, { of: 778 }),
      connected: figure(0.986),
      solved: figure(0.917),
    },
    curve: {
      today: yesterday.map((value, at) => (at <= hour ? Math.round(value * 1.08) : null)),
      yesterday,
      asOf: now - 2_000,
    },
    streets,
    channels: CHANNELS.map((name, i) => ({
      channel: `c${i}`,
      name,
      count: parts[i] ?? 0,
      compare: Math.round((parts[i] ?? 0) * (0.9 + rng.next() * 0.2)),
    })),
    types: TYPES.map((type, i) => ({ type, count: Math.round(filed / 2 ** (i + 1)) })),
    seats: Array.from({ length: 56 }, (_, i) => ({
      seat: `S${String(i + 1).padStart(2, '0')}`,
      state:
        (
          [
            'talking',
            'talking',
            'talking',
            'idle',
            'after_call',
            'break',
            'ringing',
            'off',
          ] as const
        )[Math.floor(rng.next() ** 2 * 8)] ?? 'off',
    })),
    seatsAsOf: now - 2_000,
    latest: MATTERS.map((title, i) => ({
      title,
      street: demo.ground.streets[(i * 5) % 17]?.code ?? '',
      at: now - i * 47_000,
      urgency: i === 0 ? 'critical' : i === 1 ? 'urgent' : 'ordinary',
    })),
    sync: demo.ground.streets.map((street, i) => ({
      street: street.code,
      name: street.name,
      lastSeen: now - (i % 4) * 1_000,
      lastOpen: 20,
      cutSince: options.cutStreet === i ? now - 8 * 60_000 : null,
    })),
    points: cases.map((row) => [row[1], row[2], row[3], row[4], row[5]]),
    alarm:
      options.hasAlarm === true
        ? {
            street: demo.ground.streets[8]?.code ?? '',
            matter: '供热管线冒汽',
            since: now - 90_000,
          }
        : null,
  };
}
