import type { conflicts as Source } from '../zh-CN/conflicts.ts';
import { counted } from './counted.ts';
import { disputes } from './disputes.ts';

const rules: (typeof Source)['rules'] = {
  1: {
    pair: 'Dispatch × dispatch of one unit',
    text: 'One dispatch; the earlier time counts, both authors stay named.',
  },
  2: {
    pair: 'Dispatch of X × dispatch of Y',
    text: 'Who has responded leads, the other assists; else the duty matrix names the lead; else the one whose dispatch reached the district first leads.',
  },
  3: {
    pair: 'Close × return',
    text: 'The case stays open and waits for dispatch; the closing is kept as evidence.',
  },
  4: {
    pair: 'Close × close',
    text: 'What reached the district first stands; the notes of the second are added.',
  },
  5: {
    pair: 'Close × dispatch',
    text: 'A unit that has left or arrived keeps it open; else it stays closed and the dispatch lapses.',
  },
  6: {
    pair: 'Close × fact',
    text: 'It stays closed and the fact goes to the timeline; “not solved” opens a new round.',
  },
  7: {
    pair: 'One field × the same field',
    text: 'Equal values are one; else what reached the district first stays and the other is kept beside it; measured on site beats typed, the higher urgency wins.',
  },
  8: { pair: 'Field × another field', text: 'Both stand.' },
  9: {
    pair: 'Tags, files, notes, numbers',
    text: 'All are kept; only what the remover saw is removed.',
  },
  10: {
    pair: 'One crew × two cases',
    text: 'The case it is on its way to keeps it; else the more urgent; else the case whose dispatch reached the district first. The other case goes to the top.',
  },
  11: {
    pair: 'Unit × another unit',
    text: 'Both are on the case; the one whose dispatch reached the district first leads.',
  },
  12: {
    pair: 'Whistle × whistle',
    text: 'One whistle with all departments; the earlier time starts the limit.',
  },
  13: {
    pair: 'Supervise × close',
    text: 'Not closed: handled, awaiting a supervised check; a satisfied caller makes it a later review.',
  },
  14: {
    pair: 'Reclassify × dispatch',
    text: 'Both stand; an incompetent unit that has not responded is proposed for recall; the stricter limit counts.',
  },
  15: {
    pair: 'Reclassify × reclassify',
    text: 'Equal is one; a narrower class wins over its parent; else the one that reached the district first.',
  },
  16: {
    pair: 'Merge × close',
    text: 'Closed as a duplicate; its evidence is copied to the main case.',
  },
  17: {
    pair: 'Merge × main case closed',
    text: 'It goes on if a unit is on it; else both are closed and both callers called back.',
  },
  18: { pair: 'Merge × merge, crosswise', text: 'One merge; the case accepted earlier survives.' },
  19: {
    pair: 'Merge into A × merge into B',
    text: 'What reached the district first stands; the other pair is offered as duplicates.',
  },
  20: {
    pair: 'Transfer × dispatch',
    text: 'The transfer stands; a unit on its way goes on; else the dispatch becomes a proposal to the new holder.',
  },
  21: {
    pair: 'Transfer to A × transfer to B',
    text: 'What reached the district first stands; the district is asked.',
  },
  22: { pair: 'Return × respond', text: 'The response is a fact: the unit goes on.' },
  23: { pair: 'Handled × recall', text: 'Handled is a fact; the unit sent later is called off.' },
  24: { pair: 'Check passed × check failed', text: 'Failed counts: rework.' },
  25: {
    pair: 'Extend × extend or close',
    text: 'The longest single extension, never the sum; a closing ends it.',
  },
  26: {
    pair: 'Void or forced close × fact',
    text: 'Neither voided nor closed; the duty chief may decide again, now knowing it.',
  },
  27: { pair: 'Dissatisfied × archive', text: 'A new round of the same case.' },
  28: {
    pair: 'By a person whose grant was revoked',
    text: 'Valid if made before; kept without effect if made after.',
  },
  29: { pair: 'Resolve × resolve', text: 'What reached the district first stands.' },
  30: { pair: 'Refuse × file or dispatch', text: 'The case goes on; the refusal is kept.' },
  31: {
    pair: 'Suspension or extension × done or close',
    text: 'Done or closed counts; the grant lapses.',
  },
  32: { pair: 'Urge × close', text: 'Closed; the urge is answered with the closing text.' },
  33: { pair: 'Reopen × reopen', text: 'One new round.' },
  34: {
    pair: 'Taken by the district × decision by the holder',
    text: 'The hold moves; what a unit carries out stays; the rest becomes a proposal.',
  },
  35: {
    pair: 'Score × score',
    text: 'What reached the district first stands; the second is kept.',
  },
  36: { pair: 'Lower × raise urgency', text: 'Raised.' },
  37: {
    pair: 'Any other two',
    text: 'Both in decided order if the second still fits; else a fact goes to the timeline and a decision lapses.',
  },
};

