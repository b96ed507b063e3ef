import type { login as Source } from '../zh-CN/login.ts';

export const login = {
  title: 'Log in',
  person: 'Login',
  password: 'Password',
  seat: 'Seat',
  pickSeat: 'Choose a seat',
  shift: 'Shift',
  shiftNow: (at: string) => `Shift since ${at}`,
  enter: 'Enter',
  busy: 'Logging in',
  offlineNote: 'With the line cut, logins of the last 14 days on this machine work',
  demoTitle: 'Demo logins',
  demoNote: 'This folder holds demo data; these logins work only here',
  noSeats: 'No seats yet; they appear once the district has sent them',
  language: 'Language',
  role: 'Role',
  scope: 'Scope',
  needPerson: 'The login is missing',
  needSeat: 'The seat is missing',
} satisfies typeof Source;
