import { describe, expect, it } from 'vitest';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { BugError } from '../kernel/assert.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { AppError } from '../protocol/errors.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import { decideApart } from './poison.ts';
import type { Part, Push, PushAnswer } from './push.ts';

/** A decider that has some of a push already and fails at one act of it. */
class Decider {
  readonly kept: string[] = [];
  readonly push: Push;
  tries = 0;
  #have: number;
  readonly #at: string;
  readonly #fail: (part: Part) => unknown;

  constructor(ids: string, have: number, failing: { at: string; fail: (part: Part) => unknown }) {
    const ops = [...ids].map((opId) => ({ opId }) as AnyOperation);
    this.push = { device: 'd', replica: 'r', incarnation: 1, ops, sig: '' };
    this.#have = have;
    this.#at = failing.at;
    this.#fail = failing.fail;
  }

  async answered(cause: unknown): Promise<unknown> {
    const answer = await decideApart(this.push, cause, {
      attempt: (part) => Promise.resolve(this.#attempt(part)),
      onKept: ({ opId }) => this.kept.push(opId),
    });
    if (!answer.ok) return answer.error;
    const { value } = answer;
    return value.kind === 'decided' ? value.decisions.map(({ opId }) => opId).join('') : value;
  }

  #attempt(part: Part): Result<PushAnswer, unknown> {
    this.tries += 1;
    const fresh = this.push.ops.slice(this.#have, this.#have + part.count);
    const cause = fresh.some(({ opId }) => opId === this.#at) ? this.#fail(part) : null;
    if (cause !== null) return err(cause);
    this.#have += fresh.length;
    const decisions = this.push.ops.slice(0, this.#have);
    return ok({ kind: 'decided', decisions: decisions as unknown as WireDecision[] });
  }
}

const full = new AppError('storage/full');
const odd = new Error('nobody thought of it');
const bug = new BugError('a claim');

describe('a push of which the whole cannot be decided', () => {
  it('is decided around the act that breaks a claim of ours, which is kept', async () => {
    for (const ids of ['x', 'xab', 'abx', 'abxcdef']) {
      const fail = ({ isKeptOnly }: Part): unknown => (isKeptOnly ? null : bug);
      const decider = new Decider(ids, 0, { at: 'x', fail });
      expect(await decider.answered(bug)).toBe(ids);
      expect(decider.kept).toEqual(['x']);
    }
  });

  it('is answered as far as it goes when the act cannot even be kept, or it is not its own fault', async () => {
    for (const cause of [bug, odd]) {
      const decider = new Decider('abxcd', 0, { at: 'x', fail: () => cause });
      expect(await decider.answered(cause)).toBe('ab');
      expect(await decider.answered(cause)).toBe('ab');
      expect(decider.kept).toEqual([]);
    }
  });

  it('fails when nothing stands before that act', async () => {
    const decider = new Decider('xcd', 0, { at: 'x', fail: () => odd });
    expect(await decider.answered(odd)).toBe(odd);
  });

  it('is tried no further while the disk is full, and what was decided long ago is told', async () => {
    const again = new Decider('abx', 2, { at: 'x', fail: () => full });
    expect(await again.answered(full)).toBe('ab');
    const first = new Decider('xab', 0, { at: 'x', fail: () => full });
    expect(await first.answered(full)).toBe(full);
    expect([again.tries, first.tries]).toEqual([1, 1]);
    expect([...again.kept, ...first.kept]).toEqual([]);
  });
});
