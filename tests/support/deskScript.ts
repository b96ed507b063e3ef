// A dispatch desk as data: what a host would say, written down, so that screens can be looked at and
// measured without one. Made-up cases; every number is derived, nothing is random.
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseRow, TimelineRow, UnitRow } from '#core/protocol/console/rows.ts';
import type { BoardLane, BoardParams, BoardWindow } from '#core/protocol/console/views.ts';
import type { CaseFile, SessionView, SyncView } from '#core/protocol/console/views.ts';
import { FILES, fileOf, type Picture } from '#tests/support/deskFiles.ts';
import type { Script } from '#tests/support/scriptedLink.ts';
import { noticeScript } from './noticeScript.ts';
import { queueScript } from './queueScript.ts';
import { stationAt, type StationState } from './stationScript.ts';
import { coldFile } from './coldFile.ts';
import { conflicts, settledToday } from './deskConflicts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const MATTERS = [
  '居民楼内燃气气味浓，已开窗',
  '污水井盖缺失，行人险跌',
  '9 号楼多户暖气不热',
  '围挡被风吹斜，压到人行道',
  '消防通道被砂石堵住',
  '餐馆油烟直排居民窗口',
  '共享单车堆满盲道',
  '路灯三盏不亮',
  '夜间装修噪声，三天未停',
  '健身器材踏板脱落',
  '行道树枯枝悬在路口',
  '预付卡健身房闭店退款',
] as const;
const STREETS = [
  ['110101001', '东华门', 'Donghuamen'],
  ['110101002', '景山', 'Jingshan'],
  ['110101005', '北新桥', 'Beixinqiao'],
  ['110101006', '东四', 'Dongsi'],
  ['110101009', '东直门', 'Dongzhimen'],
  ['110101010', '和平里', 'Hepingli'],
] as const;
const PLACES = ['兴化路 8 号', '六条东口', '新中街 21 号', '望坛 3 区', '北里 5 号楼', '多福巷'];
const UNITS = [
  '排水养护三队',
  '东四街道综合执法队',
  '燃气抢修 2 队',
  '供热夜班 1 组',
  '环卫机扫 4 组',
] as const;
const LANES: readonly (readonly [BoardLane, number])[] = [
  ['now', 3],
  ['queue', 4],
  ['toDispatch', 12],
  ['returned', 4],
  ['toSign', 9],
  ['inHand', 214],
  ['toCheck', 31],
];
const STAGE = {
  now: 'dispatched',
  queue: 'reported',
  toDispatch: 'to_dispatch',
  returned: 'to_dispatch',
  toSign: 'dispatched',
  inHand: 'handling',
  toCheck: 'handled',
  toClose: 'to_close',
  ended: 'closed',
} as const satisfies Record<BoardLane, CaseRow['stage']>;

export type DeskOptions = {
  readonly now: number;
  readonly cut?: boolean;
  /** Every case ended long ago and is kept whole at the district alone. */
  readonly cold?: boolean;
  /** Its caller asked not to be named: nothing is told without a reason. */
  readonly confidential?: boolean;
  /** The line is up, and the district's disk is full. */
  readonly heldBack?: boolean;
  /** This street has a station. */
  readonly station?: StationState;
  /** Cases in hand besides the others; 50,000 shows what a large list does. */
  readonly inHand?: number;
  readonly empty?: boolean;
  readonly language?: 'zh-CN' | 'en' | 'pseudo';
  readonly theme?: 'dark' | 'light';
  readonly picture?: Picture;
};

export function deskScript(options: DeskOptions): Script {
  const board = boardOf(options);
  return {
    views: {
      session: () => session(options),
      board: (params) => board(params),
      caseFile: ({ caseId }) => caseFile(caseId, options),
      sync: () => sync(options),
      queue: (params) => queueScript(options.now, params),
      conflicts: () => ({
        open: conflicts(options.now),
        resolvedToday: settledToday(options.now),
        merged: [
          { rule: 1, count: 4 },
          { rule: 8, count: 9 },
          { rule: 9, count: 12 },
          { rule: 6, count: 5 },
        ],
        asOf: options.now,
      }),
      alarms: () => ({ alarms: [] }),
      notices: (params) => noticeScript(options.now, params),
      markers: () => ({ asOf: options.now, markers: [] }),
      calls: () => ({
        seat: '05',
        seatState: 'idle',
        calls: [],
        queue: 0,
        longestWaitMs: 0,
        idleSeats: 12,
        seatsTotal: 56,
        shift: {
          answered: 0,
          within15: 0,
          meanTalkMs: 0,
          toCallBack: 0,
          drafts: 0,
          answeredAtOnce: 0,
        },
        lastHour: [],
      }),
    },
    calls: callsOf(options),
  };
}

