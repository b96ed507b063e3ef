import type { Looked } from '../../domain/operation/accessArgs.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { MINUTE_MS, type Clock } from '../../kernel/time.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import type { Submit } from '../commandBus.ts';

/** Whoever looks at the same thing again so soon is still looking. */
export const SAME_LOOK_MS = 10 * MINUTE_MS;

export type Look = {
  readonly person: string;
  readonly caseId: string;
  readonly what: Looked;
  readonly why: string;
};

export type NotePorts = {
  readonly clock: Pick<Clock, 'mono'>;
  readonly submit: (input: Submit) => Promise<Result<unknown, WireError>>;
};

type Known = { readonly at: number; readonly noted: Promise<Result<null, WireError>> };

/**
 * Writes down who looks at what, before it is shown: the note stands in the outbox like any act when `note`
 * resolves, and where it cannot be written nothing is shown. One note for the same person, case, thing
 * and reason within ten minutes; kept in memory only, so a restart writes one more and never one less.
 */
export class AccessNotes {
  readonly #ports: NotePorts;
  readonly #known = new Map<string, Known>();

  constructor(ports: NotePorts) {
    this.#ports = ports;
  }

  note(look: Look): Promise<Result<null, WireError>> {
    const now = this.#ports.clock.mono();
    this.#forgetBefore(now - SAME_LOOK_MS);
    const key = JSON.stringify([look.person, look.caseId, look.what, look.why]);
    const known = this.#known.get(key);
    if (known !== undefined) return known.noted;
    const noted = this.#written(look);
    this.#known.set(key, { at: now, noted });
    const forget = (): void => {
      if (this.#known.get(key)?.noted === noted) this.#known.delete(key);
    };
    noted.then((done) => {
      if (!done.ok) forget();
    }, forget);
    return noted;
  }

  async #written({ caseId, what, why }: Look): Promise<Result<null, WireError>> {
    const args = { what, case: caseId, why };
    const done = await this.#ports.submit({ kind: 'access.note', caseId: null, args });
    return done.ok ? ok(null) : done;
  }

  /** In the order in which they were made: the oldest stands first. */
  #forgetBefore(oldest: number): void {
    for (const [key, { at }] of this.#known) {
      if (at > oldest) return;
      this.#known.delete(key);
    }
  }
}
