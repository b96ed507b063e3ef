import type { Detail, errors as Source, FailureWords, RefusalWords } from '../zh-CN/errors.ts';

const said = (d: Detail, key: string, before = ''): string => {
  const value = d[key];
  return value === undefined || value === null ? '' : `${before}${value}`;
};

const refusals: RefusalWords = {
  'case/not-found': () => 'This desk has no such case',
  'case/exists': () => 'This case is registered already',
  'case/wrong-stage': () => 'Not possible at this stage',
  'case/not-held': () => 'Another level decides on this case; it can be proposed',
  'case/needs-district': () => 'Needs the district',
  'case/field-unchanged': () => 'Nothing changed',
  'case/needs-answer': () => 'The answer is missing',
  'case/needs-condition': () => 'The filing condition is missing',
  'case/needs-place': () => 'The place is missing',
  'case/closing-item-missing': (d) => `Closing conditions are open${said(d, 'item', ': ')}`,
  'case/unit-still-working': (d) => `A unit has not finished${said(d, 'unit', ': ')}`,
  'assignment/not-found': () => 'No such assignment',
  'assignment/wrong-state': () => 'The assignment is past this step',
  'unit/not-found': () => 'No such unit in the catalogue',
  'unit/already-on-case': (d) => `${said(d, 'unit') || 'The unit'} is on this case already`,
  'unit/busy': (d) =>
    `${said(d, 'unit') || 'The unit'} is working on ${said(d, 'case') || 'another case'}`,
  'unit/other-street': () => 'Dispatch across streets needs the district',
  'unit/no-lead': () => 'One unit must lead',
  'ask/not-found': () => 'No such request',
  'ask/already-judged': () => 'This request is decided already',
  'ask/open-already': () => 'A request of this kind is still open',
  'ask/third-hand-out-needs-unit': () => 'The third hand-out must name the unit',
  'ask/needs-district': () => 'The district decides on this request',
  'conflict/not-found': () => 'No such conflict',
  'conflict/not-yours': () => 'Another level decides on this conflict',
  'conflict/resolved': () => 'This conflict is decided already',
  'conflict/unknown-option': () => 'No such option',
  'grant/none': () => 'No right to do this',
  'grant/revoked': () => 'The right was revoked',
  'grant/other-scope': () => 'The right is for another scope',
  'axis/both': () => 'One person cannot both supervise and command',
  'axis/reporter-handles': () => 'The reporter cannot handle the own report',
  'callback/not-due': () => 'The call-back is not due yet',
  'callback/attempt-taken': () => 'This attempt is recorded already',
  'callback/needs-result': () => 'The result of the call-back is missing',
  'device/unknown': () => 'The district does not know this device',
  'device/exists': () => 'This device is enrolled already',
  'person/unknown': () => 'No such person',
  'lease/overlap': () => 'The number block overlaps with another station',
  'op/overtaken': () => 'An earlier decision stands',
  'op/schema': (d) => `The content does not fit${said(d, 'path', ': ')}`,
};

const failures: FailureWords = {
  'link/closed': () => 'Cut off from the local program · reconnecting',
  'link/timeout': () => 'The local program did not answer · try again',
  'link/version': () => 'Page and local program differ in version · reopen the window',
  'link/unknown-call': () => 'The local program does not know this request',
  'session/needed': () => 'Log in first',
  'session/locked': () => 'The seat is locked · enter the password',
  'session/bad-login': () => 'Login or password is wrong',
  'session/too-many-tries': () => 'Five wrong tries · wait ten minutes',
  'session/expired-verifier': () => 'Offline login has expired · log in once with the line up',
  'session/needs-line': () => 'The first login needs the line',
  'setup/bad-code': () => 'The enrolment code is wrong or expired',
  'setup/unreachable': () => 'This district address cannot be reached',
  'setup/wrong-certificate': () =>
    'The certificate is not the enrolled one · call the administrator',
  'storage/full': () => 'The disk is full · free some space to go on',
  'storage/corrupt': () => 'The local replica is damaged · rebuilt once the line is up',
  'storage/busy': () => 'The data file is busy · try again',
  'storage/from-the-future': () => 'A newer program wrote this data · upgrade this one',
  'storage/read-only': () => 'The data folder cannot be written',
  'storage/outbox-lost': () => 'The outbox cannot be read · call the administrator',
  'sync/version': () => 'The district refuses this version · work goes on here',
  'sync/not-enrolled': () => 'The district does not know this device · enrol again',
  'sync/fork': () => 'This data was used elsewhere, too · call the administrator',
  'sync/wrong-district': () => 'This is not the enrolled district',
  'call/gone': () => 'The call has ended',
  'call/taken': () => 'Another seat has answered',
  'bundle/missing': () => 'Program files are missing · install again',
  'bug/unexpected': () => 'The program failed and has logged it · try again',
};

export const errors = {
  refusals,
  failures,
  unknown: (code: string) => `Not done: ${code}`,
  cannot: (act: string, why: string) => `Cannot ${act.toLowerCase()}: ${why}`,
} satisfies typeof Source;
