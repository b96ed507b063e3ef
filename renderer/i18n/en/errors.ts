import type { Detail, errors as Source, FailureWords, RefusalWords } from '../zh-CN/errors.ts';
import { rolesIn } from '../rolesIn.ts';
import { common } from './common.ts';
import { dispatch } from './dispatch.ts';

const said = (d: Detail, key: string, before = ''): string => {
  const value = d[key];
  return value === undefined || value === null ? '' : `${before}${value}`;
};

/** Closing items by their codes, in the words of the closing form. */
const itemsIn = (d: Detail): string =>
  said(d, 'item')
    .split(',')
    .map((item) => dispatch.items[item] ?? item)
    .join(', ');

/** Who has the right, so that he can be asked. */
const whoseIn = (d: Detail): string => {
  const roles = rolesIn(d['role'], common.role);
  return roles.length === 0 ? '' : ` · done by: ${roles.join(', ')}`;
};

const wrongStates: Readonly<Partial<Record<string, string>>> = {
  offered: 'It is not signed yet',
  signed: 'It is signed already',
  responded: 'The unit is responding already',
  done: 'It is handled already',
  returned: 'It was returned',
  recalled: 'It was recalled',
  waived: 'It was waived',
  lead: 'The lead cannot be waived, only recalled',
};

