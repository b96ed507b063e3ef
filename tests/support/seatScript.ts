// A seat and the frame around it as data: what a host would say, written down, so that screens can be
// looked at in states that are hard to bring about. Made-up people and places.
import type {
  CallRow,
  MatterCandidate,
  NearRow,
  PlaceCandidate,
} from '#core/protocol/console/rows.ts';
import type { CallsView, SessionView, SyncView } from '#core/protocol/console/views.ts';
import type { Settings } from '#core/protocol/console/calls.ts';
import { ACT_REPLIES } from '#tests/support/actReplies.ts';
import { noticeScript } from '#tests/support/noticeScript.ts';
import { auditScript, type AuditScript } from '#tests/support/auditScript.ts';
import { paperScript } from '#tests/support/paperScript.ts';
import { queueScript } from '#tests/support/queueScript.ts';
import { stationAt, toldByStation, type StationState } from '#tests/support/stationScript.ts';
import type { Script } from '#tests/support/scriptedLink.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STREETS = [
  '东华门',
  '景山',
  '交道口',
  '安定门',
  '北新桥',
  '东四',
  '朝阳门',
  '建国门',
  '东直门',
  '和平里',
  '前门',
  '崇文门外',
  '东花市',
  '龙潭',
  '体育馆路',
  '天坛',
  '永定门外',
] as const;

export type SeatOptions = {
  readonly now: number;
  readonly session?: SessionView['state'];
  readonly role?: string;
  readonly call?: 'none' | 'ringing' | 'answered' | 'two';
  readonly isCut?: boolean;
  /** The district turns this console away. */
  readonly refusedWith?: string;
  /** This street has a station. */
  readonly station?: StationState;
  readonly isBurning?: boolean;
  /** Alarms about no case, by their code. */
  readonly alarms?: readonly { readonly level: 'A1' | 'A2'; readonly code: string }[];
  readonly isEmpty?: boolean;
  readonly verification?: AuditScript['verification'];
  /** Half-typed forms on disk. */
  readonly drafts?: readonly {
    readonly key: string;
    readonly body: unknown;
    readonly savedAt: number;
  }[];
  readonly settings?: Partial<Settings>;
};

export function seatScript(options: SeatOptions): Script {
  let settings: Settings = {
    language: 'zh-CN',
    theme: 'dark',
    density: 'normal',
    textSize: 100,
    soundMode: 'silent',
    volume: 60,
    ...options.settings,
  };
  return {
    views: {
      session: () => sessionOf(options),
      sync: () => syncOf(options),
      queue: (params) =>
        queueScript(options.now, params, {
          most: options.isEmpty === true ? 0 : 320,
          told: options.station === 'open' ? toldByStation(options.now) : [],
        }),
      notices: (params) => noticeScript(options.now, params, options.isEmpty === true),
      calls: () => callsOf(options),
      alarms: () => ({
        alarms: [
          ...(options.isBurning === true ? alarms(options.now) : []),
          ...(options.alarms ?? []).map((alarm) => caseless(alarm, options.now)),
        ],
      }),
      conflicts: () => ({ open: [], resolvedToday: [], merged: [], asOf: options.now }),
      markers: () => ({ asOf: options.now, markers: [] }),
    },
    calls: {
      'settings.get': () => settings,
      'settings.set': (next) => {
        settings = next;
        return {};
      },
      ...lookups(options),
      ...administration(options),
      ...paperScript(options.now, options.isEmpty === true),
      ...auditScript({
        now: options.now,
        isEmpty: options.isEmpty === true,
        isAdministrator: options.role === 'administrator',
        ...(options.verification === undefined ? {} : { verification: options.verification }),
      }),
      'draft.list': () => ({ drafts: [...(options.drafts ?? [])] }),
      'draft.save': () => ({ savedAt: options.now }),
      'draft.drop': () => ({}),
      ...ACT_REPLIES,
      'number.peek': () => ({ caseNo: 'DC261121-1067' }),
      'map.areas': () => ({ areas: [] }),
      'map.base': () => ({ error: { code: 'storage/io' } }),
      'about.get': () => ({
        version: '0.1.0',
        dataFolder: '/var/lib/shaotai/console23',
        sqlite: '3.52.0',
        node: '20.20.2',
      }),
    },
  };
}

