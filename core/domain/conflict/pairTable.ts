import { type PlainKind, plainActs } from '../case/plainActs.ts';
import { kindSpecs } from '../operation/kindSpec.ts';
import type { Meet } from './meet.ts';
import { archiveMeetsCaller, endingMeetsWork, superviseMeetsClose } from './rules/chiefRules.ts';
import { classMeetsClass, classMeetsDispatch } from './rules/classRules.ts';
import {
  closeMeetsClose,
  closeMeetsDispatch,
  closeMeetsFact,
  closeMeetsReturn,
  closeMeetsUrge,
} from './rules/closeRules.ts';
import { addMeetsUnit, dispatchMeetsDispatch } from './rules/dispatchRules.ts';
import {
  callbackMeetsCallback,
  refuseMeetsFiling,
  reopenMeetsReopen,
  verifyMeetsVerify,
} from './rules/endingRules.ts';
import { extendMeetsClose, extendMeetsExtend, grantMeetsEnd } from './rules/limitRules.ts';
import {
  closeMeetsMerged,
  mergeIntoClosed,
  mergeMeetsClose,
  mergeMeetsItsReverse,
  mergeMeetsMerge,
} from './rules/mergeRules.ts';
import {
  sendMeetsDispatch,
  sendMeetsMovingUnit,
  sendMeetsSend,
  takeMeetsDecision,
  takeMeetsUnit,
} from './rules/moveRules.ts';
import {
  editMeetsEdit,
  locateMeetsLocate,
  unionOfNotes,
  urgencyMeetsUrgency,
} from './rules/recordRules.ts';
import { sameIntent } from './rules/sameIntent.ts';
import { scoreMeetsScore, whistleMeetsWhistle } from './rules/whistleRules.ts';
import { doneMeetsRecall, returnMeetsResponse } from './rules/unitRules.ts';

/** One row of the table of sync.md 5 and model.md 0.6: which kinds meet, in either order, and what rules. */
export type PairRow = {
  /** Numbers of the rules that the function may apply. */
  readonly rules: readonly number[];
  readonly one: readonly PlainKind[];
  readonly other: readonly PlainKind[];
  readonly meet: Meet;
};

const UNIT_FACTS: readonly PlainKind[] = [
  'assign.sign',
  'assign.respond',
  'assign.progress',
  'assign.done',
];
const CLOSING_FACTS: readonly PlainKind[] = [
  ...UNIT_FACTS,
  'contact.first',
  'reply.citizen',
  'case.attach',
  'verify.report',
];
const RETURNS: readonly PlainKind[] = ['ask.return', 'judge'];
/** What moves the hold, or may: of an ask and of a judgement it depends on what is asked. */
const MOVES: readonly PlainKind[] = ['case.send', 'ask.send', 'judge'];
/** What a holder decides about his case. */
const DECISIONS: readonly PlainKind[] = [
  ...MOVES,
  'case.take',
  'case.file',
  'case.answer',
  'case.refuse',
  'case.edit',
  'case.locate',
  'case.reclassify',
  'case.merge',
  'case.urgency',
  'case.dispatch',
  'assign.add',
  'assign.recall',
  'assign.waive',
  'verify.order',
  'case.close',
  'case.reopen',
  'whistle.open',
];
const OFFERS: readonly PlainKind[] = ['case.dispatch', 'assign.add'];
/** What ends a case against everybody's expectation, a judgement among them. */
const ENDINGS: readonly PlainKind[] = ['case.void', 'case.forceClose', 'judge'];
/** Facts of whatever kind, and whoever is sent out. */
const WORK: readonly PlainKind[] = [
  ...OFFERS,
  'whistle.open',
  'case.locate',
  ...(Object.keys(plainActs) as PlainKind[]).filter((kind) => kindSpecs[kind].cls === 'F'),
];
const UNITED: readonly PlainKind[] = ['case.tag', 'case.note', 'case.attach', 'caller.add'];

/** What two may mean alike. */
const TWICE: readonly PlainKind[] = [
  'case.file',
  'case.answer',
  'case.refuse',
  'case.void',
  'case.forceClose',
  'case.archive',
  'case.merge',
  'proposal.decline',
  'case.supervise',
  'supervise.end',
  'assign.sign',
  'assign.done',
  'assign.recall',
  'assign.waive',
  'ask.return',
  'ask.void',
  'ask.forcedClose',
  'judge',
  'verify.order',
  'whistle.file',
  'whistle.respond',
  'whistle.result',
  'whistle.check',
  'whistle.scoreResponse',
];

/**
 * In order of precedence: where an operation meets several that its author had not seen, the first row
 * that fits decides. What changes hands comes first, then what ends or reopens, then units, then words.
 */