/** The conflict desk. */
export const conflicts: typeof Source = {
  title: 'Conflicts',
  next: 'Next',
  empty: 'No conflict waits for you',
  behind: (n: number) =>
    n === 1
      ? 'One more case has conflicts: it is listed when those above are settled'
      : `${n} more cases have conflicts: they are listed as those above are settled`,
  emptyNote: 'Decisions that met during a line cut are listed here when the line is back',
  choose: 'Choose a conflict',
  loading: 'Reading conflicts',
  failed: 'Conflicts cannot be read; cases go on',
  left: (hours) => `${hours} left`,
  over: (hours) => `${hours} over`,
  ruleNo: (n) => `Rule ${n}`,
  rules,
  disputes,
  unknownDispute: 'Two steps met',
  merged: 'Merged by rule',
  mergedNote: (n) => `${n} · nothing for you to do`,
  healing: 'This healing',
  healingFacts: {
    cut: 'Line cut',
    sent: 'Sent',
    received: 'Received',
    merged: 'Merged by rule',
    conflicts: 'Conflicts',
    settle: 'Took',
  },
  steps: (n) => counted(n, 'step'),
  seconds: (n) => `${n} s`,
  resolvedToday: 'Resolved today',
  what: 'What happened',
  rule: 'The rule',
  why: 'Why this is the default',
  whyUnknown: 'By the table of rules',
  owner: (scope) => `Decides: ${scope}`,
  inForce: 'Default in force',
  chosen: 'Chosen',
  rows: {
    who: 'Who',
    where: 'Scope',
    said: 'Said time',
    corrected: 'Corrected',
    followed: 'Followed',
    op: 'Operation',
  },
  fields: {
    condition: 'Condition',
    from: 'Before',
    reason: 'Reason',
    note: 'Note',
    text: 'Text',
    result: 'Result',
    publicText: 'Public answer',
    closeKind: 'Kind of closing',
    at: 'Time',
    step: 'Step',
  },
  plusMinus: (seconds) => `± ${seconds} s`,
  nothingFollowed: 'nothing followed',
  outage: 'Around the outage',
  cutAt: (at) => `${at} cut`,
  healedAt: (at) => `${at} healed`,
  after: (option) => `After “${option}”`,
  told: 'Who is told',
  toldWho: (name) => `${name} is told`,
  undo: 'Undo the last settling',
  undone: (what) => `Settling of ${what} undone · the default is in force again`,
  undoLeft: (minutes) => `${minutes} min left to undo`,
  acceptAllAsk:
    'The default becomes the settling of each of these, and both sides are told; each can be undone for thirty minutes',
  toldUndo: 'The judgement stays in the timeline; it can be undone for thirty minutes',
  reason: 'Reason (optional, kept with the case)',
  reasonHint: 'May be empty when the default is accepted',
  accept: 'Accept default',
  acceptAll: (n) => `Accept all of this rule ${n}`,
  refer: 'Refer to district',
  referReason: 'Say why the district should decide',
  writeNote: 'Write a reason',
  openCase: 'Open case',
  done: (option) => `Resolved: ${option}`,
  doneAll: (n) => `${counted(n, 'default')} accepted`,
  referred: 'Referred to the district',
  notMine: (scope) => `${scope} decides`,
  pendingNote: 'Only here; delivered on reconnection',
};