function sessionOf({ now, session = 'open', role = 'operator' }: SeatOptions): SessionView {
  const isIn = session === 'open' || session === 'locked';
  const login = (name: string, roleName: string, scopeName: string, seat: string) => ({
    login: name,
    password: 'demo',
    role: roleName,
    scopeName,
    seat,
  });
  return {
    state: session,
    person: isIn ? { id: 'p-1023', name: '李静' } : null,
    seat: isIn ? 'S23' : null,
    scope: 'district',
    scopeName: '东城区',
    roles: isIn ? [{ role, scope: 'district' }] : [],
    profile: 'dongcheng',
    profileName: '东城区',
    profileNameEn: 'Dongcheng District',
    zone: 'Asia/Shanghai',
    demo: true,
    demoLogins: [
      login('operator', 'operator', '东城区', 'S23'),
      login('dongzhimen', 'dispatcher', '东直门街道分中心', 'D09'),
      login('admin', 'administrator', '东城区', 'A01'),
    ],
    seats: ['S23', 'S24'],
    shiftSince: isIn ? now - 3 * HOUR : null,
  };
}

function lineOf({
  isCut = false,
  refusedWith,
}: SeatOptions): Pick<SyncView, 'line' | 'cutByHand' | 'refusedWith'> {
  if (refusedWith !== undefined) return { line: 'refused', cutByHand: false, refusedWith };
  return { line: isCut ? 'cut' : 'online', cutByHand: isCut };
}

function syncOf(options: SeatOptions): SyncView {
  const { now, isCut = false, isEmpty = false, station } = options;
  const outcomes = [null, 'applied', 'superseded', 'conflict', 'refused-recorded'] as const;
  const kinds = ['case.create', 'case.dispatch', 'assign.sign', 'case.note', 'ask.return'] as const;
  return {
    ...lineOf(options),
    since: now - 86 * MINUTE,
    lastHeard: isCut ? now - 86 * MINUTE : now - 800,
    heldBack: null,
    ...(station === undefined ? {} : { station: stationAt(now, station) }),
    pendingOps: isCut ? 63 : 0,
    pendingCases: isCut ? 17 : 0,
    oldestPendingAt: isCut ? now - 84 * MINUTE : null,
    byOutcome: {},
    clockOffsetMs: 120,
    clockErrMs: 300,
    numbersLeft: 89,
    cursor: 1_204_118,
    outbox: isEmpty
      ? []
      : kinds.flatMap((kind, k) =>
          outcomes.map((outcome, o) => ({
            opId: `${k}-${o}`,
            kind,
            caseId: 'case-1',
            caseNo: `DZM261121-000${o}`,
            at: now - (k * 5 + o) * 7 * MINUTE,
            rseq: 200 - k * 5 - o,
            outcome,
            rule: outcome === 'superseded' ? 2 : null,
            reason: outcome === 'superseded' ? 'op/overtaken' : null,
          })),
        ),
    healing: isEmpty
      ? null
      : {
          cutAt: now - 9 * HOUR,
          healedAt: now - 8 * HOUR,
          sent: 63,
          received: 212,
          merged: 9,
          conflicts: 2,
          settleMs: 1_800,
        },
    checks: isEmpty
      ? { compared: 0, repaired: 0, repairedAt: null }
      : { compared: 31, repaired: 2, repairedAt: now - 8 * HOUR },
    streets: STREETS.map((name, i) => ({
      street: `1101010${String(i + 1).padStart(2, '0')}`,
      name,
      lastSeen: name === '龙潭' ? now - 20 * MINUTE : now - i * 1_000,
      open: 20 + i,
      line: name === '龙潭' ? ('cut' as const) : ('online' as const),
    })),
    device: { device: 'hall-23', replica: 'console-hall-23', incarnation: 1 },
  };
}

