import { EAST, type Hub } from './caseBuilders.ts';
import { leadOf } from './assignments.ts';
import { askSayings } from './askSayings.ts';
import type { CaseKind } from './caseActs.ts';
import { type AnySaying, deskSayings, type Say } from './deskSayings.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { AssignmentId } from '../operation/identity.ts';
import { whistleSayings } from './whistleSayings.ts';

/** The lead's assignment of the round, whatever became of it; a made-up id where there is none. */
export function assignmentOf(doc: CaseDoc, unit = 'e-roads'): AssignmentId {
  const lead = leadOf(doc);
  if (lead?.unit === unit) return lead.id;
  const all = Object.values(doc.assignments ?? {});
  return all.find((one) => one.unit === unit)?.id ?? 'none';
}

/** The desk records it for the unit in charge, or for one that was, where there is one. */
const recorded = (doc: CaseDoc): { onBehalf?: string } => {
  const unit = (leadOf(doc) ?? Object.values(doc.assignments ?? {})[0])?.unit;
  return unit === undefined ? {} : { onBehalf: unit };
};

const openAsk = (doc: CaseDoc): string =>
  Object.values(doc.asks ?? {}).find((ask) => ask.state === 'open')?.id ?? 'none';
const openConflict = (doc: CaseDoc): string =>
  Object.values(doc.conflicts ?? {}).find((one) => one.state === 'open')?.id ?? 'none';

const dispatch =
  (...units: string[]): Say =>
  (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'case.dispatch',
    args: {
      units: units.map((unit, index) => ({ unit, lead: index === 0 })),
      condition: 'c-deep',
      limitNote: '',
      note: '',
      advice: null,
    },
  });

const sign =
  (unit: string): Say =>
  (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.sign',
    args: { assignment: assignmentOf(hub.doc(), unit), at: hub.at() },
  });

const respond =
  (step: 'contacted' | 'left' | 'arrived', unit = 'e-roads'): Say =>
  (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.respond',
    args: {
      assignment: assignmentOf(hub.doc(), unit),
      step,
      at: hub.at(),
      person: 'A',
      point: null,
    },
  });

const done =
  (solved: boolean, unit = 'e-roads'): Say =>
  (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.done',
    args: {
      assignment: assignmentOf(hub.doc(), unit),
      result: solved ? 'filled' : 'not filled',
      measures: '',
      basis: '',
      solved,
      metCaller: null,
      photosAfter: [],
    },
  });

const verify =
  (pass: boolean): Say =>
  (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    onBehalf: `inspector${who}@${EAST}`,
    kind: 'verify.report',
    args: { pass, note: '', photos: [], point: null },
  });

const close =
  (publicText = 'Done.'): Say =>
  (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.close',
    args: { items: ['result'], closeKind: 'sub_dispatched', publicText },
  });

const judge =
  (grant: boolean, newUnit: string | null = null): Say =>
  (hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'judge',
    args: { ask: openAsk(hub.doc()), grant, reason: '', newUnit },
  });

const callBack =
  (attempt: 1 | 2 | 3, solved: boolean | null): Say =>
  (hub, who) => ({
    by: `callbackClerk+operator${who}@${EAST}`,
    kind: 'callback.try',
    args: {
      attempt,
      at: hub.at(),
      reached: solved !== null,
      solved,
      satisfied: solved === null ? null : solved ? 5 : 1,
      reason: '',
    },
  });

const add =
  (unit: string): Say =>
  (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'assign.add',
    args: { unit, reason: '' },
  });

const withdraw =
  (kind: 'assign.recall' | 'assign.waive', unit: string): Say =>
  (hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind,
    args: { assignment: assignmentOf(hub.doc(), unit), reason: '' },
  });

const askReturn: Say = (hub, who) => ({
  by: `unit${who}@${EAST}`,
  kind: 'ask.return',
  args: {
    assignment: assignmentOf(hub.doc()),
    reasonCode: 'not_competent',
    text: '',
    proposedUnit: null,
    proof: [],
  },
});

const resolve =
  (option: string, from: typeof EAST | 'district' = EAST): Say =>
  (hub, who) => ({
    by: `dispatcher${who}@${from}`,
    kind: 'conflict.resolve',
    args: { conflict: openConflict(hub.doc()), option, note: '' },
  });

