import type { CallRow } from '#core/protocol/console/rows.ts';
import type { CallsView, SyncView } from '#core/protocol/console/views.ts';
import { ACT_REPLIES } from './actReplies.ts';
import { caseFile } from './deskScript.ts';
import { createScriptedHost, type ScriptedHost } from './scriptedLink.ts';
import { callRow, callsView, sessionView } from './seatViews.ts';

/** A host with one caller, a draft book, one matter and two places, as the seat sees it. */
export const AT = 1_795_000_000_000;
const session = sessionView({ shiftSince: AT });
export const call = (state: CallRow['state']): CallRow =>
  callRow(state, AT, state === 'ringing' ? {} : { answeredAt: AT + 3_000 });
const callsOf = ({ calls, seatState }: Town): CallsView =>
  callsView(calls, { seatState: seatState ?? (calls.length === 0 ? 'idle' : 'ringing') });

export type Town = {
  calls: CallRow[];
  seatState?: CallsView['seatState'];
  drafts: { key: string; body: unknown; savedAt: number }[];
  sessionState?: 'open' | 'login';
  /** Numbers that this console may still tell. */
  numbersLeft?: number;
};
/** No closer than the street: the middle of it is nowhere. */
const STREET = {
  name: '东直门街道',
  kind: 'street' as const,
  lon: 116_437_000,
  lat: 39_943_000,
  cell: '110101009005001',
  street: '110101009',
  score: 0.5,
  why: 'wide' as const,
};
const syncOf = ({ numbersLeft = 99 }: Town): SyncView => ({
  line: 'online',
  since: AT,
  lastHeard: AT,
  cutByHand: false,
  heldBack: null,
  pendingOps: 0,
  pendingCases: 0,
  oldestPendingAt: null,
  byOutcome: {},
  clockOffsetMs: 0,
  clockErrMs: 0,
  numbersLeft,
  cursor: 1,
  outbox: [],
  healing: null,
  checks: { compared: 0, repaired: 0, repairedAt: null },
  streets: [],
  device: null,
});

export function hostOf(town: Town): ScriptedHost {
  const host = createScriptedHost({
    views: {
      session: () => ({ ...session, state: town.sessionState ?? 'open' }),
      calls: () => callsOf(town),
      sync: () => syncOf(town),
      caseFile: ({ caseId }) => caseFile(caseId, { now: AT }),
    },
    calls: {
      'settings.get': () => ({ error: { code: 'storage/busy' } }),
      'ref.names': () => ({
        streets: [],
        channels: [{ code: 'hotline', name: '热线', nameEn: 'Hotline', discovery: 'passive' }],
        lines: [],
        intakes: [],
        answers: [
          {
            id: 'a1',
            title: '停水怎么办',
            text: '先看通知。',
            basis: '样例 · 供水服务',
            closes: false,
          },
          {
            id: 'a2',
            title: '暖气不热怎么报修',
            text: '先看阀门。',
            basis: '样例 · 供热服务',
            closes: false,
          },
          {
            id: 'a3',
            title: '办理老年卡',
            text: '持身份证到社区申请。',
            basis: '样例 · 民政服务',
            closes: true,
          },
        ],
      }),
      'draft.list': () => ({ drafts: town.drafts }),
      'draft.save': ({ key, body }) => {
        town.drafts = [
          ...town.drafts.filter((each) => each.key !== key),
          { key, body, savedAt: AT },
        ];
        return { savedAt: AT };
      },
      'draft.drop': ({ key }) => {
        town.drafts = town.drafts.filter((each) => each.key !== key);
        return {};
      },
      'number.peek': () => ({ caseNo: town.numbersLeft === 0 ? null : 'DC261121-1067' }),
      'call.claim': () => {
        town.calls = [call('answered')];
        host.refresh('calls');
        return {};
      },
      'call.pass': () => {
        town.calls = [];
        host.refresh('calls');
        return {};
      },
      'matter.search': () => ({
        matters: [
          {
            matter: 'm1',
            code: 'B01',
            name: '暖气不热',
            path: '供热',
            sample: true,
            filesAutomatically: true,
            needsCheck: true,
            conditions: [{ id: 'c1', text: '室温低于 18 度', limitText: '24 urgent_hour' }],
            score: 0.98,
            why: 'word',
          },
        ],
      }),
      'place.search': ({ text }) => ({
        candidates: text.includes('东直门外大街')
          ? [STREET]
          : !text.includes('新中西里')
            ? []
            : [
                {
                  name: '新中西里 11 号楼',
                  kind: 'estate',
                  lon: 116_431_000,
                  lat: 39_942_000,
                  cell: '110101009001021',
                  street: '110101009',
                  score: 0.6,
                  why: 'similar',
                },
              ],
      }),
      'place.at': () => ({ responsible: null, near: null }),
      'case.near': () => ({ rows: [] }),
      ...ACT_REPLIES,
    },
  });
  return host;
}
