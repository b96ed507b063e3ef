import type { District } from './openDistrict.ts';
import type { DeviceTickets } from './deviceTickets.ts';
import type { LogEntry } from './store/districtStore.ts';

/** The devices whose enrolment ends with these entries. */
export function revokedBy(entries: readonly LogEntry[]): string[] {
  return entries.flatMap(({ op, decision }) =>
    op.kind === 'device.revoke' && decision.outcome === 'applied' ? [op.args.device] : [],
  );
}

/** Tickets end with what they rest on. Returns a function that stops listening. */
export function endTickets<T>(district: District, tickets: DeviceTickets<T>): () => void {
  const dispose = [
    district.onCommit((entries) => {
      for (const device of revokedBy(entries)) tickets.dropDevice(device);
    }),
    district.logins.onEnded((person) => {
      tickets.dropPerson(person);
    }),
  ];
  return () => {
    for (const stop of dispose) stop();
  };
}
