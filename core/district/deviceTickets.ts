import { BoundedMap } from '../kernel/bounded.ts';
import { randomBytes } from 'node:crypto';
import type { PersonId } from '../domain/operation/identity.ts';
import { MINUTE_MS } from '../kernel/time.ts';

/** Who asked: over which device's line, and who was logged in there. */
type TicketHolder = { readonly device: string; readonly person: PersonId | null };

type Ticket<T> = { readonly value: T; readonly holder: TicketHolder; readonly until: number };

const GOOD_MS = 10 * MINUTE_MS;
const TICKETS_MAX = 2_000;

/**
 * Given over the line on which a device has proven who it is, shown at a door that asks nobody's name. A
 * ticket ends by itself, and at once when the device is revoked or its person's password is reset (I-25): the
 * oldest makes room. Whoever logs out leaves it to its minutes.
 */
export class DeviceTickets<T> {
  readonly #mono: () => number;
  readonly #tickets = new BoundedMap<string, Ticket<T>>(TICKETS_MAX);

  constructor(mono: () => number) {
    this.#mono = mono;
  }

  give({ device, person }: TicketHolder, value: T): string {
    const name = randomBytes(24).toString('base64url');
    const until = this.#mono() + GOOD_MS;
    this.#tickets.set(name, { value, holder: { device, person }, until });
    return name;
  }

  /** What it is good for, or null when it is good for nothing. */
  look(name: string): T | null {
    const found = this.#tickets.get(name);
    return found === undefined || found.until < this.#mono() ? null : found.value;
  }

  dropDevice(device: string): void {
    this.#drop((holder) => holder.device === device);
  }

  dropPerson(person: PersonId): void {
    this.#drop((holder) => holder.person === person);
  }

  #drop(isHis: (holder: TicketHolder) => boolean): void {
    for (const [name, { holder }] of this.#tickets) if (isHis(holder)) this.#tickets.delete(name);
  }
}
