import type { Push } from '#core/district/push.ts';
import type { CommitBatch, DistrictStore } from '#core/district/store/districtStore.ts';
import { must } from '#core/kernel/assert.ts';

/** So many turns of the event loop decide a batch that nobody keeps waiting. */
const TICKS = 200;

/** Stands between a decider and its store: holds commits back, lets some fail, and writes down what happens. */
export class HeldCommits {
  /** Commits begun and written, acts looked up before they are decided, answers that came. */
  readonly events: string[] = [];
  readonly #watchers = new Set<() => void>();
  #held: Promise<void> = Promise.resolve();
  #letGo: () => void = () => undefined;
  #fails: (batch: CommitBatch) => boolean = () => false;
  #begun = 0;
  #open = 0;

  constructor(store: DistrictStore) {
    const commit = store.commit.bind(store);
    const knownByIds = store.knownByIds.bind(store);
    Object.assign(store, {
      commit: (batch: CommitBatch) => this.#commit(batch, commit),
      knownByIds: (opIds: readonly string[]) => {
        for (const opId of opIds) this.#note(`asked ${opId}`);
        return knownByIds(opIds);
      },
    });
  }

  /** From now on nothing is written until `letAll`; some of it fails then. */
  hold(fails: (batch: CommitBatch) => boolean = () => false): void {
    this.#fails = fails;
    this.#held = new Promise((resolve) => (this.#letGo = resolve));
  }

  letAll(): void {
    this.#letGo();
  }

  begun(no: number): Promise<void> {
    return this.#seen(`begun ${no}`);
  }

  /** The decider has taken up a batch. */
  takenUp({ ops }: Push): Promise<void> {
    return this.#seen(`asked ${must(ops[0], 'an act').opId}`);
  }

  /** Long enough for a batch to be decided by whoever waits for nothing. */
  async whileAnyoneCouldDecide(): Promise<void> {
    for (let i = 0; i < TICKS; i += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Notes when an answer comes, whatever it is. */
  told<T>(name: string, answer: Promise<T>): Promise<T> {
    const note = (): void => {
      this.#note(`told ${name}`);
    };
    answer.then(note, note);
    return answer;
  }

  /** What happened of these, in the order in which it did. */
  order(...names: readonly string[]): readonly string[] {
    return this.events.filter((event) => names.includes(event));
  }

  async #commit(batch: CommitBatch, commit: (batch: CommitBatch) => Promise<void>): Promise<void> {
    this.#begun += 1;
    const no = this.#begun;
    this.#open += 1;
    try {
      if (this.#open > 1) throw new Error('two turns are written at once');
      this.#note(`begun ${no}`);
      await this.#held;
      if (this.#fails(batch)) throw new Error('not taken');
      await commit(batch);
      this.#note(`written ${no}`);
    } finally {
      this.#open -= 1;
    }
  }

  #note(event: string): void {
    this.events.push(event);
    for (const look of [...this.#watchers]) look();
  }

  #seen(event: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.events.includes(event)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }
}