function callsOf(options: DeskOptions): Script['calls'] {
  const drafts = new Map<string, unknown>();
  return {
    'settings.get': () => ({
      language: options.language ?? 'zh-CN',
      theme: options.theme ?? 'dark',
      density: 'normal',
      textSize: 100,
      soundMode: 'silent',
      volume: 0,
    }),
    'ref.names': () => ({
      streets: STREETS.map(([code, name, nameEn]) => ({ code, name, nameEn, origin: 'DZM' })),
      channels: [],
      lines: [],
      intakes: [{ scope: 'intake:1', name: '一号受理分中心', nameEn: 'Intake 1' }],
      answers: [],
    }),
    'matter.get': ({ matter }) => ({
      matter: {
        matter,
        code: '0102',
        name: '污水井盖',
        path: '部件 / 公用设施 / 污水井盖',
        sample: false,
        filesAutomatically: true,
        needsCheck: true,
        closing: ['result', 'photo_before', 'photo_after', 'replied'],
        conditions: [
          { id: 'c1', text: '缺失且危及行人', limitText: '2 紧急工作时' },
          { id: 'c2', text: '破损', limitText: '1 工作日' },
        ],
      },
    }),
    'file.get': ({ sha256 }) =>
      fileOf(sha256, { isCut: options.cut === true, picture: options.picture }),
    'file.put': ({ bytes }) => ({ offset: bytes, whole: true }),
    'unit.propose': () => ({ units: units() }),
    'unit.list': () => ({ units: units() }),
    'draft.list': () => ({
      drafts: [...drafts].map(([key, body]) => ({ key, body, savedAt: options.now })),
    }),
    'draft.save': ({ key, body }) => {
      drafts.set(key, body);
      return { savedAt: options.now };
    },
    'draft.drop': ({ key }) => {
      drafts.delete(key);
      return {};
    },
    'caller.open': () =>
      options.confidential === true
        ? { error: { code: 'caller/needs-reason' } }
        : { number: '138****2206', name: '张**' },
    'op.submit': ({ caseId }) => ({
      opId: `op-${drafts.size}`,
      rseq: 7,
      caseId,
      caseNo: null,
      later: false,
      becomes: 'applied',
      holder: 'district',
    }),
    'map.areas': ({ level }) => ({ areas: level === 'street' ? areas() : [] }),
  };
}

/** One square a street, side by side: enough ground for a map to stand on. */
function areas(): { code: string; name: string; label: [number, number]; rings: number[][] }[] {
  return STREETS.map(([code, name], at) => {
    const west = 116_390_000 + (at % 3) * 15_000;
    const south = 39_890_000 + Math.floor(at / 3) * 25_000;
    const [east, north] = [west + 15_000, south + 25_000];
    return {
      code,
      name,
      label: [west + 7_500, south + 12_500],
      rings: [[west, south, east, south, east, north, west, north, west, south]],
    };
  });
}

function session(options: DeskOptions): SessionView {
  const scope = options.cut === true ? 'street:110101009' : 'district';
  return {
    state: 'open',
    person: { id: 'p5', name: '派遣员 05' },
    seat: '05',
    scope,
    scopeName: options.cut === true ? '东直门街道' : '区级',
    roles: [
      { role: 'dispatcher', scope },
      { role: 'dutyChief', scope },
    ],
    profile: 'dongcheng',
    profileName: '东城',
    profileNameEn: 'Dongcheng',
    zone: 'Asia/Shanghai',
    demo: true,
    demoLogins: [],
    seats: [],
    shiftSince: options.now - 3 * HOUR,
  };
}

