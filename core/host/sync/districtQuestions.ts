import { AppError } from '../../protocol/errors.ts';
import type { FetchedCase } from '../../sync/syncPorts.ts';
import type { ConsoleCore } from '../consoleCore.ts';

const COMPLETED_MAX = 2_000;

/** What a console asks the district for because its replica does not hold it. */
export class DistrictQuestions {
  readonly #core: ConsoleCore;
  readonly #completed = new Set<string>();
  #wall: unknown = null;

  constructor(core: ConsoleCore) {
    this.#core = core;
  }

  /** Steps of a case that came without its history are fetched when somebody looks. */
  completeTimeline(caseId: string): void {
    const { engine, replica } = this.#core;
    if (!this.#core.isOnline() || this.#completed.has(caseId)) return;
    this.#completed.add(caseId);
    const [oldest] = this.#completed;
    if (this.#completed.size > COMPLETED_MAX && oldest !== undefined) {
      this.#completed.delete(oldest);
    }
    void engine
      .ask({ f: 'ask', name: 'case.get', input: { caseId } })
      .then(async (answer) => {
        // Asked again when somebody looks again.
        if (!answer.ok) this.#completed.delete(caseId);
        else await replica.replaceCase({ ...(answer.value as unknown as FetchedCase), caseId });
      })
      .catch(() => this.#completed.delete(caseId));
  }

  /** The replica begins anew: what was completed in it is gone. */
  forget(): void {
    this.#completed.clear();
  }

  /** The district's own figures for the wall; the last known ones while the line is cut. */
  async wall(): Promise<unknown> {
    if (this.#core.isOnline()) {
      const answer = await this.#core.engine.ask({ f: 'ask', name: 'wall', input: {} });
      if (answer.ok) this.#wall = answer.value;
    }
    if (this.#wall === null) throw new AppError('session/needs-line');
    return this.#wall;
  }
}
