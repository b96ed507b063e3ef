import type { CaseId, PersonId } from '../domain/operation/identity.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { assert, must } from '../kernel/assert.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { DAY_MS } from '../kernel/time.ts';
import { AppError } from '../protocol/errors.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import type { CorePorts } from './corePorts.ts';
import { correctedTime } from './correctedTime.ts';
import { DistrictNumbers } from './districtNumbers.ts';
import { DistrictState, Staged } from './districtState.ts';
import { deferredCreation, isSigned, knownElsewhere, storedAgain } from './knownDecisions.ts';
import { prefetch } from './prefetch.ts';
import { decideApart, isLocked } from './poison.ts';
import type { ProgramAct } from './programAuthor.ts';
import { WHOLE, freshOf } from './push.ts';
import type { Device, Part, Push, PushAnswer } from './push.ts';
import { Replays } from './replays.ts';
import { sequence, sequenceAgain } from './sequencer.ts';
import type { SequencerPorts } from './sequencer.ts';
import type { LogEntry } from './store/districtStore.ts';
import type { Task, WaitingTask } from './turnTask.ts';
import { unseenOf } from './unseen.ts';
import { wireDecision } from './wireDecision.ts';
import { CHAIN_START, verifyPush } from './verifyPush.ts';
import type { ChainEnd } from './verifyPush.ts';

const TURN_OPS = 1_000;
/** So long an act waits for what its author had seen of a case before the district lost it. */
const AWAITED_MS = DAY_MS;

type Sender = { readonly push: Push; readonly device: Device; readonly isKeptOnly: boolean };

/**
 * The one decider of a district. Pushes wait in a queue; a turn takes as many as fit, decides them in
 * memory and commits everything that follows in one transaction. An answer is given after the commit, so
 * what was answered is on disk; a turn that fails leaves nothing behind, neither there nor here.
 */
export class DistrictCore {
  readonly state: DistrictState;
  readonly #ports: CorePorts;
  readonly #sequencer: SequencerPorts;
  readonly #numbers: DistrictNumbers;
  readonly #replays: Replays;
  #queue: WaitingTask[] = [];
  #running: Promise<void> | null = null;
  #isClosed = false;

