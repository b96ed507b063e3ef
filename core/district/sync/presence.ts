import type { Scope } from '../../domain/operation/identity.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Moment } from '../sequencer.ts';
import { QUIET_MS, type LineHistory } from './lineHistory.ts';
import type { Silences } from './silences.ts';

/** How long a street must be silent before the district may decide on its cases (model.md 0.2). */
export const CARETAKING_AFTER_MS = 5 * MINUTE_MS;

type Heard = {
  readonly scope: Scope;
  readonly device: string;
  readonly replica: string;
  /** A machine that brings what others said: it may be up while nobody of its street is. */
  readonly isStation?: boolean;
};

/**
 * When each scope was last heard of. While one of its consoles is connected and says something, that is
 * now; a line that swallows everything without closing shows by its silence.
 */
export class Presence {
  /** When each console had its line up. */
  readonly lines: LineHistory;
  /** A street is back: worth telling at once, because the district decides for it no more. */
  onBack: () => void = () => undefined;
  readonly #silences: Silences;
  readonly #clock: Clock;
  readonly #startedAt: EpochMs;
  readonly #lines = new Map<Scope, Map<object, { mono: number; wall: EpochMs }>>();
  readonly #last = new Map<Scope, EpochMs>();
  readonly #devices = new Map<string, EpochMs>();

  constructor(
    clock: Clock,
    { lines, silences }: { readonly lines: LineHistory; readonly silences: Silences },
    before: ReadonlyMap<Scope, EpochMs> = new Map(),
  ) {
    this.#clock = clock;
    this.lines = lines;
    this.#silences = silences;
    this.#startedAt = clock.wall();
    for (const [scope, at] of before) this.#last.set(scope, at);
  }

  /** When each scope was heard of last, to be kept over a restart. */
  all(): ReadonlyMap<Scope, EpochMs> {
    const all = new Map<Scope, EpochMs>();
    for (const scope of this.#last.keys()) all.set(scope, this.lastSeen(scope) ?? 0);
    return all;
  }

  /** Silences of streets, as they are kept over a restart. */
  silencesText(): string {
    const to = this.#clock.wall();
    const lasting = new Map<Scope, { from: EpochMs; to: EpochMs }>();
    for (const scope of this.#last.keys()) {
      const from = this.silentSince(scope);
      if (from !== null) lasting.set(scope, { from, to });
    }
    return this.#silences.text(lasting);
  }

  heard({ scope, device, replica, isStation }: Heard, line: object): void {
    this.#devices.set(device, this.#clock.wall());
    if (isStation === true) return;
    const silentSince = this.silentSince(scope);
    const lines = this.#lines.get(scope) ?? new Map<object, { mono: number; wall: EpochMs }>();
    const wall = this.#clock.wall();
    lines.set(line, { mono: this.#clock.mono(), wall });
    this.#lines.set(scope, lines);
    this.#last.set(scope, wall);
    this.lines.heard(replica, line);
    if (silentSince === null) return;
    this.#silences.ended(scope, { from: silentSince, to: wall });
    this.onBack();
  }

  /** Null when it was not heard of since this start. */
  deviceSeen(device: string): EpochMs | null {
    return this.#devices.get(device) ?? null;
  }

  gone({ scope, replica }: Heard, line: object): void {
    this.#lines.get(scope)?.delete(line);
    this.lines.gone(replica, line);
  }

  lastSeen(scope: Scope): EpochMs | null {
    return this.isConnected(scope) ? this.#clock.wall() : (this.#last.get(scope) ?? null);
  }

  isConnected(scope: Scope): boolean {
    const now = this.#clock.mono();
    for (const { mono } of this.#lines.get(scope)?.values() ?? []) {
      if (now - mono < QUIET_MS) return true;
    }
    return false;
  }

  /** The same of when something was said: a street that is back by now may have been silent then. */
  silentThen(scope: Scope, when: Moment): EpochMs | null {
    return this.silentSince(scope) ?? this.#silences.then(scope, when, CARETAKING_AFTER_MS);
  }

  /** Since when, if it is long enough for caretaking. A district just started has not listened long enough. */
  silentSince(scope: Scope): EpochMs | null {
    if (!scope.startsWith('street:')) return null;
    // While we were down ourselves nobody was silent.
    const since = Math.max(this.lastSeen(scope) ?? 0, this.#startedAt);
    return this.#clock.wall() - since >= CARETAKING_AFTER_MS ? since : null;
  }
}
