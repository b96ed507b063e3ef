import {
  createArgs,
  EAST,
  type Hub,
  openHub,
  type Saying,
  START,
  WEST,
} from '#core/domain/case/caseBuilders.ts';
import { assignmentOf } from '#core/domain/case/caseSayings.ts';
import type { OpKind } from '#core/domain/operation/args.ts';
import type { Decision, OtherCase } from '#core/domain/operation/decision.ts';

export type Which = 'K' | 'L' | 'M';
export const CASES: readonly Which[] = ['K', 'L', 'M'];
/** K was made first, then L, then M; each by a caller of its own. */
export const ID: Readonly<Record<Which, string>> = {
  K: '0190c0de-0000-7000-8000-00000000000a',
  L: '0190c0de-0000-7000-8000-00000000000b',
  M: '0190c0de-0000-7000-8000-00000000000c',
};

export type Seen = Readonly<Record<Which, number>>;

/** Three cases and one decider: what an act does to a second case is said there by the program. */
export type Town = {
  readonly hub: (which: Which) => Hub;
  readonly seen: () => Seen;
  readonly say: <K extends OpKind>(which: Which, said: Saying<K>, seen?: Seen) => Decision;
};

export function openTown(): Town {
  const hubs = { K: openHub(ID.K), L: openHub(ID.L), M: openHub(ID.M) } as const;
  const nameOf = (id: string): Which => CASES.find((one) => ID[one] === id) ?? 'K';
  const otherOf = (args: object, seen?: Seen): OtherCase | null => {
    const { other, into = other } = args as { readonly other?: string; readonly into?: string };
    if (into === undefined) return null;
    const there = nameOf(into);
    const missed = seen === undefined ? Infinity : seen[there];
    return {
      doc: hubs[there].doc(),
      unseen: hubs[there].log().filter((one) => one.ver > missed),
    };
  };
  CASES.forEach((which, i) => {
    const numberHmac = String(i).repeat(64);
    const caller = { numberHmac, numberSealed: 's', tail: `000${i}`, kind: 'person' } as const;
    const args = createArgs({ next: 'file', caller: { ...caller, confidential: false } });
    hubs[which].say(
      { by: `operator3@${EAST}`, kind: 'case.create', args },
      { at: START + i * 1_000 },
    );
  });
  return {
    hub: (which) => hubs[which],
    seen: () => ({ K: hubs.K.doc().ver, L: hubs.L.doc().ver, M: hubs.M.doc().ver }),
    say(which, said, seen) {
      const known = { other: otherOf(said.args, seen) };
      const decision = hubs[which].say(said, {
        known,
        ...(seen === undefined ? {} : { seen: seen[which] }),
      });
      for (const { kind, caseId, args } of decision.effects.followUps) {
        hubs[nameOf(caseId)].say({ by: 'program', kind, args } as Saying<'case.mirror'>);
      }
      return decision;
    },
  };
}

type Act = (hub: Hub, who: 1 | 2 | 3) => Saying<OpKind>;

const dispatcher = (who: number): string => `dispatcher${who}@${EAST}`;
const into =
  (which: Which): Act =>
  (_hub, who) => ({ by: dispatcher(who), kind: 'case.merge', args: { into: ID[which] } });

/** What is said in the rows of merges.test.ts. */
export const ACTS = {
  'into K': into('K'),
  'into L': into('L'),
  'into M': into('M'),
  dispatch: (_hub, who) => ({
    by: dispatcher(who),
    kind: 'case.dispatch',
    args: {
      units: [{ unit: 'e-roads', lead: true }],
      condition: null,
      limitNote: '',
      note: '',
      advice: null,
    },
  }),
  sign: (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.sign',
    args: { assignment: assignmentOf(hub.doc()), at: hub.at() },
  }),
  done: (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.done',
    args: {
      assignment: assignmentOf(hub.doc()),
      result: 'filled',
      measures: '',
      basis: '',
      solved: true,
      metCaller: null,
      photosAfter: [],
    },
  }),
  'check passed': (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    onBehalf: `inspector${who}@${EAST}`,
    kind: 'verify.report',
    args: { pass: true, note: '', photos: [], point: null },
  }),
  close: (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.close',
    args: { items: [], closeKind: 'sub_dispatched', publicText: 'Done.' },
  }),
  attach: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.attach',
    args: {
      sha256: 'a'.repeat(64),
      name: 'p.jpg',
      bytes: 1,
      use: 'near',
      takenAt: null,
      point: null,
    },
  }),
  note: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.note',
    args: { text: 'n', public: false },
  }),
  'send west': (_hub, who) => ({
    by: `dispatcher${who}@district`,
    from: EAST,
    kind: 'case.send',
    args: { to: WEST, note: '' },
  }),
} satisfies Readonly<Record<string, Act>>;

export type ActName = keyof typeof ACTS;

export function wordsOf(name: ActName, hub: Hub, who: 1 | 2 | 3): Saying<OpKind> {
  const act: Act = ACTS[name];
  return act(hub, who);
}
