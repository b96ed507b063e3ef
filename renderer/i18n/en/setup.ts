import type { setup as Source } from '../zh-CN/setup.ts';

export const setup = {
  title: 'First set-up',
  intro:
    'This machine is not enrolled yet. Once it is, login and work go on with the line cut, too.',
  mode: 'This machine is',
  modeJoin: 'A seat or sub-center',
  modeHere: 'The district itself',
  modeHereNote: 'Where the district server runs on this machine; its address is this machine',
  address: 'District address',
  addressNote: 'Such as wss://district.example:8443, from the administrator',
  code: 'Enrolment code',
  codeNote:
    'From the Devices page of the district, valid once; it says for whom this machine works',
  name: 'Name of this machine',
  nameNote: 'For the administrator, such as Hall seat 23',
  station: 'Station address (may stay empty)',
  stationNote:
    'Where the sub-center has a station: wss://10.1.2.3:7710#FINGERPRINT, told when it starts',
  test: 'Sound and microphone',
  enrol: 'Enrol this machine',
  enrolling: 'Enrolling',
  done: 'Enrolled',
  fingerprint: (print: string) => `Fingerprint of the district: ${print}`,
  plainLine: 'Local line, no network',
  needAddress: 'The district address is missing',
  needCode: 'The enrolment code is missing',
  needName: 'The name is missing',
  again: 'Enrol this machine again',
  againWhy:
    'The district does not let this machine in: it was put back from a backup older than the enrolment, or the machine was revoked. What is recorded here is kept, and sent as soon as it is let in.',
  againNote:
    'For the same place as before, from the Devices page of the district. A revoked machine is not let in by it',
  againDone: 'The district knows this machine again · log in again to send what waits',
} satisfies typeof Source;
