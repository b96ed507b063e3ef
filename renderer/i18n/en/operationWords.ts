import type { operationWords as zhCN } from '../zh-CN/operationWords.ts';

const fields: (typeof zhCN)['fields'] = {
  title: 'Title',
  text: "Caller's words",
  type: 'Type',
  people: 'People concerned',
  amount: 'Amount concerned',
  enterprise: 'Enterprise concerned',
  contactWishes: 'Contact wishes',
  publicText: 'Public answer',
  publish: 'Publish',
};

const looked: (typeof zhCN)['looked'] = {
  number: "Caller's number",
  confidential: 'Confidential caller',
  recording: 'Recording',
  print: 'Printed',
  export: 'Exported',
};

const uses: (typeof zhCN)['uses'] = {
  before: 'Before',
  after: 'After',
  near: 'Close view',
  far: 'Wide view',
  document: 'Document',
  recording: 'Recording',
};

const closeKinds: (typeof zhCN)['closeKinds'] = {
  answered_at_once: 'Answered at once',
  self_handled: 'Self-handled',
  grid_autonomy: 'Handled by the grid',
  sub_dispatched: 'Closed by the sub-center',
  department: 'Closed by the department',
  whistle: 'Closed after whistle',
  forced: 'Forced',
  duplicate: 'Duplicate',
};

const returnReasons: (typeof zhCN)['returnReasons'] = {
  not_competent: "Not this unit's duty",
  wrong_place: 'Outside its ground',
  not_found: 'Nothing found on site',
  needs_others: 'Needs other units',
  duplicate: 'Duplicate case',
  other: 'Other',
};

const refuseReasons: (typeof zhCN)['refuseReasons'] = {
  not_in_scope: 'Outside our scope',
  no_facts: 'No concrete facts',
  in_law: 'In legal proceedings',
  repeat_done: 'Repeated and already closed',
  other: 'Other',
};

const next: (typeof zhCN)['next'] = {
  queue: 'waits for acceptance',
  file: 'filed by rule',
  answer: 'answered at once',
  selfHandled: 'handled by the finder',
  precheck: 'to be pre-checked',
};

const takeReasons: (typeof zhCN)['takeReasons'] = {
  several_streets: 'Several streets',
  third_hand_out: 'Third hand-out',
  emergency: 'Emergency',
};

const supervisions: (typeof zhCN)['supervisions'] = {
  timeout: 'Late',
  leader: 'By a leader',
  important: 'Important',
};

const links: (typeof zhCN)['links'] = {
  repeat: 'Repeat',
  many: 'Many people, one matter',
  related: 'Related',
  campaign: 'Same campaign',
  parent: 'Parent case',
};

const mirrored: (typeof zhCN)['mirrored'] = {
  linked: 'Linked to this one',
  unlinked: 'Linked no more',
  absorbed: 'Merged into this one',
  brought: 'What came to the merged case came here',
  left: 'No longer part of this one',
  revived: 'Takes this one in no more; it goes on',
  closed_along: 'Closed, and this one with it',
  whistle_asked: 'Blew a whistle about the same matter',
  whistle: 'News of the whistle that both cases share',
};

const whistleKinds: (typeof zhCN)['whistleKinds'] = {
  enforcement: 'Joint enforcement',
  priority_work: 'Priority work',
  emergency: 'Emergency',
  backstop: 'Last resort',
};

const ledgers: (typeof zhCN)['ledgers'] = {
  ordinary: 'Ordinary',
  many_transfers: 'Many transfers',
};

const redactions: (typeof zhCN)['redactions'] = {
  retention: 'kept long enough',
  asked: 'asked for by the person concerned',
};

const archives: (typeof zhCN)['archives'] = {
  normal: 'In order',
  late: 'Late',
  error: 'In error',
  special: 'Special',
};

const steps: (typeof zhCN)['steps'] = { contacted: 'contacted', left: 'left', arrived: 'on site' };

const ways: (typeof zhCN)['ways'] = {
  phone: 'by phone',
  visit: 'by visit',
  message: 'by message',
  letter: 'by letter',
};

const placeBy: (typeof zhCN)['placeBy'] = {
  caller: 'by the caller',
  map: 'picked on the map',
  cell: 'by cell',
  on_site: 'located on site',
};

const answers: (typeof zhCN)['answers'] = {
  answered: 'answered',
  abandoned: 'abandoned by the caller',
  transferred: 'transferred',
  refused: 'not taken',
};

const satisfied: (typeof zhCN)['satisfied'] = [
  '',
  'very dissatisfied',
  'dissatisfied',
  'neutral',
  'satisfied',
  'very satisfied',
];

export const operationWords: typeof zhCN = {
  newer: 'Act of a newer program',
  looked,
  fields,
  uses,
  closeKinds,
  returnReasons,
  refuseReasons,
  next,
  takeReasons,
  supervisions,
  links,
  mirrored,
  whistleKinds,
  ledgers,
  archives,
  redactions,
  steps,
  ways,
  placeBy,
  answers,
  satisfied,
};