/** Everything that people say in the rows of expected.ts, by name. */
export const sayings = {
  ...deskSayings,
  ...askSayings,
  ...whistleSayings,
  'give a number': () => ({
    by: 'program',
    kind: 'case.number',
    args: { caseNo: 'DC261121-4001' },
  }),
  'dispatch roads': dispatch('e-roads'),
  'dispatch roads and water': dispatch('e-roads', 'e-water'),
  'dispatch water': dispatch('e-water'),
  'dispatch green': dispatch('e-green'),
  'roads sign': sign('e-roads'),
  'green sign': sign('e-green'),
  'water sign': sign('e-water'),
  'green leave': respond('left', 'e-green'),
  'roads contact': respond('contacted'),
  'roads leave': respond('left'),
  'roads arrive': respond('arrived'),
  'water leave': respond('left', 'e-water'),
  'roads report progress': (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'assign.progress',
    args: { assignment: assignmentOf(hub.doc()), text: 'half', photos: [] },
  }),
  'roads done': done(true),
  'roads done, not solved': done(false),
  'roads return': askReturn,
  'grant the return': judge(true),
  'grant, to water': judge(true, 'e-water'),
  'refuse the return': judge(false),
  'check passed': verify(true),
  'check failed': verify(false),
  close: close(),
  'close with other words': close('Finished.'),
  'call back, content': callBack(1, true),
  'call back, unsolved': callBack(1, false),
  'call back, not reached': callBack(1, null),
  reopen: (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.reopen',
    args: { reason: 'the hole is back' },
  }),
  'add green': add('e-green'),
  'add water': add('e-water'),
  'recall roads': withdraw('assign.recall', 'e-roads'),
  'recall water': withdraw('assign.recall', 'e-water'),
  'waive water': withdraw('assign.waive', 'e-water'),
  'first contact': (hub, who) => ({
    by: `operator${who}@${EAST}`,
    ...recorded(hub.doc()),
    kind: 'contact.first',
    args: { at: hub.at(), person: 'A', how: 'phone', result: '', whyNot: null },
  }),
  reply: (hub, who) => ({
    by: `operator${who}@${EAST}`,
    ...recorded(hub.doc()),
    kind: 'reply.citizen',
    args: { to: 'caller', how: 'phone', text: '', at: hub.at() },
  }),
  'order a check': (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'verify.order',
    args: { inspector: `inspector1@${EAST}` },
  }),
  urge: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.urge',
    args: { to: 'e-roads', text: '' },
  }),
  'resolve: first': resolve('first'),
  'resolve: second': resolve('second'),
  'refer the conflict': (hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'conflict.refer',
    args: { conflict: openConflict(hub.doc()), reason: '' },
  }),
} satisfies Readonly<Record<string, Say>>;

export type SayingName = keyof typeof sayings;

export function saying(name: SayingName, hub: Hub, who: 1 | 2): AnySaying {
  const say: Say = sayings[name];
  return say(hub, who);
}

/** One saying of each kind, for the run through every pair. */
export const oneOfEach: { readonly [K in CaseKind | 'case.create']: SayingName } = {
  'case.create': 'create again',
  'case.number': 'give a number',
  'case.file': 'file as deep',
  'case.answer': 'answer',
  'case.refuse': 'refuse',
  'case.edit': 'title to A',
  'case.locate': 'locate here',
  'case.reclassify': 'it is a kerb',
  'case.urgency': 'raise to urgent',
  'case.tag': 'tag noise',
  'case.note': 'note',
  'case.attach': 'attach',
  'caller.add': 'another caller',
  'case.link': 'link',
  'case.merge': 'merge',
  'case.mirror': 'the other was linked',
  'proposal.decline': 'decline the proposal',
  undo: 'undo the last',
  'case.send': 'send west',
  'case.dispatch': 'dispatch roads',
  'assign.add': 'add green',
  'assign.recall': 'recall water',
  'assign.waive': 'waive water',
  'assign.sign': 'roads sign',
  'assign.respond': 'roads leave',
  'assign.progress': 'roads report progress',
  'assign.done': 'roads done',
  'contact.first': 'first contact',
  'reply.citizen': 'reply',
  'ask.return': 'roads return',
  'ask.send': 'ask to send up',
  'ask.units': 'ask for the department',
  'ask.extension': 'ask for time',
  'ask.suspension': 'ask to wait',
  'case.take': 'the district takes it',
  judge: 'grant the return',
  'verify.order': 'order a check',
  'verify.report': 'check failed',
  'case.close': 'close',
  'ask.void': 'ask to void',
  'ask.forcedClose': 'ask to force it closed',
  'case.void': 'void',
  'case.forceClose': 'force it closed',
  'case.archive': 'archive',
  'case.redact': 'redact',
  'case.supervise': 'supervise',
  'supervise.end': 'end the supervision',
  'case.reopen': 'reopen',
  'callback.try': 'call back, unsolved',
  'case.urge': 'urge',
  'whistle.open': 'whistle for water',
  'whistle.file': 'file the whistle',
  'whistle.respond': 'water reports',
  'whistle.result': 'water has a result',
  'whistle.check': 'the whistle does not pass',
  'whistle.score': 'mark water',
  'whistle.scoreResponse': 'mark how water came',
  'conflict.resolve': 'resolve: second',
  'conflict.refer': 'refer the conflict',
};