const refusals: RefusalWords = {
  'case/not-found': () => 'This desk has no such case',
  'case/exists': () => 'This case is registered already',
  'case/ended': () => 'This case has ended',
  'case/stranger': () => 'This desk takes no part in the case',
  'case/wrong-stage': () => 'Not possible at this stage',
  'case/not-held': () => 'Another level decides on this case; it can be proposed',
  'case/needs-district': () => 'Needs the district',
  'case/field-unchanged': () => 'Nothing changed',
  'case/needs-answer': () => 'The answer is missing',
  'case/needs-condition': () => 'The filing condition is missing',
  'case/needs-matter': () => 'It has no matter yet: reclassify it first (Shift+I)',
  'matter/not-found': () => 'The standard has no such matter',
  'matter/other-condition': () => 'This filing condition belongs to another matter',
  'case/needs-place': () => 'The place is missing',
  'case/closing-item-missing': (d) => `Still missing: ${itemsIn(d)}`,
  'case/unit-still-working': (d) => `A unit has not finished${said(d, 'unit', ': ')}`,
  'assignment/not-found': () => 'No such assignment',
  'assignment/wrong-state': (d) =>
    wrongStates[said(d, 'state')] ?? 'The assignment is past this step',
  'unit/not-found': () => 'No such unit in the catalogue',
  'unit/already-on-case': (d) => `${said(d, 'unit') || 'The unit'} is on this case already`,
  'unit/busy': (d) =>
    `${said(d, 'unit') || 'The unit'} is working on ${said(d, 'case') || 'another case'}`,
  'unit/other-street': () => 'Dispatch across streets needs the district',
  'unit/not-yours': () => 'Not your unit',
  'person/not-here': () => 'This person was not logged in at that console; log in again',
  'unit/no-lead': () => 'One unit must lead',
  'ask/bound': () => 'The third hand-out bound this unit; it cannot return the case',
  'ask/not-found': () => 'No such request',
  'ask/already-judged': () => 'This request is decided already',
  'ask/open-already': () => 'A request of this kind is still open',
  'merge/same-case': () => 'A case cannot be merged into itself',
  'merge/other-ended': () => 'The other case has ended already',
  'proposal/not-found': () => 'No proposal waits here',
  'undo/not-found': () => 'The step is not here yet; try again in a moment',
  'undo/not-possible': () => 'This step cannot be undone',
  'undo/too-late': (d) =>
    `More than ${said(d, 'minutes') || '1'} min ago: the duty chief may undo it`,
  'undo/built-on': () => 'Somebody has gone on from it: it cannot be undone',
  'undo/other-case': () => 'Another case changed with it: it cannot be undone',
  'undo/nothing': () => 'Nothing here can be undone',
  'ask/own': () => 'Somebody else must judge what you asked for',
  'ask/third-hand-out-needs-unit': () => 'The third hand-out must name the unit',
  'ask/bad-time': () => 'Choose a time within a year, and look at it again before',
  'ask/overdue': () => 'It is late already: no more time can be asked for',
  'ask/extended-twice': () => 'It was extended twice already',
  'ask/suspended-already': () => 'The case is suspended now',
  'case/not-archived': () => 'The case is not archived yet',
  'case/redacted': () => 'The case has been redacted',
  'case/archived': () => 'The case is archived',
  'case/callback-open': () => 'The caller is still to be called back',
  'case/supervised-already': () => 'The case is under supervision already',
  'case/not-supervised': () => 'Nobody supervises the case',
  'case/held-there': () => 'The case is there already',
  'case/no-such-holder': () => 'There is no such street or intake center',
  'whistle/no-item': () => 'The list of whistles has no such item',
  'whistle/standard-unticked': (d) => `Every standard must hold${said(d, 'standard', ': ')}`,
  'whistle/no-unit': () => 'A whistle calls at least one unit',
  'whistle/open': () => 'The whistle is not over yet',
  'whistle/open-already': () => 'The case has an open whistle already',
  'whistle/none-open': () => 'The case has no open whistle',
  'whistle/not-pending': () => 'The whistle does not wait to be filed',
  'whistle/not-filed': () => 'The whistle is not filed yet',
  'whistle/not-called': () => 'The whistle calls no such unit',
  'whistle/said-already': () => 'That is on record for this unit already',
  'whistle/result-missing': () => 'A unit has no result yet',
  'whistle/needs-reply': () => 'The caller must be answered first',
  'whistle/not-over': () => 'Marks are given when the whistle is over',
  'whistle/scored': () => 'The unit is marked already: once a whistle',
  'whistle/unscored': () => 'The units of the whistle are not all marked',
  'ask/needs-district': () => 'The district decides on this request',
  'conflict/not-found': () => 'No such conflict',
  'conflict/not-yours': () => 'Another level decides on this conflict',
  'conflict/resolved': () => 'This conflict is decided already',
  'conflict/unknown-option': () => 'No such option',
  'grant/none': (d) => `No right to do this${whoseIn(d)}`,
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
  'drill/no-street': () => 'There is no such street',
  'drill/on-already': () => 'The line of this street is cut for a drill already',
  'lease/limit': () => 'This station has all the numbers it may have; the district gives more',
  'number/has-one': () => 'The case has a number already',
  'number/not-leased': () =>
    'The number is not from this station’s block; the district gives another',
  'number/taken': () => 'Another case has this number; the district gives another',
  'said/future': () => 'The time on the card has not come yet',
  'said/order': () => 'It ended before it was taken in',
  'said/too-old': (d) => `Cards older than ${said(d, 'days')} days are not entered any more`,
  'said/before-sheet': (d) => `The blank card ${said(d, 'caseNo')} was not printed yet then`,
  'card/known': (d) => `Card ${said(d, 'caseNo')} is entered already`,
  'card/released': (d) => `${said(d, 'caseNo')} was given up as a gap; use another card number`,
  'op/overtaken': () => 'An earlier decision stands',
  'op/not-stored': () =>
    'A fault of the district program stopped it · kept as it is for the administrator',
  'case/not-yet': () =>
    'The district was restored and lacks what came before in this case · carried out when it is back',
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
  'session/busy': () => 'Too many logins at once · try again shortly',
  'session/expired-verifier': () => 'Offline login has expired · log in once with the line up',
  'session/needs-line': () => 'The first login needs the line',
  'session/seat-taken': ({ seat, by }) => `Seat ${seat} is taken by ${by}`,
  'session/seat-for-calls': (d) =>
    `${said(d, 'seat', 'Seat ') || 'This seat'} takes hotline calls: for operators, dispatchers and duty chiefs. Choose a desk`,
  'session/no-such-seat': (d) =>
    `There is no ${said(d, 'seat', 'seat ') || 'such seat'} at this place · choose another`,
  'session/in-call': () =>
    'Nobody logs out during a call · hang up first; to step away lock the seat',
  'storage/from-the-past': () =>
    'The data was written by an older program: start the district once with this one',
  'backup/none': () => 'There is no backup in this folder',
  'backup/not-empty': () => 'The folder to restore into is not empty',
  'backup/busy': () => 'Another backup is being taken into this folder',
  'caller/needs-reason': () => 'The caller asked not to be named: say what the look is for',
  'caller/bad-number': () =>
    'Not a telephone number: 3 to 20 digits, with +, spaces, hyphens or an extension',
  'backup/damaged': () => 'The backup is not as it was written: take another one',
  'session/in-use': () => 'Somebody else is logged in here · log out first',
  'session/first-password': () => 'Change the first password first',
  'session/weak-password': () =>
    'The password is too weak · at least 10 characters, 5 different ones, without the login, other than the first one',
  'setup/has-administrator': () => 'This district has an administrator already',
  'people/bad-name': () => 'A name has 1 to 40 characters',
  'people/bad-login': () =>
    'A login begins with a small letter and has small letters, digits, dots and dashes only',
  'people/login-taken': () => 'Somebody has this login already',
  'people/no-login': () => 'This person has no login',
  'exchange/not-a-file': () => 'This is no exchange file, or one of the other kind',
  'exchange/bent': () =>
    'The file was changed on its way, its signature does not hold: copy it again',
  'exchange/no-key': () =>
    'This desk does not know the signature of the district yet: it needs the line once',
  'exchange/other-district': () => 'The file belongs to another district',
  'exchange/other-console': () => 'This answer is for another desk',
  'exchange/other-history': () =>
    'The district was put back, or this desk never had a line: it needs the line',
  'link/port-taken': (d) =>
    `Another program has port ${said(d, 'port')} · choose another, or stop that one first`,
  'exchange/no-station': () =>
    'The station does not answer, or knows nothing of sticks: its program may be older',
  'exchange/gap': () => 'An answer before this one is missing: take that in first, or write again',
  'setup/bad-station': () =>
    'The station is written wss://ADDRESS:PORT#FINGERPRINT; ws:// is for this machine alone',
  'setup/bad-address': () =>
    'The district is written wss://ADDRESS:PORT, with #FINGERPRINT where its certificate is another one now; ws:// is for this machine alone',
  'setup/bad-code': () => 'The enrolment code is wrong or expired',
  'setup/other-scope': () => 'This code is for another place; ask for one of your own',
  'setup/unreachable': () => 'This district address cannot be reached',
  'setup/wrong-certificate': () =>
    'The certificate is not the enrolled one · call the administrator',
  'storage/full': () => 'The disk is full · free some space to go on',
  'storage/corrupt': () => 'The local replica is damaged · rebuilt once the line is up',
  'storage/io': () => 'Reading or writing the data file failed · try again',
  'storage/busy': () => 'The data file is busy · try again',
  'storage/from-the-future': () => 'A newer program wrote this data · upgrade this one',
  'storage/read-only': () => 'The data folder cannot be written',
  'storage/outbox-lost': () => 'The outbox cannot be read · call the administrator',
  'sync/version': () => 'The district refuses this version · work goes on here',
  'sync/console-older': () => 'This program is too old for the district · upgrade it',
  'sync/console-newer': () =>
    'The district’s program is too old for this one · wait for its upgrade',
  'sync/not-enrolled': () => 'The district does not know this device · enrol again',
  'sync/fork': () => 'This data was used elsewhere, too · call the administrator',
  'sync/drill': () => 'The district cut this line for a drill · it is back by itself',
  'sync/bad-batch': () => 'The district could not verify what this console sent',
  'sync/wrong-district': () => 'This is not the enrolled district',
  'call/gone': () => 'The call has ended',
  'call/taken': () => 'Another seat has answered',
  'line/demo-only': () => 'Only a demo or drill data folder can cut its line',
  'bundle/missing': () => 'Program files are missing · install again',
  'file/too-large': () => 'The file is larger than 20 MB · compress or split it',
  'file/wrong-bytes': () => 'The file does not match its hash · not kept',
  'file/not-yet': () => 'The file has not reached the district yet · look again later',
  'file/unknown': () => 'This case has no such attachment',
  'file/damaged': () => 'The copy on this machine is damaged · fetch it again',
  'file/line-cut': () =>
    'The line is cut and the file is not here · it can be seen on reconnection',
  'bug/unexpected': () => 'The program failed and has logged it · try again',
};

export const errors = {
  refusals,
  failures,
  unknown: (code: string) => `Not done: ${code}`,
  cannot: (act: string, why: string) => `Cannot ${act.toLowerCase()}: ${why}`,
} satisfies typeof Source;
