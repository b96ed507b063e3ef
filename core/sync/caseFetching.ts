import type { AskByName, FetchedCase, ReplicaPort } from './syncPorts.ts';

const FETCHES_MAX = 32;

type FetchingPorts = {
  readonly replica: Pick<ReplicaPort, 'replaceCase'>;
  readonly ask: AskByName;
  readonly wake: () => void;
};

/** Rows that do not fit are never patched further: the case is fetched whole, a few at a time. */
export class CaseFetching {
  readonly #ports: FetchingPorts;
  readonly #fetching = new Set<string>();

  constructor(ports: FetchingPorts) {
    this.#ports = ports;
  }

  forget(): void {
    this.#fetching.clear();
  }

  all(caseIds: readonly string[]): void {
    for (const caseId of caseIds) this.fetch(caseId);
  }

  fetch(caseId: string): void {
    if (this.#fetching.has(caseId) || this.#fetching.size >= FETCHES_MAX) return;
    this.#fetching.add(caseId);
    const done = (): void => {
      this.#fetching.delete(caseId);
      this.#ports.wake();
    };
    this.#ports
      .ask('case.get', { caseId })
      .then(async (answer) => {
        if (!answer.ok) return;
        const fetched = answer.value as unknown as FetchedCase;
        await this.#ports.replica.replaceCase({ ...fetched, caseId });
      })
      .then(done, done);
  }
}