function callOf(now: number, state: CallRow['state']): CallRow {
  const past = (i: number, title: string, satisfied: number | null) => ({
    caseId: `past-${i}`,
    caseNo: `DZM2611${20 - i}-0391`,
    at: now - i * 30 * HOUR,
    title,
    stage: satisfied === null ? ('handling' as const) : ('closed' as const),
    dueAt: satisfied === null ? now + 10 * HOUR : null,
    satisfied,
  });
  return {
    callId: 'call-1',
    line: '12345',
    lineName: '采暖季话术',
    greeting: '您好，东城区 12345，请讲。',
    state,
    number: '13800005521',
    seat: 'S23',
    rangAt: now - 6_000,
    answeredAt: state === 'ringing' ? null : now - 1_000,
    endedAt: null,
    callerName: '陈女士',
    callerKind: 'vulnerable',
    callsThisMonth: 3,
    callsThisYear: 8,
    history: [
      past(1, '关于市民反映新中西里 11 号楼暖气不热的问题', null),
      past(2, '同楼道灯不亮', 5),
      past(3, '夜间施工噪声', 2),
    ],
  };
}

function callsOf({ now, call = 'none' }: SeatOptions): CallsView {
  const first = callOf(now, call === 'ringing' ? 'ringing' : 'answered');
  const second: CallRow = {
    ...callOf(now, 'held'),
    callId: 'call-2',
    number: '13911110072',
    callerName: null,
    callerKind: null,
    history: [],
  };
  const calls = call === 'none' ? [] : call === 'two' ? [first, second] : [first];
  return {
    seat: 'S23',
    seatState: call === 'none' ? 'idle' : call === 'ringing' ? 'ringing' : 'talking',
    calls,
    queue: 3,
    longestWaitMs: 19_000,
    idleSeats: 9,
    seatsTotal: 56,
    shift: {
      answered: 31,
      within15: 30,
      meanTalkMs: 185_000,
      toCallBack: 2,
      drafts: 0,
      answeredAtOnce: 13,
    },
    lastHour: [0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 2, 1],
  };
}

function alarms(now: number) {
  return [5, 3].map((minutes, i) => ({
    id: `alarm-${i}`,
    level: 'A1' as const,
    code: 'unsigned',
    caseId: `case-${i}`,
    caseNo: `DC261121-105${i}`,
    title: '燃气气味，住户已疏散',
    since: now - minutes * MINUTE,
    acknowledged: false,
  }));
}

function caseless(alarm: { readonly level: 'A1' | 'A2'; readonly code: string }, now: number) {
  const title = alarm.code === 'history-put-back' ? '12' : '';
  const about = { id: alarm.code, caseId: null, caseNo: null, title };
  return { ...alarm, ...about, since: now - 4 * MINUTE, acknowledged: false };
}

const MATTERS: readonly MatterCandidate[] = ['暖气不热', '热力管道泄漏', '换热站维护'].map(
  (name, i) => ({
    matter: `m${i}`,
    code: `C030${i}`,
    name,
    path: '供热采暖',
    sample: i > 0,
    filesAutomatically: true,
    needsCheck: true,
    conditions: [{ id: 'c1', text: '室温低于 18 度', limitText: '24 urgent_hour' }],
    score: [0.98, 0.71, 0.52][i] ?? 0,
    why: 'word',
  }),
);
const PLACES: readonly PlaceCandidate[] = ['新中西里 11 号楼', '新中西里', '新中街 11 号'].map(
  (name, i) => ({
    name,
    kind: i === 2 ? ('number' as const) : ('estate' as const),
    lon: 116_431_000 + i * 900,
    lat: 39_942_000,
    cell: '110101009001021',
    street: '110101009',
    score: [1, 0.85, 0.6][i] ?? 0.5,
    why: ['exact', 'prefix', 'similar'][i] ?? 'similar',
  }),
);