export const pairTable: readonly PairRow[] = [
  { rules: [34], one: ['case.take'], other: DECISIONS, meet: takeMeetsDecision },
  {
    rules: [34],
    one: ['case.take'],
    other: ['assign.sign', 'assign.respond'],
    meet: takeMeetsUnit,
  },
  { rules: [21], one: MOVES, other: MOVES, meet: sendMeetsSend },
  { rules: [20], one: MOVES, other: OFFERS, meet: sendMeetsDispatch },
  { rules: [20], one: MOVES, other: ['assign.respond'], meet: sendMeetsMovingUnit },
  { rules: [26], one: ENDINGS, other: WORK, meet: endingMeetsWork },
  {
    rules: [27],
    one: ['case.archive'],
    other: ['callback.try', 'case.reopen'],
    meet: archiveMeetsCaller,
  },
  { rules: [13], one: ['case.supervise'], other: ['case.close'], meet: superviseMeetsClose },
  { rules: [19], one: ['case.merge'], other: ['case.merge'], meet: mergeMeetsMerge },
  { rules: [16], one: ['case.merge'], other: ['case.close'], meet: mergeMeetsClose },
  { rules: [17], one: ['case.mirror'], other: ['case.close'], meet: closeMeetsMerged },
  { rules: [3], one: ['case.close'], other: RETURNS, meet: closeMeetsReturn },
  { rules: [6], one: ['case.close'], other: CLOSING_FACTS, meet: closeMeetsFact },
  { rules: [5], one: ['case.close'], other: OFFERS, meet: closeMeetsDispatch },
  { rules: [4], one: ['case.close'], other: ['case.close'], meet: closeMeetsClose },
  { rules: [32], one: ['case.close'], other: ['case.urge'], meet: closeMeetsUrge },
  { rules: [24], one: ['verify.report'], other: ['verify.report'], meet: verifyMeetsVerify },
  {
    rules: [30],
    one: ['case.refuse'],
    other: ['case.file', 'case.dispatch'],
    meet: refuseMeetsFiling,
  },
  {
    rules: [33],
    one: ['callback.try'],
    other: ['callback.try', 'case.reopen'],
    meet: callbackMeetsCallback,
  },
  {
    rules: [33],
    one: ['case.reopen'],
    other: ['case.reopen', 'callback.try'],
    meet: reopenMeetsReopen,
  },
  { rules: [22], one: RETURNS, other: ['assign.respond'], meet: returnMeetsResponse },
  {
    rules: [23],
    one: ['assign.done'],
    other: ['assign.recall', 'assign.waive', 'case.dispatch', 'judge', 'undo'],
    meet: doneMeetsRecall,
  },
  {
    rules: [25],
    one: ['ask.extension'],
    other: ['ask.extension', 'judge'],
    meet: extendMeetsExtend,
  },
  { rules: [25], one: ['ask.extension'], other: ['case.close'], meet: extendMeetsClose },
  { rules: [31], one: ['judge'], other: ['assign.done', 'case.close'], meet: grantMeetsEnd },
  { rules: [1, 2], one: ['case.dispatch'], other: ['case.dispatch'], meet: dispatchMeetsDispatch },
  {
    rules: [15],
    one: ['case.reclassify'],
    other: ['case.reclassify'],
    meet: classMeetsClass,
  },
  {
    rules: [14],
    one: ['case.reclassify'],
    other: ['case.dispatch'],
    meet: classMeetsDispatch,
  },
  { rules: [1, 11], one: ['assign.add'], other: OFFERS, meet: addMeetsUnit },
  { rules: [12], one: ['whistle.open'], other: ['whistle.open'], meet: whistleMeetsWhistle },
  { rules: [35], one: ['whistle.score'], other: ['whistle.score'], meet: scoreMeetsScore },
  { rules: [7, 8], one: ['case.edit'], other: ['case.edit'], meet: editMeetsEdit },
  { rules: [7], one: ['case.locate'], other: ['case.locate'], meet: locateMeetsLocate },
  { rules: [7, 36], one: ['case.urgency'], other: ['case.urgency'], meet: urgencyMeetsUrgency },
  { rules: [9], one: UNITED, other: UNITED, meet: unionOfNotes },
  { rules: [37], one: TWICE, other: TWICE, meet: sameIntent },
];

/** Likewise where the earlier one was decided on the second case of an act about two. */
export const acrossTable: readonly PairRow[] = [
  { rules: [18], one: ['case.merge'], other: ['case.merge'], meet: mergeMeetsItsReverse },
  { rules: [17], one: ['case.merge'], other: ['case.close'], meet: mergeIntoClosed },
];
