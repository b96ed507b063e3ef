import { BoundedMap } from '../../kernel/bounded.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import { treeHashing } from '../../node/treeHashing.ts';
import { AppError } from '../../protocol/errors.ts';
import type { FetchedCase } from '../../sync/syncPorts.ts';
import { HeadBook } from '../audit/headBook.ts';
import { HeadWitness } from '../audit/headWitness.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { Topic } from '../views/viewHub.ts';

const COMPLETED_MAX = 2_000;
const LOOKED_MS = HOUR_MS;

type Told = { readonly log: Log; readonly touch: (topics: readonly Topic[]) => void };

/** What a console asks the district for because its replica does not hold it. */
export class DistrictQuestions {
  readonly #core: ConsoleCore;
  readonly #completed = new BoundedMap<string, true>(COMPLETED_MAX);
  readonly #coming = new Set<string>();
  readonly #lookedAt = new BoundedMap<string, number>(COMPLETED_MAX);
  /** What the district signs about its log, held against what this console has seen of it. */
  readonly heads: HeadWitness;
  #wall: unknown = null;

  constructor(core: ConsoleCore, { log, touch }: Told) {
    this.#core = core;
    this.heads = new HeadWitness({
      book: new HeadBook(core.files.desk),
      askProof: (older, newer) =>
        core.engine.ask({ f: 'ask', name: 'audit.proof', input: { older, newer } }),
      treeHashing,
      now: () => core.now(),
      log,
      onDoubt: () => {
        touch(['alarms']);
      },
    });
  }

  /** Steps of a case that came without its history are fetched when somebody looks. */
  completeTimeline(caseId: string): void {
    const { engine, replica } = this.#core;
    if (!this.#core.isOnline() || this.#completed.has(caseId)) return;
    this.#completed.set(caseId, true);
    void engine
      .ask({ f: 'ask', name: 'case.get', input: { caseId } })
      .then(async (answer) => {
        // Asked again when somebody looks again.
        if (!answer.ok) this.#completed.delete(caseId);
        else await replica.replaceCase({ ...(answer.value as unknown as FetchedCase), caseId });
      })
      .catch(() => this.#completed.delete(caseId));
  }

  /**
   * A case that ended long ago is kept whole at the district alone: it is asked for when somebody opens it.
   * Says whether it comes, or why not now.
   */
  fetchCold(caseId: string): 'coming' | 'cut' {
    const { engine, replica } = this.#core;
    if (!this.#core.isOnline()) return 'cut';
    if (this.#coming.has(caseId)) return 'coming';
    this.#coming.add(caseId);
    void engine
      .ask({ f: 'ask', name: 'case.get', input: { caseId } })
      .then(async ({ ok, value }) => {
        this.looked(caseId);
        if (ok) await replica.replaceCase({ ...(value as unknown as FetchedCase), caseId });
      })
      .catch(() => undefined)
      .finally(() => this.#coming.delete(caseId));
    return 'coming';
  }

  /** Somebody reads it: it stays whole for a while. */
  looked(caseId: string): void {
    this.#lookedAt.set(caseId, this.#core.clock.mono());
  }

  isLookedAt(caseId: string): boolean {
    const at = this.#lookedAt.get(caseId);
    return at !== undefined && this.#core.clock.mono() - at < LOOKED_MS;
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