function nearCase(now: number, i: number): NearRow {
  return {
    metres: 12 + 40 * i,
    caseId: `near-${i}`,
    caseNo: `DC261121-093${i}`,
    urgency: 'ordinary',
    title: `新中西里 ${9 + i} 号楼多户暖气不热`,
    placeText: `新中西里 ${9 + i} 号楼`,
    street: '110101009',
    stage: 'handling',
    holder: 'street:110101009',
    matter: 'm0',
    leadUnit: null,
    leadName: null,
    clock: { name: 'handle', startedAt: now - 2 * HOUR, dueAt: now + 8 * HOUR, pausedSince: null },
    sync: 'confirmed',
    urged: 0,
    handOuts: 1,
    returns: 0,
    round: 1,
    createdAt: now - i * HOUR,
    updatedAt: now,
    repeat: 0,
    callers: 3,
    mine: false,
  };
}

function lookups({ now, isEmpty = false }: SeatOptions): Script['calls'] {
  return {
    'ref.names': () => ({
      streets: [{ code: '110101009', name: '东直门街道', nameEn: 'Dongzhimen', origin: 'DZM' }],
      channels: [{ code: 'hotline', name: '热线', nameEn: 'Hotline', discovery: 'passive' }],
      lines: [],
      intakes: [{ scope: 'intake:1', name: '一号受理分中心', nameEn: 'Intake centre 1' }],
      answers: [
        {
          id: 'k1',
          title: '室温不足 18 ℃ 怎么处理',
          text: '您反映的情况我们派给街道和供热单位，两小时内会有人联系您。',
          basis: '供热 v12',
          closes: false,
        },
        {
          id: 'k2',
          title: '供热跑水的现场处置',
          text: '关闭入户阀门。',
          basis: 'v4',
          closes: false,
        },
      ],
    }),
    'matter.search': () => ({ matters: isEmpty ? [] : [...MATTERS] }),
    'place.search': () => ({ candidates: isEmpty ? [] : [...PLACES] }),
    'place.at': () => ({
      responsible: {
        cell: '110101009001021',
        baseGrid: 'G11010100900101',
        community: '110101009001',
        communityName: '新中西里社区',
        street: '110101009',
        streetName: '东直门街道',
        units: [{ unit: 'u1', name: '东直门街道网格 21 队', kind: 'grid_team' }],
        openCases: 4,
      },
      near: '新中西里 11 号楼',
    }),
    'case.near': () => ({ rows: isEmpty ? [] : [0, 1, 2].map((i) => nearCase(now, i)) }),
  };
}

function administration({ now, isEmpty = false }: SeatOptions): Script['calls'] {
  const total = isEmpty ? 0 : 956;
  return {
    'people.list': ({ from, count }) => ({
      total,
      people: Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, i) => ({
        person: `p-${from + i}`,
        name: `人员 ${from + i}`,
        login: i % 3 === 0 ? `login${from + i}` : null,
        grants: [{ role: 'operator', scope: 'district', from: now - HOUR, to: null }],
      })),
    }),
    'devices.list': () => ({
      devices: isEmpty
        ? []
        : [1, 2].map((i) => ({
            device: `hall-${i}`,
            name: `受理厅 ${i} 席`,
            scope: 'district',
            replica: `console-hall-${i}`,
            enrolledAt: now - i * 90 * HOUR,
            revokedAt: i === 2 ? now - HOUR : null,
            lastSeen: i === 2 ? null : now - 1_000,
          })),
    }),
    'devices.code': () => ({ code: 'K7QF-2M9D-PPLX', expiresAt: now + HOUR }),
  };
}
