import { MINUTE_MS } from '../../kernel/time.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import type { Topic } from '../views/viewHub.ts';

export type StreetNews = {
  readonly street: string;
  readonly lastSeen: number | null;
  readonly silentSince?: number | null | undefined;
  readonly open: number;
};

export type SatSeat = { readonly seat: string; readonly device: string };

const SILENT_MS = 5 * MINUTE_MS;

/** Last values that the district tells besides feeds: calls, seats, streets. Each with its age. */
export class DistrictNews {
  #streets: readonly StreetNews[] = [];
  #calls: unknown = null;
  #sat: readonly SatSeat[] = [];
  #streetsAt = 0;
  #heardCallsAt = 0;
  #drillUntil: number | null = null;

  hear(frame: ServerFrame, now: number): Topic | null {
    if (frame.f === 'refuse') {
      this.#drillUntil = frame.code === 'sync/drill' ? Number(frame.details?.['until']) : null;
      return 'sync';
    }
    if (frame.f === 'welcome') {
      this.#drillUntil = null;
      // Whoever is no longer known there is told nothing: what was told last would stand for ever.
      this.#calls = null;
      return 'calls';
    }
    if (frame.f === 'streets') {
      const before = this.#silent();
      this.#streets = frame.streets;
      this.#streetsAt = now;
      return this.#silent() === before ? 'streets' : 'silence';
    }
    if (frame.f === 'calls') {
      this.#calls = frame.calls;
      this.#heardCallsAt = now;
      return 'calls';
    }
    if (frame.f === 'seats') {
      this.#sat = frame.sat ?? [];
      return 'seats';
    }
    return null;
  }

  /** Until when the district keeps this line cut on purpose; null when it does not. */
  get drillUntil(): number | null {
    return this.#drillUntil;
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
  /** Seats that are not free, each with its console. */
  get sat(): readonly SatSeat[] {
    return this.#sat;
  }

  /** Since when the district has not heard of a street, if that is long enough for caretaking. */
  silentSince(street: string): number | null {
    const told = this.#streets.find((one) => one.street === street);
    if (told === undefined) return null;
    if (told.silentSince !== undefined) return told.silentSince;
    // A district of before says only when it heard of a street.
    const { lastSeen } = told;
    return lastSeen !== null && this.#streetsAt - lastSeen >= SILENT_MS ? lastSeen : null;
  }

  /** A street that never had a line is silent, too, and did not lose it. */
  wasThere(street: string): boolean {
    return this.#streets.some((one) => one.street === street && one.lastSeen !== null);
  }

  #silent(): string {
    const silent = this.#streets.map(({ street }) => [street, this.silentSince(street)]);
    return JSON.stringify(silent.filter(([, since]) => since !== null));
  }
}
