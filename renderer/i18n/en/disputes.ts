import type { disputes as Source } from '../zh-CN/disputes.ts';

const FIRST_SECOND = {
  options: { first: 'Reached the district first', second: 'Reached the district second' },
  why: {
    first:
      'What reached the district first stands, whatever the times say; the other author was told',
    second: 'Changed by a person',
  },
  follows: {
    first: [
      'What reached the district first stays in force',
      'The other stays in the timeline, marked as superseded',
    ],
    second: ['What reached the district second is put in force', 'The other stays in the timeline'],
  },
} as const;

export const disputes: typeof Source = {
  2: {
    happened: 'Two sides sent different units',
    options: {
      first_leads: 'Reached the district first: leads',
      second_leads: 'Reached the district second: leads',
      first_only: 'Reached the district first: alone',
      second_only: 'Reached the district second: alone',
    },
    why: {
      first_leads:
        'By what reached the district first, whatever the times say: it had responded, or nobody had and the duty matrix names neither',
      second_leads: 'The unit whose dispatch reached the district second has responded',
    },
    follows: {
      first_leads: [
        'The unit whose dispatch reached the district first goes on leading',
        'The unit whose dispatch reached the district second assists and is told',
        'Both dispatches stay in the timeline',
      ],
      second_leads: [
        'The unit whose dispatch reached the district second leads',
        'The unit whose dispatch reached the district first assists and is told',
      ],
      first_only: ['The unit whose dispatch reached the district second is recalled and told'],
      second_only: ['The unit whose dispatch reached the district first is recalled and told'],
    },
  },
  3: {
    happened: 'One side closed, the other asked to return',
    options: { open: 'Keep open', closed: 'Close' },
    why: { open: 'A wrong closing hurts more than a late one' },
    follows: {
      open: ['The case waits for dispatch', 'The closing is kept as evidence'],
      closed: ['The case is closed and units are recalled', 'The return stays in the timeline'],
    },
  },
  5: {
    happened: 'One side closed, the other sent a unit',
    options: { closed: 'Keep closed', open: 'Open again' },
    why: { closed: 'The unit had not left', open: 'The unit has left or arrived' },
    follows: {
      closed: ['The case stays closed', 'The dispatch lapses and the unit is told'],
      open: ['A new round begins', 'The unit goes on'],
    },
  },
  7: { happened: 'One field was given two values', ...FIRST_SECOND },
  10: {
    happened: 'One crew was sent to two cases',
    options: { other_case: 'Stays with the other case', this_case: 'Give it to this case' },
    why: { other_case: 'The other case is more urgent, or the crew was on its way' },
    follows: {
      other_case: ['This case goes to the top and waits for another unit', 'Nothing changes there'],
      this_case: ['The crew moves here', 'The other case loses it and goes to the top'],
    },
  },
  13: {
    happened: 'One side closed, the other put it under supervision',
    options: { supervised: 'Check it first', review: 'Review it closed', closed: 'Close' },
    why: {
      supervised: 'What is supervised is checked and closed by the district',
      review: 'The caller is content: it is not opened again',
    },
    follows: {
      supervised: [
        'The case awaits a check; the district closes',
        'The closing stays in the timeline',
      ],
      review: ['It stays closed; the supervision goes on'],
      closed: ['The case is closed; the supervision is dropped'],
    },
  },
  14: {
    happened: 'One side reclassified, the other had dispatched',
    options: { keep: 'The unit goes on', recall: 'Recall it' },
    why: { keep: 'Both stand; a person decides whether to recall' },
    follows: {
      keep: ['The unit sent goes on', 'The stricter limit counts'],
      recall: [
        'The leading unit is recalled and told',
        'Where no other is on it, the case waits for dispatch',
      ],
    },
  },
  15: { happened: 'Two sides chose different matters', ...FIRST_SECOND },
  17: {
    happened: 'One side merged it, the other closed the main case',
    options: { apart: 'Goes on alone', closed: 'Closes with the main case' },
    why: { apart: 'What somebody was sent to does not close with another case' },
    follows: {
      apart: ['The case goes on', 'The main case stays closed'],
      closed: ['The case is closed as a duplicate', 'Both callers are called back'],
    },
  },
  19: { happened: 'Merged into two different cases', ...FIRST_SECOND },
  21: { happened: 'Sent to two different sub-centers', ...FIRST_SECOND },
  22: {
    happened: 'One side asked to return, the other had responded',
    options: { respond: 'Go on', return: 'Let the unit off' },
    why: { respond: 'The response is a fact from the place' },
    follows: {
      respond: ['The unit goes on', 'The request lapses'],
      return: ['The unit is let off', 'The case waits for dispatch'],
    },
  },
  24: {
    happened: 'One check passed, the other failed',
    options: { fail: 'Failed', pass: 'Passed' },
    why: { fail: 'The safe side counts' },
    follows: {
      fail: ['Rework: the case waits for dispatch', 'The same unit is proposed'],
      pass: ['The case waits for closing'],
    },
  },
  26: {
    happened: 'One side voided or closed by force, another was at work',
    options: { open: 'Keep open', ended: 'End it all the same' },
    why: { open: 'There is a fact or a dispatch that the chief had not seen' },
    follows: {
      open: ['The case goes on', 'The ending stays in the timeline'],
      ended: ['The case ends; units at work are recalled and told'],
    },
  },
  30: {
    happened: 'One side refused, the other filed or dispatched',
    options: { continue: 'Go on', refuse: 'Refuse' },
    why: { continue: 'Somebody is already at it' },
    follows: {
      continue: ['The case goes on', 'The reason of the refusal is kept'],
      refuse: ['The case is refused and units are recalled'],
    },
  },
  35: { happened: 'One unit was marked twice', ...FIRST_SECOND },
  37: { happened: 'Two steps cannot both stand', ...FIRST_SECOND },
};
