import { expect, it } from 'vitest';
import type { District } from '#core/district/openDistrict.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { createRng, pick, type Rng } from '#core/kernel/rng.ts';
import { AppError } from '#core/protocol/errors.ts';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import { describeTurns } from './turnsContract.ts';

describeTurns('a file', (place) => place.open());

const ticks = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A disk that takes its time and refuses a commit now and then, and one day all of them no more. */
function moodyDisk({ store }: District, rng: Rng): { readonly mend: () => void } {
  const commit = store.commit.bind(store);
  let isMended = false;
  Object.assign(store, {
    commit: async (batch: Parameters<typeof commit>[0]) => {
      if (!isMended) await ticks(rng.int(30));
      if (!isMended && rng.next() < 0.2) throw new AppError('storage/io', { retry: 'backoff' });
      await commit(batch);
      if (!isMended) await ticks(rng.int(10));
    },
  });
  return { mend: () => (isMended = true) };
}

/** What a console does: keeps what is not answered and sends it again, some of it more often than needed. */
class Sending {
  readonly #author: Author;
  readonly #by: string;
  readonly #made: AnyOperation[] = [];
  /** What was answered of each act, every time. */
  readonly answers = new Map<string, string[]>();
  #sent = 0;

  constructor(author: Author, by: string) {
    this.#author = author;
    this.#by = by;
  }

  act(rng: Rng, cases: string[]): void {
    const by = this.#by;
    const isNew = cases.length < 2 || rng.next() < 0.1;
    const caseId = isNew ? newCaseId() : pick(rng, cases);
    if (isNew) {
      cases.push(caseId);
      const args = creation({ next: 'file' });
      this.#made.push(this.#author.make({ kind: 'case.create', caseId, args, by }));
      return;
    }
    const seen = [1 + rng.int(6), 0] as const;
    const note = {
      kind: 'case.note',
      caseId,
      args: { text: 'x', public: false },
      by,
      seen,
    } as const;
    const args = { field: 'title', from: '路面坑洼', to: `${by}${rng.int(3)}` } as const;
    const edit = { kind: 'case.edit', caseId, args, by, seen } as const;
    this.#made.push(rng.next() < 0.5 ? this.#author.make(note) : this.#author.make(edit));
  }

  get isAnswered(): boolean {
    return this.#made.every(({ opId }) => this.answers.has(opId));
  }

  async send(district: District, from = this.#sent): Promise<void> {
    const ops = this.#made.slice(from);
    if (ops.length === 0) return;
    this.#sent = this.#made.length;
    const answer = await district.core.push(this.#author.batch(ops)).catch(() => null);
    if (answer?.kind === 'decided') await this.#answered(district, answer.decisions);
    else this.#sent = Math.min(this.#sent, from);
  }

  async #answered(
    { store }: District,
    decisions: readonly { readonly opId: string; readonly serverSeq: number }[],
  ): Promise<void> {
    const written = await store.knownByIds(decisions.map(({ opId }) => opId));
    expect(written).toHaveLength(decisions.length);
    for (const decision of decisions) {
      const told = this.answers.get(decision.opId) ?? [];
      this.answers.set(decision.opId, [...told, JSON.stringify(decision)]);
    }
  }
}

const verdicts = (entries: readonly LogEntry[]): readonly unknown[] =>
  entries
    .filter(({ op }) => op.replica.startsWith('rep-'))
    .map(({ op, decision: { outcome, rule, reason, ver, at } }) => [
      op.opId,
      outcome,
      rule,
      reason,
      ver,
      at,
    ]);

it.each([1, 2, 3])(
  'I-03, I-04, I-08: whatever the disk does, all is decided once, as if one by one (seed %i)',
  async (seed) => {
    const rng = createRng(`turns ${seed}`);
    const [place, beside] = [await smallPlace(), await smallPlace()];
    const district = await place.open();
    const oneByOne = await beside.open();
    try {
      const authors = [
        new Author('hall', 'district', place.clock),
        new Author('desk', 'district', place.clock),
        new Author('a', `street:${STREET_A}`, place.clock),
      ];
      for (const author of authors) await author.enrol(district);
      const disk = moodyDisk(district, rng.fork('disk'));
      const senders = authors.map((one, i) => new Sending(one, ['opd', 'did', 'dia'][i] ?? ''));
      const cases: string[] = [];
      const under: Promise<void>[] = [];
      for (let step = 0; step < 120; step += 1) {
        const sender = pick(rng, senders);
        for (let i = rng.int(3); i >= 0; i -= 1) sender.act(rng, cases);
        const isFromStart = rng.next() < 0.1;
        under.push(isFromStart ? sender.send(district, 0) : sender.send(district));
        await ticks(rng.int(20));
      }
      disk.mend();
      await Promise.all(under);
      for (const sender of senders) await sender.send(district, 0);
      expect(senders.map(({ isAnswered }) => isAnswered)).toEqual([true, true, true]);
      const told = senders.flatMap(({ answers }) => [...answers.values()]);
      expect(told.every((all) => new Set(all).size === 1)).toBe(true);

      const log = await district.store.log(0, 10_000);
      expect(log.map(({ decision }) => decision.serverSeq)).toEqual(log.map((_, i) => i + 1));
      expect(district.core.state.head.chain).toBe(log.at(-1)?.chain);
      for (const author of authors) await author.enrol(oneByOne);
      for (const { op } of log) {
        const author = authors.find(({ replica }) => replica === op.replica);
        if (author !== undefined) await oneByOne.core.push(author.batch([op]));
      }
      expect(verdicts(log)).toEqual(verdicts(await oneByOne.store.log(0, 10_000)));
    } finally {
      await district.close();
      await oneByOne.close();
      await place.remove();
      await beside.remove();
    }
  },
);
