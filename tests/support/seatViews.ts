// What a scripted host says of a quiet seat; a test says what is otherwise.
import type { CallRow } from '#core/protocol/console/rows.ts';
import type { CallsView, SessionView } from '#core/protocol/console/views.ts';

/** An operator who is logged in at the first seat. */
export function sessionView(more: Partial<SessionView> = {}): SessionView {
  return {
    state: 'open',
    person: { id: 'p1', name: '李静' },
    seat: 'S01',
    scope: 'district',
    scopeName: '东城区',
    roles: [{ role: 'operator', scope: 'district' }],
    profile: 'dongcheng',
    profileName: '东城区',
    profileNameEn: 'Dongcheng District',
    zone: 'Asia/Shanghai',
    demo: true,
    demoLogins: [],
    seats: ['S01'],
    shiftSince: null,
    ...more,
  };
}

/** A call that rang at that moment. */
export function callRow(
  state: CallRow['state'],
  rangAt: number,
  more: Partial<CallRow> = {},
): CallRow {
  return {
    callId: 'call-1',
    line: '12345',
    lineName: '热线',
    greeting: '您好，请讲。',
    state,
    number: '13800005521',
    seat: 'S01',
    rangAt,
    answeredAt: state === 'ringing' ? null : rangAt,
    endedAt: null,
    callerName: '陈女士',
    callerKind: 'person',
    callsThisMonth: 1,
    callsThisYear: 1,
    history: [],
    ...more,
  };
}

/** The calls at the seat, which is in the state that they put it in. */
export function callsView(calls: readonly CallRow[], more: Partial<CallsView> = {}): CallsView {
  const [first] = calls;
  const busy = first?.state === 'ringing' ? 'ringing' : 'talking';
  return {
    seat: 'S01',
    seatState: first === undefined ? 'idle' : busy,
    calls: [...calls],
    queue: 0,
    longestWaitMs: 0,
    idleSeats: 1,
    seatsTotal: 56,
    shift: { answered: 0, within15: 0, meanTalkMs: 0, toCallBack: 0, drafts: 0, answeredAtOnce: 0 },
    lastHour: Array.from({ length: 12 }, () => 0),
    ...more,
  };
}
