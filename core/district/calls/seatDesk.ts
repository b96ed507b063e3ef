import type { PersonId, Scope, SeatId } from '../../domain/operation/identity.ts';
import { maySitAt, type SeatPlace } from '../../domain/permission/hallSeat.ts';
import type { Clock } from '../../kernel/time.ts';
import type { District } from '../openDistrict.ts';
import type { HallFrame, SyncConnection } from '../sync/syncConnection.ts';
import type { SeatHolders } from './seatHolders.ts';
import type { SaidState, SeatTable } from './seatTable.ts';

type SeatFrame = Extract<HallFrame, { readonly f: 'seat' }>;
type SeatSaid = SeatFrame & { readonly state: SaidState };
type SitFrame = Extract<HallFrame, { readonly f: 'sit' }>;
type SeatRefusal =
  | { readonly code: 'session/seat-taken'; readonly by: string }
  | { readonly code: 'session/seat-for-calls' | 'session/no-such-seat' };
type SeatPorts = { readonly district: District; readonly clock: Clock };

const SAID: readonly string[] = ['idle', 'after_call', 'break', 'off'];

/** Who may have which seat, and what its console says of it. */
export class SeatDesk {
  readonly #ports: SeatPorts;
  readonly #holders: SeatHolders<SyncConnection>;
  readonly #seats: SeatTable;
  /** Seats of the catalogue: looked up for each of the hall every second. */
  readonly #places: ReadonlyMap<SeatId, SeatPlace & { readonly scope: Scope }>;

  constructor(ports: SeatPorts, holders: SeatHolders<SyncConnection>, seats: SeatTable) {
    this.#ports = ports;
    this.#holders = holders;
    this.#seats = seats;
    const { catalogue } = ports.district.profile;
    this.#places = new Map(catalogue.seats.map((one) => [one.id, one]));
  }

  /** A console that greets with nobody logged in has left its seat, whether it could say so or not. */
  greeted(connection: SyncConnection): void {
    const { person, identity } = connection;
    if (person === null && identity !== null) this.#holders.free(identity.device);
  }

  /** A seat is taken in the name of who logged in at that console, and of nobody else. */
  hear(frame: SeatFrame, from: SyncConnection): void {
    const { seat, person } = frame;
    const place = this.#placeOf(seat, from);
    if (place === null || !isSaid(frame)) return;
    const at = this.#ports.clock.wall();
    if (person !== null && this.#speaksAs(person, from) && this.#maySit(place, person)) {
      if (this.#sits(seat, person, from)) this.#seats.say(seat, { state: frame.state, person, at });
    } else if (this.#holders.line(seat) === from) {
      this.#holders.leave(seat);
      this.#seats.say(seat, { state: 'off', person: null, at });
    }
  }

  /** A seat is one console's. Another one may take it over, but not while somebody is talking there. */
  ask({ seat, takeOver }: SitFrame, from: SyncConnection, isBusy: boolean): SeatRefusal | null {
    const { person, identity } = from;
    if (person === null || identity === null) return null;
    if (this.#isElsewhere(seat, identity.scope)) return { code: 'session/no-such-seat' };
    const place = this.#placeOf(seat, from);
    if (place !== null && !this.#maySit(place, person)) return { code: 'session/seat-for-calls' };
    this.#holders.moved(person);
    if (place === null) return null;
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

  /** Whether what comes over this line is said by whoever has the seat. */
  isSitter(seat: SeatId, from: SyncConnection): boolean {
    const sitter = this.#holders.sitter(seat);
    return (
      sitter !== null && this.#holders.line(seat) === from && this.#speaksAs(sitter.person, from)
    );
  }

  /** I-25: calls ring where somebody sits who may take them, and is still taken for who he is. */
  takesCalls(seat: SeatId): boolean {
    const sitter = this.#holders.sitter(seat);
    const line = this.#holders.line(seat);
    if (sitter === null || line === null || !this.#speaksAs(sitter.person, line)) return false;
    const place = this.#places.get(seat);
    return place !== undefined && this.#maySit(place, sitter.person);
  }

  /** False when another console has it by now: this one is told. */
  #sits(seat: SeatId, person: PersonId, from: SyncConnection): boolean {
    const device = from.identity?.device ?? '';
    const other = this.#holders.other(seat, device);
    if (other === null) {
      this.#holders.moved(person);
      this.#holders.take(seat, { device, person }, from);
    } else from.send({ f: 'seatLost', seat, by: this.#nameOf(other.person) });
    return other === null;
  }

  /** Whoever logged in on this line; while nobody has, whose login at this console is not over. */
  #speaksAs(person: PersonId, { identity, person: here }: SyncConnection): boolean {
    if (identity === null) return false;
    if (here !== null) return here === person;
    const { district, clock } = this.#ports;
    return district.sittings.sitsNow({ device: identity.device, person }, clock.wall());
  }

  /** By what is granted to him at this moment. */
  #maySit(place: SeatPlace, person: PersonId): boolean {
    const { district, clock } = this.#ports;
    return maySitAt(place, district.grantsOf(person, clock.wall()));
  }

  /** Calls and their numbers go to the consoles of the place where the seat stands. */
  #placeOf(seat: SeatId, from: SyncConnection): SeatPlace | null {
    const known = this.#places.get(seat);
    return known !== undefined && known.scope === from.identity?.scope ? known : null;
  }

  /** A seat of the catalogue, of another place. What no catalogue names is a place's own affair. */
  #isElsewhere(seat: SeatId, scope: Scope): boolean {
    const known = this.#places.get(seat);
    return known !== undefined && known.scope !== scope;
  }

  #nameOf(person: PersonId): string {
    return this.#ports.district.people.person(person)?.name ?? person;
  }
}

function isSaid(frame: SeatFrame): frame is SeatSaid {
  return SAID.includes(frame.state);
}
