import type { SeatNews } from '../../sync/syncEngine.ts';
import type { SessionState } from './session.ts';

export type SaidState = 'idle' | 'after_call' | 'break' | 'off';

export type SeatPorts = {
  readonly tell: (news: SeatNews) => void;
  /** A seat of the hall, where calls ring. */
  readonly isHallSeat: (seat: string) => boolean;
};

/**
 * What the hall knows of this seat. The district forgets it with the line, so it is told again with every
 * greeting; a locked seat takes no call, and who logs out leaves it.
 */
export class SeatPresence {
  readonly #ports: SeatPorts;
  #seat: string | null = null;
  #person: string | null = null;
  #said: SaidState = 'off';

  constructor(ports: SeatPorts) {
    this.#ports = ports;
  }

  say(state: SaidState): void {
    this.#said = state;
    this.#tell(state);
  }

  /** Someone sat down, locked the seat, came back or left. */
  session(now: SessionState): void {
    if (!('person' in now)) {
      this.#tell('off');
      this.#seat = null;
      this.#person = null;
      this.#said = 'off';
      return;
    }
    const { person } = now;
    const isNew = this.#person !== person.id || this.#seat !== person.seat;
    if (isNew) {
      this.#seat = person.seat;
      this.#person = person.id;
      const takesCalls = person.grants.some((grant) => grant.role === 'operator');
      this.#said = takesCalls && this.#ports.isHallSeat(person.seat) ? 'idle' : 'off';
    }
    this.again(now.state === 'locked');
  }

  /** The line is up again: the district does not know who sits here. */
  again(isLocked = false): void {
    if (this.#seat === null) return;
    this.#tell(isLocked && this.#said === 'idle' ? 'break' : this.#said);
  }

  #tell(state: SaidState): void {
    if (this.#seat !== null) this.#ports.tell({ seat: this.#seat, state, person: this.#person });
  }
}