function sync({ now, cut, heldBack, station }: DeskOptions): SyncView {
  const isCut = cut === true;
  const isWaiting = isCut || heldBack === true;
  return {
    line: isCut ? 'cut' : 'online',
    since: isCut ? now - 86 * MINUTE : now - 30 * HOUR,
    lastHeard: isCut ? now - 86 * MINUTE : now,
    cutByHand: false,
    heldBack: heldBack === true ? 'storage/full' : null,
    ...(station === undefined ? {} : { station: stationAt(now, station) }),
    pendingOps: isWaiting ? 63 : 0,
    pendingCases: isWaiting ? 17 : 0,
    oldestPendingAt: isWaiting ? now - 84 * MINUTE : null,
    byOutcome: {},
    clockOffsetMs: 0,
    clockErrMs: 100,
    numbersLeft: 89,
    cursor: 1_204_118,
    outbox: [],
    healing: null,
    checks: { compared: 3, repaired: 0, repairedAt: null },
    streets: STREETS.map(([street, name]) => ({
      street,
      name,
      lastSeen: now - 2_000,
      open: 20,
      line: 'online' as const,
    })),
    device: { device: 'd', replica: 'r', incarnation: 1 },
  };
}

function boardOf(options: DeskOptions): (params: BoardParams) => BoardWindow {
  const lanes = (options.empty === true ? [] : LANES).map(([lane, count]) => ({
    lane,
    count: lane === 'inHand' ? (options.inHand ?? count) : count,
  }));
  const total = lanes.reduce((sum, lane) => sum + lane.count, 0);
  return (params) => {
    const rows: CaseRow[] = [];
    for (let at = params.from; at < Math.min(total, params.from + params.count); at += 1) {
      rows.push(row(at, laneAt(lanes, at), options));
    }
    const count = (wanted: BoardLane): number =>
      lanes.find(({ lane }) => lane === wanted)?.count ?? 0;
    return {
      total,
      lanes: params.sort === 'clock' ? lanes : [],
      from: params.from,
      rows,
      counts: {
        mine: 28,
        toDispatch: count('toDispatch'),
        returned: count('returned'),
        toSign: count('toSign'),
        inHand: count('inHand'),
        toCheck: count('toCheck'),
        near: 19,
        pending: options.cut === true ? 17 : 0,
        closedToday: 778,
        all: total,
      },
      asOf: options.now,
    };
  };
}

function laneAt(
  lanes: readonly { readonly lane: BoardLane; readonly count: number }[],
  at: number,
): BoardLane {
  let left = at;
  for (const { lane, count } of lanes) {
    if (left < count) return lane;
    left -= count;
  }
  return 'ended';
}

function row(at: number, lane: BoardLane, options: DeskOptions): CaseRow {
  const [street] = STREETS[at % STREETS.length] ?? STREETS[0];
  return {
    caseId: `case-${at}`,
    caseNo: `DC261121-${String(1_100 - (at % 1_000)).padStart(4, '0')}`,
    urgency: urgencyOf(at, lane),
    title: MATTERS[at % MATTERS.length] ?? '',
    placeText: PLACES[at % PLACES.length] ?? '',
    street,
    stage: STAGE[lane],
    holder: 'district',
    matter: 'm1',
    ...leadOf(at, lane),
    clock: clockOf(at, lane, options.now),
    sync: syncOf(at, options),
    urged: at % 29 === 8 ? 2 : 0,
    handOuts: 1,
    returns: lane === 'returned' ? 1 + (at % 2) : 0,
    round: 1,
    createdAt: options.now - 3 * HOUR,
    updatedAt: options.now - at * MINUTE,
    repeat: at % 12 === 8 ? 1 : 0,
    callers: at === 1 ? 3 : 1,
    mine: true,
    ...(at % 13 === 9 ? { supervisedUntil: options.now + 120 * HOUR } : {}),
    ...(isSuspended(at) ? { suspendedUntil: options.now + 700 * HOUR } : {}),
  };
}

const isSuspended = (at: number): boolean => at % 41 === 40 || at === 9;

function urgencyOf(at: number, lane: BoardLane): CaseRow['urgency'] {
  if (lane === 'now') return at === 2 ? 'urgent' : 'critical';
  return at % 7 === 5 ? 'urgent' : 'ordinary';
}

function leadOf(at: number, lane: BoardLane): Pick<CaseRow, 'leadUnit' | 'leadName'> {
  if (lane === 'queue' || lane === 'toDispatch') return { leadUnit: null, leadName: null };
  const unit = at % UNITS.length;
  return { leadUnit: `u${unit}`, leadName: UNITS[unit] ?? null };
}

