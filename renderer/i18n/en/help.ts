import type { help as Source } from '../zh-CN/help.ts';

const pages: (typeof Source)['pages'] = {
  login: {
    what: 'Choose a seat, enter login and password. The seat says which phone rings here.',
    steps: [
      'A folder of demo data lists its logins; Enter logs in at once.',
      'After five wrong tries, wait ten minutes.',
    ],
    cut: 'With the line cut, whoever logged in here in the last 14 days still can.',
  },
  setup: {
    what: 'A machine is enrolled once. It then has a signing key and a data folder of its own.',
    steps: [
      'Ask the administrator for the address and a code that is valid once.',
      'The code says for whom this machine works: the district, an intake centre or a street.',
      'Try sound and microphone first.',
    ],
    cut: 'Enrolling needs the line.',
  },
  intake: {
    what: 'Answer, listen, write the case, send it on. From ring to sent on the keyboard alone.',
    steps: [
      'F2 answers, on every screen; without a call F2 opens an empty form. Esc passes the call, Shift+F2 does so from another screen.',
      'While typing: Alt+1 to 3 takes a matter, Alt+Q, W, E a place, Alt+U changes urgency, Alt+Y the type.',
      'A click on the map sets the place, too; the cell is found at once.',
      'The title writes itself until you touch it.',
      'Ctrl+Enter sends, Ctrl+D answers at once, Alt+X refuses with a reason.',
      'While the caller is still there, the sent case stays in view: type on, Ctrl+Enter adds a note; F2 opens a form for another matter.',
      'A half-typed form is on disk within a second and comes back after a restart.',
      'The case number can be told to the caller before sending.',
      'In a text, letters are text: to change screens press Ctrl+/, type its name, as board or map, and Enter.',
    ],
    cut: 'Intake goes on with the line cut; numbers come from the own block and cases are sent later.',
  },
  board: {
    what: 'Cases that wait for me, the clock that runs out first on top.',
    steps: [
      'J and K move, Enter opens, 1 to 6 change the filter.',
      'D dispatch, S sign, A on site, H handle, E close. A refused act says why.',
      'The dashed violet mark means only here: the district has not confirmed it.',
    ],
    cut: 'Cases held by the own street are dispatched, signed, handled and closed as usual.',
  },
  case: {
    what: 'All of one case: stage, clocks, timeline, units, place, what can be done.',
    steps: [
      'Each act shows its key; a grey one says why not.',
      'Ctrl+P prints the case sheet or the run slip.',
      'Esc goes back to the list.',
    ],
    cut: 'Dashed dots are steps that are not sent yet.',
  },
  map: {
    what: 'Where the open cases are. The selection is shared with the board.',
    steps: [
      'Critical unsigned and overdue cases never vanish in a cluster.',
      'Click on a cell to see who answers for it.',
    ],
    cut: 'Outside the own street the map is dated and hatched.',
  },
  conflicts: {
    what: 'Both sides of a cut acted on one case: both versions, and the default in force.',
    steps: [
      'Enter accepts the default, Alt+1 to 3 chooses, Ctrl+Z takes it back for 30 minutes.',
      'A conflict never blocks its case.',
      'Whoever met another, was superseded or adjusted is told: G N.',
    ],
    cut: 'Conflicts of this desk can be decided as usual.',
  },
  sync: {
    what: 'The line to the district, and whether each step of this machine is confirmed.',
    steps: [
      'Q goes to the acts of this desk: state and reason of each; Alt+1 to 6 filter by state, Enter opens the case.',
      'G N shows notices: who did what, by which rule, recorded and corrected time. J and K move, Enter opens the case, M marks it read, Shift+M all of them.',
      'The developer switch cuts the line for drills; switch it off and it is back.',
      'An administrator cuts one street for some minutes under Cut-line drill; it comes back by itself and a report follows.',
      'Fewer than 20 case numbers left changes the colour.',
    ],
    cut: 'A cut deletes nothing; all is sent in order afterwards. Notices received before can be read.',
  },
  catchup: {
    what: 'What was written on paper while the program was down is entered here, card by card.',
    steps: [
      'Print blank cards before a planned outage: their numbers are taken from this console and told to nobody else.',
      'What is over goes the closed path: one form, closed as it is entered. What is not becomes an ordinary case.',
      'Times as on the paper: 14:05 is the latest 14:05, 11-21 14:05 is of that day.',
      'What happened is one step a line, its time first; each becomes a row of the timeline.',
      'One card becomes one case: a card that is known is said at once; where two were cut off, the later joins the earlier.',
      'Alt+K takes the next blank card, Alt+P changes the path, Ctrl+Enter enters it.',
    ],
    cut: 'Works while cut off; what is entered is sent when the line is back.',
  },
  people: {
    what: 'People and their grants: role, scope, period.',
    steps: ['Choose a person, give or revoke. Every change is recorded.'],
    cut: 'Grants need the line: the district decides.',
  },
  devices: {
    what: 'Enrolled machines and when they were last seen.',
    steps: [
      'Choose a scope, make a code, enter it on the new machine.',
      'Acts of a revoked machine are kept but take no effect.',
    ],
    cut: 'Needs the line.',
  },
  audit: {
    what: 'That the log was not changed, and who looked at whom.',
    steps: [
      'Opening a caller, playing a recording and printing a case are noted before; one note for the same person, case and thing in ten minutes.',
      'Ctrl+F finds by case number, P keeps one person, a day is written 2026-11-22. An administrator sees who looked, not at which case.',
      'V verifies the whole log: what each entry says, the chain of every console, every signed head. It runs in the background and can be stopped.',
      'A head that is seen here is kept by this console, too: the district cannot replace the log before it.',
      'Case numbers: how many of each range were used on a day, which are gaps, how many are left.',
      'T shows what is due to be forgotten: an administrator selects (X) and forgets (F) archived cases kept long enough, for ever; what a person asked for is found by its number.',
    ],
    cut: 'Needs the line: the log is at the district. Looks are noted while cut off and sent later.',
  },
  settings: {
    what: 'Language, theme, density, text size, sound, microphone, about, diagnostics.',
    steps: ['Text size 90 to 150 % scales the whole screen.', 'Each sound can be tried.'],
    cut: 'All of it is local.',
  },
  help: {
    what: 'One page a screen. F1 opens the page of the screen you are on.',
    steps: ['? opens the keys of the screen you are on.'],
    cut: 'All of it is local.',
  },
};

export const help = {
  print: 'Print this page',
  back: 'One step back',
  pages,
  contents: 'Contents',
  cutTitle: 'With the line cut',
  keysTitle: 'Keys',
  allKeys: 'All keys (for printing)',
  allKeysNote:
    'Made from the one registry of the program. Single letters are read by their place on the keyboard, never in a field or while composing.',
} satisfies typeof Source;
