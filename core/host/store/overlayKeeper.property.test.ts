import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CASE_ID, openHub, townReference, type Hub } from '../../domain/case/caseBuilders.ts';
import { createArgs, EAST } from '../../domain/case/caseBuilders.ts';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { saying, type SayingName } from '../../domain/case/caseSayings.ts';
import { refusalBefore } from '../../domain/decide.ts';
import type { AnyBody, AnyOperation } from '../../domain/operation/operation.ts';
import type { WireEvent } from '../../protocol/sync/frames.ts';
import type { Overlay } from '../../sync/overlay.ts';
import { OverlayKeeper, decidedHere } from './overlayKeeper.ts';
import { RecordBook } from './recordBook.ts';

const RUNS = 400;
const SAID: readonly SayingName[] = [
  'note',
  'tag noise',
  'file as deep',
  'dispatch roads',
  'dispatch water',
  'roads sign',
  'roads leave',
  'roads arrive',
  'roads done',
  'roads return',
  'grant the return',
  'check passed',
  'check failed',
  'close',
  'call back, unsolved',
  'raise to urgent',
  'recall roads',
  'add green',
  'void',
];

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('own' as const), at: fc.nat(99) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('other' as const), at: fc.nat(99) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('decide' as const), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('page' as const), at: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** One console and its district: what is made here, decided there, answered and paged in any order. */
class Desk {
  readonly hub: Hub = openHub();
  readonly keeper = new OverlayKeeper(new RecordBook(), () => townReference);
  readonly docs: CaseDoc[] = [];
  readonly made: AnyOperation[] = [];
  /** Of the district's log, how much has come by pages. */
  paged = 1;
  decided = 0;
  answered = 0;

  constructor() {
    const by = `operator3@${EAST}`;
    this.hub.say({ by, kind: 'case.create', args: createArgs() });
    this.docs.push(this.hub.doc());
  }

  take({ kind, at }: Step): void {
    if (kind === 'own') this.act(nameAt(at));
    if (kind === 'other') this.other(nameAt(at));
    if (kind === 'decide') for (let i = 0; i < at; i += 1) this.decide();
    if (kind === 'answer') for (let i = 0; i < at; i += 1) this.answer();
    if (kind === 'page') this.paged = Math.min(this.docs.length, this.paged + at);
  }

  act(name: SayingName): void {
    const shown = this.view().doc;
    const said = shown === null ? null : saidBy(name, { ...this.hub, doc: () => shown }, 1);
    if (said === null) return;
    const { ver } = this.confirmed();
    const own = this.keeper.pendingOf(CASE_ID).length;
    const body = { ...this.hub.body(said), opId: `own-${this.made.length}` } as AnyBody;
    const op = {
      ...body,
      bases: [{ of: `case:${CASE_ID}`, ver, own }],
      replica: 'me',
      incarnation: 1,
      rseq: this.made.length + 1,
      prevHash: '',
      hash: '',
    } as AnyOperation;
    const facts = { ...this.hub.facts(), doc: shown, unseen: [], cutOff: true };
    if (refusalBefore(op, facts) !== null) return;
    this.made.push(op);
    this.keeper.add(op);
  }

  other(name: SayingName): void {
    const said = saidBy(name, this.hub, 2);
    if (said === null) return;
    this.hub.say(said);
    this.#logged();
  }

  /** The district takes the oldest of what this console has made. */
  decide(): string | null {
    const op = this.made[this.decided];
    if (op === undefined) return null;
    const seen = op.bases[0]?.ver ?? 0;
    const mine = this.made.map(({ opId }) => opId);
    const { outcome } = this.hub.adopt(op, { seen, mine });
    this.decided += 1;
    this.#logged();
    return outcome;
  }

  answer(): void {
    const op = this.made[this.answered];
    if (op === undefined || this.answered >= this.decided) return;
    this.answered += 1;
    const event = this.events().find((one) => (one.op as AnyOperation).opId === op.opId);
    if (event === undefined) return;
    const { ver, outcome } = event;
    this.keeper.decided([{ opId: op.opId, ver, outcome }]);
  }

  confirmed(): CaseDoc {
    const doc = this.docs[this.paged - 1];
    if (doc === undefined) throw new Error('nothing has come');
    return doc;
  }

  view(): Overlay {
    const events = this.events().slice(0, this.paged);
    this.keeper.shownBy(CASE_ID, events);
    const { pending } = this.keeper.settle(CASE_ID, { ver: this.confirmed().ver, isStub: false });
    return this.keeper.fold(this.confirmed(), { pending, decided: events.map(decidedHere) });
  }

  events(): WireEvent[] {
    return this.hub.log().map(({ op, outcome, ver, at, holderBefore }) => {
      return { op, outcome, ver, at, holderBefore } as unknown as WireEvent;
    });
  }

  #logged(): void {
    while (this.docs.length < this.hub.log().length) this.docs.push(this.hub.doc());
  }
}

function nameAt(at: number): SayingName {
  return SAID[at % SAID.length] ?? 'note';
}

/** Null where there is nothing on the case that it could be said of. */
function saidBy(name: SayingName, hub: Hub, who: 1 | 2): ReturnType<typeof saying> | null {
  try {
    return saying(name, hub, who);
  } catch {
    return null;
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 40 });

it('I-05, I-07: an own act is shown until the confirmed case has it, and is counted once', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const desk = new Desk();
      for (const one of taken) {
        desk.take(one);
        const { doc } = desk.view();
        const pending = desk.keeper.pendingOf(CASE_ID);
        const shown = new Set([
          ...pending.map(({ op }) => op.opId),
          ...desk
            .events()
            .slice(0, desk.paged)
            .map(({ op }) => (op as AnyOperation).opId),
        ]);
        expect(desk.made.filter(({ opId }) => !shown.has(opId))).toEqual([]);
        expect(doc?.ver).toBe(desk.confirmed().ver + pending.length);
      }
    }),
    { numRuns: RUNS },
  );
});

it('I-06: when everything is decided, answered and paged, what is shown is what the district has', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const desk = new Desk();
      for (const one of taken) desk.take(one);
      while (desk.decide() !== null);
      desk.paged = desk.docs.length;
      for (let i = 0; i < taken.length; i += 1) desk.answer();
      expect(desk.view().doc).toEqual(desk.hub.doc());
      expect(desk.keeper.cases()).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it('what is shown of waiting acts is what the district makes of them, when nothing comes between', () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const desk = new Desk();
      for (const one of taken) desk.take(one);
      desk.paged = desk.docs.length;
      const { decisions } = desk.view();
      const waiting = desk.keeper.pendingOf(CASE_ID).map(({ op }) => op.opId);
      const outcomes: string[] = [];
      for (let done = desk.decide(); done !== null; done = desk.decide()) outcomes.push(done);
      expect(waiting).toHaveLength(outcomes.length);
      expect(decisions.map(({ outcome }) => outcome)).toEqual(outcomes);
    }),
    { numRuns: RUNS },
  );
});
