import type { CaseId, PersonId } from '../domain/operation/identity.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { assert } from '../kernel/assert.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import { CaseTexts } from './caseTexts.ts';
import type { CorePorts } from './corePorts.ts';
import { correctedTime } from './correctedTime.ts';
import { DistrictNumbers } from './districtNumbers.ts';
import { DistrictState } from './districtState.ts';
import { deferredCreation, isSigned, knownElsewhere, storedAgain } from './knownDecisions.ts';
import type { ProgramAct } from './programAuthor.ts';
import { WHOLE } from './push.ts';
import type { Device, Part, Push, PushAnswer } from './push.ts';
import { Replays } from './replays.ts';
import { sequence, sequenceAgain } from './sequencer.ts';
import type { SequencerPorts } from './sequencer.ts';
import type { Staged } from './staged.ts';
import type { LogEntry } from './store/districtStore.ts';
import type { Task } from './turnTask.ts';
import { Turns } from './turns.ts';
import { unseenOf, type Here } from './unseen.ts';
import { wireDecision } from './wireDecision.ts';
import { CHAIN_START, verifyPush } from './verifyPush.ts';
import type { ChainEnd } from './verifyPush.ts';

/** So long an act waits for what its author had seen of a case before the district lost it. */
const AWAITED_MS = DAY_MS;

type Sender = {
  readonly push: Push;
  readonly device: Device;
  readonly isKeptOnly: boolean;
  readonly texts: ReadonlyMap<AnyOperation, string>;
};

/**
 * The one decider of a district: what becomes of an operation. When, and what of it is on disk before anybody is
 * told, is a matter of its turns.
 */
export class DistrictCore {
  readonly state: DistrictState;
  readonly #ports: CorePorts;
  readonly #sequencer: SequencerPorts;
  readonly #numbers: DistrictNumbers;
  readonly #replays: Replays;
  readonly #turns: Turns;

