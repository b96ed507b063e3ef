import type { devices as Source } from '../zh-CN/devices.ts';

export const devices = {
  title: 'Devices',
  columns: {
    name: 'Name',
    scope: 'Works for',
    enrolledAt: 'Enrolled',
    lastSeen: 'Last seen',
    state: 'State',
  },
  never: 'Never',
  active: 'Active',
  revoked: (at: string) => `Revoked ${at}`,
  empty: 'No device is enrolled yet',
  emptyNote: 'Make a code and enter it on the new machine',
  code: 'Enrolment code',
  codeFor: 'For which scope',
  make: 'Make a code',
  made: (at: string) => `Valid once, until ${at}`,
  revoke: 'Revoke',
  revokeAsk: (name: string) => `Revoke ${name}`,
  revokeWhy: 'Reason',
  revokeNote: 'Its later acts are kept but take no effect. It can still read what it has.',
  done: (name: string) => `Revoked ${name}`,
} satisfies typeof Source;