function clockOf(at: number, lane: BoardLane, now: number): CaseRow['clock'] {
  const left = lane === 'now' ? (at - 2) * 6 * MINUTE : (at % 37) * 7 * MINUTE + 4 * MINUTE;
  return {
    name: 'handle',
    startedAt: now - 2 * HOUR,
    dueAt: now + left,
    pausedSince: isSuspended(at) ? now - HOUR : null,
  };
}

function syncOf(at: number, options: DeskOptions): CaseRow['sync'] {
  if (options.station === 'open' && at % 4 === 1) return 'street';
  if (options.cut === true && at % 3 !== 2) return 'pending';
  return at === 1 ? 'conflict' : 'confirmed';
}

function units(): UnitRow[] {
  return UNITS.map((name, at) => ({
    unit: `u${at}`,
    name,
    kind: at === 2 ? 'crew' : 'section',
    homeScope: at % 2 === 0 ? 'district' : 'street:110101006',
    exclusive: at === 2,
    load: at,
    onCase: at === 2 ? 'case-0' : null,
    score: 0.92 - at * 0.21,
    why: at === 0 ? ['duty_matrix', 'free'] : ['nearest', `load:${at}`],
    metres: 240 + at * 620,
  }));
}

export function caseFile(caseId: string, options: DeskOptions): CaseFile {
  const at = Number(caseId.split('-')[1] ?? 0);
  const lanes = LANES.map(([lane, count]) => ({
    lane,
    count: lane === 'inHand' ? (options.inHand ?? count) : count,
  }));
  const shown = row(at, laneAt(lanes, at), options);
  if (options.cold === true) return coldFile(shown, options.now, options.cut === true);
  return {
    found: 'full',
    doc: caseDoc(shown, options),
    names: Object.fromEntries(UNITS.map((name, index) => [`u${index}`, name])),
    callerNumber: '138****2206',
    callerName: '张**',
    callerSight: 'open',
    files: {
      [FILES.before]: 'here',
      [FILES.after]: options.cut === true ? 'waiting' : 'here',
      [FILES.near]: 'absent',
      [FILES.far]: 'here',
    },
    timeline: timeline(options),
    acts: acts(shown, options),
    sync: shown.sync,
    pendingOps: options.cut === true ? 4 : 0,
  };
}

function acts(shown: CaseRow, { cut }: DeskOptions): CaseFile['acts'] {
  const wanted: Partial<Record<CaseRow['stage'], readonly string[]>> = {
    reported: ['case.file', 'case.refuse', 'case.send'],
    to_dispatch: ['case.dispatch', 'case.send', 'case.locate'],
    dispatched: ['assign.sign', 'ask.return', 'assign.add', 'assign.recall'],
    handling: ['assign.done', 'assign.respond', 'assign.progress', 'ask.return', 'assign.add'],
    handled: ['verify.report', 'case.close', 'verify.order', 'reply.citizen'],
  };
  const always = [
    ...['case.note', 'case.attach', 'case.tag', 'case.urge', 'case.edit', 'case.urgency'],
    ...['case.link', 'case.merge'],
  ];
  return [...(wanted[shown.stage] ?? []), ...always].map((kind) => {
    const isFar = cut === true && kind === 'case.send';
    return {
      kind,
      allowed: !isFar,
      later: cut === true && kind === 'ask.return',
      reason: isFar ? { code: 'case/needs-district' } : null,
    };
  });
}

