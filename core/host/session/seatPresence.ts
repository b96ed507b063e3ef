import type { SeatNews } from '../../sync/syncStatus.ts';
import type { SessionState } from './session.ts';

export type SaidState = 'idle' | 'after_call' | 'break' | 'off';

export type SeatLoss = { readonly seat: string; readonly by: string; readonly at: number };

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
  #isLocked = false;
  #wasTalking = false;
  #lost: SeatLoss | null = null;

  constructor(ports: SeatPorts) {
    this.#ports = ports;
  }

  say(state: SaidState): void {
    this.#said = state;
    this.#tell(state);
  }

  /** Who has the seat instead, though somebody is still logged in here. */
  get lost(): SeatLoss | null {
    return this.#lost;
  }

  /** Another console has this seat now: nothing is said of it from here any more. True when it was ours. */
  lose(seat: string, by: string, at: number): boolean {
    if (seat !== this.#seat) return false;
    this.#lost = { seat, by, at };
    return true;
  }

  /**
   * What the district told of this seat. A call that ended leaves something to write down, also when the seat was
   * locked or the line cut as it ended: whoever comes back has the state that he left, and says himself when he
   * is ready.
   */
  heard(state: string): void {
    const hasEnded = this.#wasTalking && state !== 'talking';
    this.#wasTalking = state === 'talking';
    if (!hasEnded || this.#said !== 'idle') return;
    this.#said = 'after_call';
    if (state === 'idle' || state === 'ringing') this.again();
  }

  /** Someone sat down, locked the seat, came back or left. */
  session(now: SessionState): void {
    this.#isLocked = now.state === 'locked';
    if (!('person' in now)) {
      this.#person = null;
      this.#said = 'off';
      this.#lost = null;
      this.#wasTalking = false;
      this.#tell('off');
      this.#seat = null;
      return;
    }
    const { person } = now;
    const isNew = this.#person !== person.id || this.#seat !== person.seat;
    if (isNew) {
      this.#lost = null;
      this.#wasTalking = false;
      this.#seat = person.seat;
      this.#person = person.id;
      const takesCalls = person.grants.some((grant) => grant.role === 'operator');
      this.#said = takesCalls && this.#ports.isHallSeat(person.seat) ? 'idle' : 'off';
    }
    this.again();
  }

  /** The line is up again: the district does not know who sits here. */
  again(): void {
    if (this.#seat === null) return;
    this.#tell(this.#isLocked && this.#said === 'idle' ? 'break' : this.#said);
  }

  #tell(state: SaidState): void {
    if (this.#seat !== null && this.#lost === null)
      this.#ports.tell({ seat: this.#seat, state, person: this.#person });
  }
}
