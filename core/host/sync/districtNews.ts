import type { ServerFrame } from '../../protocol/sync/frames.ts';
import type { Topic } from '../views/viewHub.ts';

export type StreetNews = {
  readonly street: string;
  readonly lastSeen: number | null;
  readonly open: number;
};

/** Last values that the district tells besides feeds: calls, seats, streets. Each with its age. */
export class DistrictNews {
  #streets: readonly StreetNews[] = [];
  #calls: unknown = null;
  #seats: unknown = null;
  #streetsAt = 0;
  #heardCallsAt = 0;

  hear(frame: ServerFrame, now: number): Topic | null {
    if (frame.f === 'streets') {
      this.#streets = frame.streets;
      this.#streetsAt = now;
      return 'streets';
    }
    if (frame.f === 'calls') {
      this.#calls = frame.calls;
      this.#heardCallsAt = now;
      return 'calls';
    }
    if (frame.f === 'seats') {
      this.#seats = frame.seats;
      return 'calls';
    }
    return null;
  }

  get streets(): readonly StreetNews[] {
    return this.#streets;
  }
  get streetsAt(): number {
    return this.#streetsAt;
  }
  get calls(): unknown {
    return this.#calls;
  }
  get callsAt(): number {
    return this.#heardCallsAt;
  }
  get seats(): unknown {
    return this.#seats;
  }

  streetSeen(street: string): number | null {
    return this.#streets.find((one) => one.street === street)?.lastSeen ?? null;
  }
}