function caseDoc(shown: CaseRow, { now }: DeskOptions): CaseDoc {
  const isOut = shown.leadUnit !== null;
  return {
    caseId: shown.caseId,
    caseNo: shown.caseNo ?? '',
    ver: 9,
    stage: shown.stage,
    holder: 'district',
    members: { district: true },
    round: 1,
    biz: 'hotline',
    channel: 'phone',
    discovery: 'passive',
    type: 'help',
    matter: 'm1',
    dictVersion: '2026-09',
    condition: 'c1',
    title: `关于市民反映${shown.title}的问题`,
    text: '来电人称东四六条与朝内北小街交叉口东侧便道，污水井盖丢失，刚有老人险些踩空，现用自行车挡着。',
    place: {
      text: shown.placeText,
      cell: '110101006003012',
      ...(shown.street === null ? {} : { street: shown.street }),
      by: 'map',
      confidence: 0.91,
    },
    urgency: shown.urgency,
    tags: { 井盖: true },
    caller: {
      numberHmac: 'h',
      numberSealed: 's',
      tail: '2206',
      kind: 'person',
      confidential: false,
    },
    callers: {
      a: { numberHmac: 'a', numberSealed: 's', tail: '9014', kind: 'person', confidential: false },
    },
    createdAt: now - 3 * HOUR,
    createdBy: 'p8',
    createdSeat: '08',
    createdScope: 'district',
    updatedAt: now,
    closeAt: 'holder',
    clocks: {
      dispatch: { startedAt: now - 14 * MINUTE, dueAt: now + 1 * MINUTE, limitText: '15 分' },
      firstContact: { startedAt: now - 9 * MINUTE, dueAt: now + 111 * MINUTE, limitText: '2 时' },
      handle: {
        startedAt: now - 9 * MINUTE,
        dueAt: now + 111 * MINUTE,
        limitText: '2 紧急工作时',
        ...(shown.suspendedUntil === undefined
          ? {}
          : { paused: [{ from: now - HOUR, to: shown.suspendedUntil }] }),
      },
    },
    ...(isOut
      ? {
          assignments: {
            a1: {
              id: 'a1',
              unit: shown.leadUnit ?? '',
              lead: true,
              round: 1,
              state: shown.stage === 'dispatched' ? ('offered' as const) : ('signed' as const),
              offeredAt: now - 20 * MINUTE,
              byOp: 'op-3',
            },
          },
        }
      : {}),
    attachments: {
      [FILES.before]: { name: '处置前.png', use: 'before', bytes: 43_000 },
      [FILES.after]: { name: '处置后.png', use: 'after', bytes: 43_200 },
      [FILES.near]: { name: '来电人照片.jpg', use: 'near', bytes: 2_100_000 },
      [FILES.far]: { name: '告知书.pdf', use: 'document', bytes: 310_000 },
    },
    handOuts: 1,
    returns: shown.returns,
    rework: 0,
    urged: shown.urged,
    ...standing(shown, now),
  };
}

function standing(shown: CaseRow, now: number): Partial<CaseDoc> {
  const { suspendedUntil: until, supervisedUntil } = shown;
  const by = { by: 'p8', at: now - HOUR, closeAtBefore: 'holder' } as const;
  return {
    ...(until === undefined
      ? {}
      : { suspended: { from: now - HOUR, until, nextCheck: now + 160 * HOUR, ask: 'a9' } }),
    ...(supervisedUntil === undefined
      ? {}
      : { supervised: { kind: 'leader', until: supervisedUntil, text: '周报点名', ...by } }),
  };
}

function timeline({ now, cut, station }: DeskOptions): TimelineRow[] {
  const step = (
    ago: number,
    kind: string,
    args: unknown,
    over: Partial<TimelineRow> = {},
  ): TimelineRow => ({
    opId: `op-${kind}-${ago}`,
    kind,
    args,
    actor: 'p8',
    actorName: '坐席 08',
    onBehalf: null,
    how: 'self',
    scope: 'district',
    at: now - ago * MINUTE,
    saidAt: now - ago * MINUTE,
    errMs: 100,
    outcome: 'applied',
    rule: null,
    reason: null,
    serverSeq: 1,
    ver: 100 - ago,
    ...over,
  });
  const undecided = { serverSeq: null, ver: null, outcome: null };
  const pending = cut === true ? undecided : {};
  const told = station === 'open' ? ({ ...undecided, isForeign: true } as const) : pending;
  return [
    step(7, 'caller.add', { caller: { tail: '9014', confidential: false } }, told),
    step(
      9,
      'case.file',
      { condition: 'c1', standardVersion: '2026-09' },
      {
        actorName: '值班长 07',
        ...pending,
      },
    ),
    step(10, 'case.urgency', { level: 'critical', reason: '缺失 + 行人 + 学校 200 米内' }, pending),
    step(
      95,
      'case.dispatch',
      {
        units: [{ unit: 'u3', lead: true }],
        condition: null,
        limitNote: '',
        note: '',
        advice: null,
      },
      { outcome: 'superseded', rule: 2, reason: { code: 'op/overtaken' } },
    ),
    step(
      100,
      'contact.first',
      {
        at: now - 110 * MINUTE,
        person: '王工',
        how: 'phone',
        result: '现场先设围挡',
        whyNot: null,
      },
      { onBehalf: 'u0', how: 'phone', saidAt: now - 110 * MINUTE },
    ),
    step(120, 'case.create', {
      caseNo: 'DC261121-1061',
      next: 'file',
      urgency: 'urgent',
      answer: null,
    }),
  ];
}