  private constructor(ports: CorePorts, state: DistrictState) {
    this.#ports = ports;
    this.state = state;
    this.#replays = new Replays(state.waiting, {
      attempt: (again) => this.#turns.attempt([{ push: null, acts: [], numberless: [], again }]),
      onFailed: ports.onBug,
    });
    this.#turns = new Turns({
      ...ports,
      state,
      replays: this.#replays,
      answer: (task, staged) => this.#answer(task, staged),
    });
    const { store, clock, program } = ports;
    this.#numbers = new DistrictNumbers(ports.numbers, {
      store,
      clock,
      state,
      replica: program.replica,
    });
    this.#sequencer = {
      ...ports,
      caseTexts: new CaseTexts(ports.hashing),
      grantsOf: (person) => state.grantsOf(person),
      numberDoubt: (op, staged) => this.#numbers.doubtOf(op, staged),
    };
  }

  static async open(ports: CorePorts): Promise<DistrictCore> {
    return new DistrictCore(ports, await DistrictState.load(ports.store));
  }

  push(push: Push): Promise<PushAnswer> {
    return this.#turns.ask({ push, acts: [], numberless: [] });
  }

  /** Acts of the district's own program: leases, call logs, enrolments. Same path, no signature. */
  async act(acts: readonly ProgramAct[]): Promise<readonly WireDecision[]> {
    const answer = await this.#turns.ask({ push: null, acts, numberless: [] });
    assert(answer.kind === 'decided', 'the program is never refused by its own chain');
    return answer.decisions;
  }

  /** Gives these cases the numbers that they lack. A case made by a push has one when its turn ends. */
  async number(numberless: readonly CaseId[]): Promise<void> {
    await this.#turns.ask({ push: null, acts: [], numberless });
  }

  /** Highest gapless decided rseq of an incarnation. */
  have(replica: string, incarnation: number): number {
    return this.state.marks.get(`${replica}#${incarnation}`)?.rseq ?? 0;
  }

  isQuarantined(replica: string, incarnation: number): boolean {
    return (this.state.marks.get(`${replica}#${incarnation}`)?.quarantinedAt ?? null) !== null;
  }

  /**
   * Decides again what stands deferred: at most so many, and the next time the others; or what somebody said, whose
   * login may prove where he sat in hours that a restore lost.
   */
  async replayWaiting(which: number | PersonId): Promise<void> {
    if (typeof which === 'number') this.#replays.addNext(which);
    else this.#replays.addOf(which);
    await this.#turns.wake();
  }

  /** Nothing is being decided any more, also of what followed from what was answered. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  close(): Promise<void> {
    return this.#turns.close();
  }

  async #answer(task: Task, staged: Staged): Promise<PushAnswer> {
    const { push, acts, numberless, part = WHOLE, again } = task;
    if (push !== null) return this.#judge(push, part, staged);
    if (again !== undefined) await this.#decideAgain(again, staged);
    const decisions: WireDecision[] = [];
    for (const act of acts) decisions.push(await this.#actNow(act, staged));
    for (const caseId of numberless) await this.#number(caseId, staged);
    return { kind: 'decided', decisions };
  }

  async #judge(push: Push, part: Part, staged: Staged): Promise<PushAnswer> {
    const device = this.#deviceOf(push);
    if (device === null) return { kind: 'refused', code: 'sync/not-enrolled' };
    if (!isSigned(push, device)) return { kind: 'refused', code: 'sync/bad-batch' };
    const mark = staged.mark(push.replica, push.incarnation);
    const isQuarantined = (mark?.quarantinedAt ?? null) !== null;
    if (isQuarantined) return { kind: 'refused', code: 'sync/fork' };
    const verdict = verifyPush(push.ops, mark ?? CHAIN_START, this.#ports.hashing);
    if (verdict.kind === 'gap') return verdict;
    if (verdict.kind === 'bad') return { kind: 'refused', code: 'sync/bad-batch' };
    if (verdict.kind === 'fork') return this.#fork(push, staged);
    const again = await storedAgain(push, verdict.resent, { store: this.#ports.store, staged });
    if (again === null) return this.#fork(push, staged);
    const { isKeptOnly } = part;
    const fresh = verdict.fresh.slice(0, part.count);
    const { texts } = verdict;
    const decisions = await this.#decideAll(fresh, { push, device, isKeptOnly, texts }, staged);
    if (decisions === null) return { kind: 'refused', code: 'sync/bad-batch' };
    return { kind: 'decided', decisions: [...again, ...decisions] };
  }

  #deviceOf(push: Push): Device | null {
    const device = this.#ports.device(push.device, this.state);
    return device?.replica === push.replica ? device : null;
  }

  /** Null, and nothing staged, when one bears the id of another replica's. */
  async #decideAll(
    ops: readonly AnyOperation[],
    from: Sender,
    staged: Staged,
  ): Promise<WireDecision[] | null> {
    const known = await knownElsewhere(ops, { store: this.#ports.store, staged });
    if (known === null) return null;
    const decisions: WireDecision[] = [];
    for (const op of ops) {
      const before = known.get(op.opId);
      if (before === undefined) decisions.push(await this.#decide(op, from, staged));
      else {
        this.#advance(op, before.at, staged);
        decisions.push(wireDecision(op.opId, op.rseq, before));
      }
    }
    return decisions;
  }

  #here(staged: Staged): Here {
    return { staged, epoch: this.#ports.epoch() };
  }

  async #decide(op: AnyOperation, from: Sender, staged: Staged): Promise<WireDecision> {
    const receivedAt = this.#ports.clock.wall();
    const { at, errMs } = correctedTime(op.t, {
      receivedAt,
      previousAt: staged.mark(op.replica, op.incarnation)?.at ?? null,
      sentAt: from.push.sentAt ?? null,
      rate: this.#ports.rate,
    });
    const unseen = await unseenOf(op, this.#here(staged), this.#ports.store);
    const { device, person = null, people = [] } = from.push;
    const present = person === null ? people : [person, ...people];
    const sender = { device, present, scope: from.device.scope };
    const { isKeptOnly } = from;
    const unmade = deferredCreation(op, { waiting: this.state.waiting, staged });
    const text = from.texts.get(op);
    const submitted = { op, text, at, errMs, receivedAt, sender, ...unseen, isKeptOnly, unmade };
    const { decision, followUps } = sequence(submitted, staged, this.#sequencer);
    this.#advance(op, at, staged);
    for (const followUp of followUps) await this.#actNow({ ...followUp, at }, staged);
    if (op.kind === 'case.create' && op.caseId !== null) await this.#number(op.caseId, staged);
    return wireDecision(op.opId, op.rseq, decision);
  }

  /**
   * Judged as it would have been then: what its author said, the time that was found, his rights of that time.
   * Nobody is present: what only somebody present may say is not carried out behind his back.
   */
  async #decideAgain({ op, decision, receivedAt }: LogEntry, staged: Staged): Promise<void> {
    const { program, placeOf } = this.#ports;
    const place = op.replica === program.replica ? null : placeOf(op.replica, this.state);
    if (place === null && op.replica !== program.replica) return;
    const { at, errMs, serverSeq: first } = decision;
    const end: ChainEnd = staged.mark(program.replica, program.incarnation) ?? CHAIN_START;
    const again = { written: program.again(op, end), first };
    const sender = place === null ? null : { ...place, present: [] };
    const unseen = await unseenOf(op, this.#here(staged), this.#ports.store);
    const judgedAt = this.#ports.clock.wall();
    const asItStands = judgedAt - receivedAt > AWAITED_MS;
    const submitted = { op, at, errMs, receivedAt, judgedAt, sender, ...unseen, again, asItStands };
    const done = sequenceAgain(submitted, staged, this.#sequencer);
    if (done === null) return;
    this.#advance(again.written, at, staged);
    for (const followUp of done.followUps) await this.#actNow({ ...followUp, at }, staged);
    if (op.kind === 'case.create' && op.caseId !== null) await this.#number(op.caseId, staged);
  }

  /** The number follows in the transaction of its case: no restart comes between the two. */
  async #number(caseId: CaseId, staged: Staged): Promise<void> {
    await this.#held(caseId, staged);
    const doc = staged.doc(caseId);
    if (doc === null || doc.caseNo !== undefined) return;
    const next = await this.#numbers.next(staged);
    if (next === null) return;
    if (next.lease !== null) await this.#actNow(next.lease, staged);
    const args = { caseNo: next.caseNo };
    await this.#actNow({ kind: 'case.number', caseId, args }, staged);
  }

  async #held(caseId: CaseId, staged: Staged): Promise<void> {
    if (staged.case(caseId) !== undefined) return;
    this.state.hold(await this.#ports.store.cases([caseId]));
  }

  async #actNow(act: ProgramAct, staged: Staged): Promise<WireDecision> {
    if (act.caseId !== null) await this.#held(act.caseId, staged);
    const { replica, incarnation } = this.#ports.program;
    const mark = staged.mark(replica, incarnation);
    const end: ChainEnd = mark ?? CHAIN_START;
    const receivedAt = this.#ports.clock.wall();
    const at = act.at ?? receivedAt;
    const ver = act.caseId === null ? 0 : (staged.doc(act.caseId)?.ver ?? 0);
    const op = this.#ports.program.author(act, { end, at, ver });
    const submitted = { op, at, errMs: 0, receivedAt, sender: null, unseen: [] };
    const { decision, followUps } = sequence(submitted, staged, this.#sequencer);
    this.#advance(op, at, staged);
    // What comes to a case that was merged goes on to where that one was merged into.
    for (const followUp of followUps) await this.#actNow({ ...followUp, at }, staged);
    return wireDecision(op.opId, op.rseq, decision);
  }

  #advance(op: AnyOperation, at: number, staged: Staged): void {
    const { replica, incarnation, rseq, hash } = op;
    staged.setMark({ replica, incarnation, rseq, hash, at, quarantinedAt: null });
  }

  #fork(push: Push, staged: Staged): PushAnswer {
    const { replica, incarnation } = push;
    const mark = staged.mark(replica, incarnation);
    // A first batch that continues a chain nobody knows: no fork, for there is nothing to contradict.
    if (mark === undefined) return { kind: 'refused', code: 'sync/bad-batch' };
    staged.setMark({ ...mark, quarantinedAt: this.#ports.clock.wall() });
    this.#ports.onFork(replica, incarnation);
    return { kind: 'refused', code: 'sync/fork' };
  }
}