  private constructor(ports: CorePorts, state: DistrictState) {
    this.#ports = ports;
    this.state = state;
    this.#replays = new Replays(state.waiting, {
      attempt: (again) => this.#attempt([{ push: null, acts: [], numberless: [], again }]),
      onFailed: ports.onBug,
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
      grantsOf: (person) => state.grantsOf(person),
      numberDoubt: (op, staged) => this.#numbers.doubtOf(op, staged),
    };
  }

  static async open(ports: CorePorts): Promise<DistrictCore> {
    return new DistrictCore(ports, await DistrictState.load(ports.store));
  }

  push(push: Push): Promise<PushAnswer> {
    return this.#enqueue({ push, acts: [], numberless: [] });
  }

  /** Acts of the district's own program: leases, call logs, enrolments. Same path, no signature. */
  async act(acts: readonly ProgramAct[]): Promise<readonly WireDecision[]> {
    const answer = await this.#enqueue({ push: null, acts, numberless: [] });
    assert(answer.kind === 'decided', 'the program is never refused by its own chain');
    return answer.decisions;
  }

  /** Gives these cases the numbers that they lack. A case made by a push has one when its turn ends. */
  async number(numberless: readonly CaseId[]): Promise<void> {
    await this.#enqueue({ push: null, acts: [], numberless });
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
    this.#running ??= this.#run();
    await this.#running;
  }

  /** Nothing is being decided any more, also of what followed from what was answered. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  #enqueue(task: Task): Promise<PushAnswer> {
    if (this.#isClosed) return Promise.reject(new AppError('link/closed', { retry: 'backoff' }));
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...task, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    // Let everything that arrived in this moment share one commit.
    await Promise.resolve();
    for (let isMore = true; isMore || this.#queue.length > 0;) {
      if (this.#queue.length > 0) await this.#turn(this.#takeTurn());
      isMore = await this.#replays.run();
    }
    this.#running = null;
  }

  #takeTurn(): WaitingTask[] {
    let ops = 0;
    let count = 0;
    for (const { push, acts, numberless } of this.#queue) {
      ops += (push?.ops.length ?? 0) + acts.length + numberless.length;
      if (count > 0 && ops > TURN_OPS) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #turn(waiting: readonly WaitingTask[]): Promise<void> {
    const tried = await this.#attempt(waiting);
    if (!tried.ok) return this.#failed(waiting, tried.error);
    for (const [i, answer] of tried.value.entries()) waiting[i]?.resolve(answer);
  }

  async #attempt(tasks: readonly Task[]): Promise<Result<PushAnswer[], unknown>> {
    const staged = new Staged(this.state);
    const answers: PushAnswer[] = [];
    try {
      const ops = tasks.flatMap(({ push, part, acts, again }) => [
        ...(push === null ? [] : freshOf(push, this.have(push.replica, push.incarnation), part)),
        ...acts,
        ...(again === undefined ? [] : [again.op]),
      ]);
      await prefetch(ops, staged, { state: this.state, store: this.#ports.store });
      for (const one of tasks) answers.push(await this.#answer(one, staged));
      const batch = staged.batch();
      if (batch.entries.length > 0 || batch.marks.length > 0) {
        await this.#ports.store.commit(batch);
        this.state.apply(batch, staged.taken);
      }
    } catch (cause) {
      return err(cause);
    }
    this.#tell(staged.entries);
    return ok(answers);
  }

  /**
   * What stopped a turn may be the fault of one of many: each is tried alone, so only that one fails. A locked
   * file is nobody's: every further try would wait for it anew, and all who stand behind would wait with it.
   */
  async #failed(waiting: readonly WaitingTask[], cause: unknown): Promise<void> {
    const isOneOfMany = waiting.length > 1 && !isLocked(cause);
    if (isOneOfMany) for (const one of waiting) await this.#turn([one]);
    else for (const one of waiting) await this.#failedAlone(one, cause);
  }

  /** What no disk will take is told apart from the acts around it. */
  async #failedAlone(one: WaitingTask, cause: unknown): Promise<void> {
    const { push, resolve, reject } = one;
    if (push === null) return reject(cause);
    const attempt = async (part: Part): Promise<Result<PushAnswer, unknown>> => {
      const tried = await this.#attempt([{ ...one, part }]);
      return tried.ok ? ok(must(tried.value[0], 'an answer to the only task')) : tried;
    };
    const apart = await decideApart(push, cause, { attempt, onKept: this.#ports.onBug });
    if (apart.ok) resolve(apart.value);
    else reject(apart.error);
  }

  /** It is on disk by now: a listener that fails changes nothing of that. */
  #tell(entries: readonly LogEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#replays.committed(entries);
    try {
      this.#ports.onCommit(entries);
    } catch (cause) {
      this.#ports.onBug(last.op, cause);
    }
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
    const decisions = await this.#decideAll(fresh, { push, device, isKeptOnly }, staged);
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

  async #decide(op: AnyOperation, from: Sender, staged: Staged): Promise<WireDecision> {
    const receivedAt = this.#ports.clock.wall();
    const { at, errMs } = correctedTime(op.t, {
      receivedAt,
      previousAt: staged.mark(op.replica, op.incarnation)?.at ?? null,
      sentAt: from.push.sentAt ?? null,
      rate: this.#ports.rate,
    });
    const unseen = await unseenOf(op, staged, this.#ports.store);
    const { device, person = null, people = [] } = from.push;
    const present = person === null ? people : [person, ...people];
    const sender = { device, present, scope: from.device.scope };
    const { isKeptOnly } = from;
    const unmade = deferredCreation(op, { waiting: this.state.waiting, staged });
    const submitted = { op, at, errMs, receivedAt, sender, ...unseen, isKeptOnly, unmade };
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
    const unseen = await unseenOf(op, staged, this.#ports.store);
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
    const { decision } = sequence(submitted, staged, this.#sequencer);
    this.#advance(op, at, staged);
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
