import type { PersonId, SeatId } from '../../domain/operation/identity.ts';
import type { Clock } from '../../kernel/time.ts';
import type { District } from '../openDistrict.ts';
import type { HallFrame, SyncConnection } from '../sync/syncConnection.ts';
import type { SeatHolders } from './seatHolders.ts';
import type { SaidState, SeatTable } from './seatTable.ts';

type SeatFrame = Extract<HallFrame, { readonly f: 'seat' }>;
type SeatSaid = SeatFrame & { readonly state: SaidState };
type SitFrame = Extract<HallFrame, { readonly f: 'sit' }>;
type SeatPorts = { readonly district: District; readonly clock: Clock };

const SAID: readonly string[] = ['idle', 'after_call', 'break', 'off'];

/** Who may have which seat, and what its console says of it. */
export class SeatDesk {
  readonly #ports: SeatPorts;
  readonly #holders: SeatHolders<SyncConnection>;
  readonly #seats: SeatTable;

  constructor(ports: SeatPorts, holders: SeatHolders<SyncConnection>, seats: SeatTable) {
    this.#ports = ports;
    this.#holders = holders;
    this.#seats = seats;
  }

  /** A console that greets with nobody logged in has left its seat, whether it could say so or not. */
  greeted(connection: SyncConnection): void {
    const { person, identity } = connection;
    if (person === null && identity !== null) this.#holders.free(identity.device);
  }

  hear(frame: SeatFrame, from: SyncConnection): void {
    if (!this.#maySay(frame, from)) return;
    const { seat, state, person } = frame;
    if (person === null) this.#holders.leave(seat);
    else if (!this.#sits(seat, person, from)) return;
    this.#seats.say(seat, { state, person, at: this.#ports.clock.wall() });
  }

  /** A seat is one console's. Another one may take it over, but not while somebody is talking there. */
  ask(
    { seat, takeOver }: SitFrame,
    from: SyncConnection,
    isBusy: boolean,
  ): { readonly code: string; readonly by: string } | null {
    const { person, identity } = from;
    if (person === null || identity === null || !this.#standsHere(seat, from)) return null;
    const { device } = identity;
    const other = this.#holders.other(seat, device);
    if (other !== null && (!takeOver || isBusy)) {
      return { code: 'session/seat-taken', by: this.#nameOf(other.person) };
    }
    const before = this.#holders.take(seat, { device, person }, from);
    before?.send({ f: 'seatLost', seat, by: this.#nameOf(person) });
    // What whoever sat here last said of the seat is not said by this person.
    this.#seats.say(seat, { state: 'off', person, at: this.#ports.clock.wall() });
    return null;
  }

  /** False when another console has it by now: this one is told. */
  #sits(seat: SeatId, person: PersonId, from: SyncConnection): boolean {
    const device = from.identity?.device ?? '';
    const other = this.#holders.other(seat, device);
    if (other === null) this.#holders.take(seat, { device, person }, from);
    else from.send({ f: 'seatLost', seat, by: this.#nameOf(other.person) });
    return other === null;
  }

  /** A seat is taken in the name of who logged in at that console; nobody ends another's. */
  #maySay(frame: SeatFrame, from: SyncConnection): frame is SeatSaid {
    if (!SAID.includes(frame.state) || !this.#standsHere(frame.seat, from)) return false;
    const device = from.identity?.device;
    if (device === undefined) return false;
    const { seat, person } = frame;
    if (person === null) return this.#holders.line(seat) === from;
    const at = this.#ports.clock.wall();
    return this.#ports.district.sittings.sat({ device, person, at, errMs: 0 });
  }

  /** Calls and their numbers go to the consoles of the place where the seat stands. */
  #standsHere(seat: SeatId, from: SyncConnection): boolean {
    const known = this.#ports.district.profile.catalogue.seats.find((one) => one.id === seat);
    return known !== undefined && known.scope === from.identity?.scope;
  }

  #nameOf(person: PersonId): string {
    return this.#ports.district.people.person(person)?.name ?? person;
  }
}
