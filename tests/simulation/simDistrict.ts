import { DistrictCore } from '#core/district/districtCore.ts';
import { LOST_REPLICA, nextRange } from '#core/district/leaseRanges.ts';
import { programAuthor } from '#core/district/programAuthor.ts';
import { isOver } from '#core/district/station/stationDesk.ts';
import { ScopeSums } from '#core/district/sync/scopeSums.ts';
import type { PageText } from '#core/district/sync/pageTexts.ts';
import type {
  CommitBatch,
  DistrictStore,
  LogEntry,
  StoredCase,
  StoredRecord,
} from '#core/district/store/districtStore.ts';
import type { ScopeSum, SumRange } from '#core/protocol/sync/scopeSum.ts';
import { stubOf } from '#core/domain/case/caseStub.ts';
import { EAST, WEST, townReference } from '#core/domain/case/caseBuilders.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { isOpKind } from '#core/protocol/operation/parseArgs.ts';
import { must } from '#core/kernel/assert.ts';
import type { RandomBytes } from '#core/kernel/ids.ts';
import type { Clock } from '#core/kernel/time.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import type {
  ClientFrame,
  FeedEntry,
  ServerFrame,
  WireDecision,
  WireNotice,
} from '#core/protocol/sync/frames.ts';
import type { BroughtActs, BroughtAnswer } from '#core/protocol/sync/street.ts';
import type { MakeStore } from './districtStores.ts';
import { SimSnapshot } from './filling.ts';
import type { Planted } from './planted.ts';
import { altered, anew, isNote, spoiledBatch, spoiledDecision } from './plantedDistrict.ts';
import type { Accept } from './simNet.ts';

type Hello = Extract<ClientFrame, { readonly f: 'hello' }>;

type Connection = {
  readonly send: (frame: ServerFrame) => void;
  readonly close: () => void;
  hello: Hello | null;
  isOver: boolean;
};

export type SimDistrictPorts = {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly hashing: Hashing;
  /** Scope of every device. */
  readonly scopeOf: ReadonlyMap<string, string>;
  readonly makeStore: MakeStore;
  readonly planted: Planted | null;
};

/** What the district has written down, to be held against what everybody else holds. */
export type DistrictBooks = {
  readonly entries: readonly LogEntry[];
  readonly cases: readonly StoredCase[];
  readonly units: readonly StoredRecord[];
  /** What the inbox of each person and scope tells. */
  readonly inboxes: ReadonlyMap<string, readonly WireNotice[]>;
  /** Numbers that were told of two cases, whatever was lost in between. */
  readonly toldTwice: readonly string[];
};

const PAGE_ENTRIES = 7;
const ALL = { entries: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };
const INBOX = 'inbox:';
/** Letters of the places that tell numbers. */
const ORIGINS: Readonly<Record<string, string>> = { district: 'QZX', [EAST]: 'QZE', [WEST]: 'QZW' };
const LOST_SERIALS = 1_000;
/** So few that a console runs out of them. */
const CONSOLE_SERIALS = 3;

/**
 * The real decider over a store in memory or on disk, with the few frames of its door. It can lose its
 * memory back to a moment, as a district restored from a backup does.
 */
export class SimDistrict {
  readonly #ports: SimDistrictPorts;
  readonly #connections = new Set<Connection>();
  readonly #batches: CommitBatch[] = [];
  readonly #told = new Set<string>();
  readonly #entries = new Map<string, FeedEntry>();
  readonly bugs: string[] = [];
  #running: {
    readonly store: DistrictStore;
    readonly core: DistrictCore;
    readonly sums: ScopeSums;
  } | null = null;
  #epoch = 1;
  #restoredAt: number | null = null;
  #commits = 0;
  /** Pushes that the planted one did not know again. */
  #forgotten = 0;
  /** Which case every number was told of, also in hours that were lost since. */
  readonly #numbers = new Map<string, string>();
  readonly #twice: string[] = [];

  private constructor(ports: SimDistrictPorts) {
    this.#ports = ports;
  }

  static async open(ports: SimDistrictPorts): Promise<SimDistrict> {
    const district = new SimDistrict(ports);
    await district.#begin();
    return district;
  }

  get core(): DistrictCore {
    return must(this.#running, 'the district runs').core;
  }

  get #store(): DistrictStore {
    return must(this.#running, 'the district runs').store;
  }

  get #sums(): ScopeSums {
    return must(this.#running, 'the district runs').sums;
  }

  async books(): Promise<DistrictBooks> {
    const entries = await this.#store.log(0, Number.MAX_SAFE_INTEGER);
    const ids = new Set(entries.flatMap(({ op }) => op.caseId ?? []));
    return {
      entries,
      cases: await this.#store.cases([...ids]),
      units: await this.#store.recordsOf(['unit']),
      inboxes: await this.#inboxes(),
      toldTwice: [...new Set(this.#twice)],
    };
  }

  /** Everything that a scope is told, from its beginning. */
  async feed(scope: string): Promise<readonly FeedEntry[]> {
    const page = await this.#store.page(scope as 'district', 0, ALL);
    return page.entries.map((text) => this.#parsed(text));
  }

  /** A snapshot of a scope as it is at this moment, to be made piece by piece. */
  async snapshot(scope: string): Promise<SimSnapshot> {
    const snapshot = new SimSnapshot({
      store: this.#store,
      scope: scope as 'district',
      epoch: this.epoch,
      now: this.#ports.clock.wall(),
      head: () => this.core.state.heads.get(scope as 'district') ?? 0,
    });
    if (this.#ports.planted === 'snapshot-older-than-its-number') await snapshot.freeze();
    return snapshot;
  }

  get epoch(): string {
    return `epoch-${this.#epoch}`;
  }

  async #inboxes(): Promise<Map<string, WireNotice[]>> {
    const told = new Map<string, WireNotice[]>();
    for (const scope of this.core.state.heads.keys()) {
      if (!scope.startsWith(INBOX)) continue;
      const entries = await this.feed(scope);
      const notices = entries.flatMap((one) => (one.type === 'notice' ? [one.notice] : []));
      told.set(scope.slice(INBOX.length), notices);
    }
    return told;
  }

  async close(): Promise<void> {
    await this.working;
    await this.core.close();
    await this.#store.close();
  }

  readonly accept: Accept = (send, close) => {
    const connection: Connection = { send, close, hello: null, isOver: false };
    this.#connections.add(connection);
    send({ f: 'challenge', nonce: 'shaotai-sync:n', protocol: 1, minProtocol: 1 });
    return {
      receive: (frame) => {
        this.receive(frame, connection);
      },
      close: () => {
        connection.isOver = true;
        this.#connections.delete(connection);
      },
    };
  };

  get commits(): number {
    return this.#batches.length;
  }

  /** Back to what it knew `lost` commits ago, under a new epoch; every line ends. */
  async restore(lost: number): Promise<void> {
    const kept = Math.max(0, this.#batches.length - lost);
    this.#batches.length = kept;
    await this.core.close();
    await this.#store.close();
    await this.#begin();
    if (this.#ports.planted !== 'epoch-kept') this.#epoch += 1;
    this.#restoredAt = this.#ports.clock.wall();
    for (const connection of this.#connections) {
      connection.isOver = true;
      connection.close();
    }
    this.#connections.clear();
    await this.#setLostAside();
  }

  /** As the real one does: what was told in lost hours may be of any range that it had. */
  async #setLostAside(): Promise<void> {
    if (this.#ports.planted === 'lease-reused-after-restore') return;
    for (const origin of Object.values(ORIGINS)) {
      await this.#lease({ replica: LOST_REPLICA, incarnation: 1, origin }, LOST_SERIALS);
    }
  }

  /** A range for an incarnation that has none, as at the real door. */
  async #lend({ device, replica, incarnation }: Hello): Promise<void> {
    const origin = ORIGINS[this.#ports.scopeOf.get(device) ?? ''];
    const own = this.core.state.leasesOf(replica);
    if (origin === undefined || own.some((one) => one.incarnation === incarnation)) return;
    await this.#lease({ replica, incarnation, origin }, CONSOLE_SERIALS);
  }

  async #lease(
    to: { readonly replica: string; readonly incarnation: number; readonly origin: string },
    serials: number,
  ): Promise<void> {
    const range = must(
      nextRange(this.core.state.recordsOf('lease'), to.origin, serials),
      'serials',
    );
    // The planted one gives what somebody has already along with what nobody has.
    const from = this.#ports.planted === 'numbers-leased-twice' ? range.from - 1 : range.from;
    const args = { ...to, ...range, from: Math.max(1, from) };
    await this.core.act([{ kind: 'numbers.lease', caseId: null, args }]);
  }

  #numbered({ caseId, caseNo }: CaseDoc): void {
    if (caseNo === undefined) return;
    const before = this.#numbers.get(caseNo) ?? caseId;
    if (before !== caseId) this.#twice.push(`${caseNo} of ${before} is told of ${caseId}, too`);
    this.#numbers.set(caseNo, caseId);
  }

  /** What is being decided; a history waits for it between its steps. */
  working: Promise<unknown> = Promise.resolve();

  /** What a street's station brings, as at the real door. */
  bring(acts: BroughtActs): Promise<BroughtAnswer> {
    const brought = this.working.then(() => this.#brought(acts));
    this.working = brought.catch(() => undefined);
    return brought;
  }

  async #brought(acts: BroughtActs): Promise<BroughtAnswer> {
    const { device, replica, incarnation, sig, isHeld } = acts;
    const ops = acts.ops as unknown as readonly AnyOperation[];
    const last = ops.at(-1)?.rseq ?? 0;
    const isHisToBring = isHeld && this.core.have(replica, incarnation) < last;
    const sentAt = acts.sentAt === undefined ? {} : { sentAt: acts.sentAt };
    const people = ops.map(({ actor }) => actor);
    const push = { device, replica, incarnation, ops, sig, people, ...sentAt };
    const answer = isHisToBring ? null : await this.core.push(push);
    await this.core.idle();
    if (answer === null || answer.kind === 'gap') {
      return isOver(this.core, acts) ? { kind: 'refused', code: 'sync/fork' } : { kind: 'later' };
    }
    if (answer.kind === 'refused') return { kind: 'refused', code: answer.code };
    const decisions = answer.decisions.map(({ opId, ver, outcome }) => ({ opId, ver, outcome }));
    return { kind: 'decided', decisions };
  }

  receive(frame: ClientFrame, connection: Connection): void {
    if (connection.isOver) return;
    this.working = this.working.then(() => this.#receive(frame, connection));
  }

  async #receive(frame: ClientFrame, connection: Connection): Promise<void> {
    const { hello } = connection;
    if (frame.f === 'hello') await this.#greet(frame, connection);
    else if (hello === null) connection.send({ f: 'refuse', code: 'sync/not-enrolled' });
    else if (frame.f === 'push') await this.#push(frame, hello, connection);
    else if (frame.f === 'pull') await this.#pull(frame, connection);
    else if (frame.f === 'clock') {
      connection.send({ f: 'clock', sent: frame.sent, server: this.#ports.clock.wall() });
    } else if (frame.f === 'ask') {
      const isSums = frame.name === 'scope.sums';
      const value = isSums
        ? await this.#sums.parts(hello.scopes[0] as 'district', frame.input as SumRange)
        : await this.#case(frame.input as { readonly caseId: string }, hello);
      connection.send({ f: 'answer', id: frame.id, ok: true, value });
    }
  }

  async #greet(hello: Hello, connection: Connection): Promise<void> {
    const { replica, incarnation } = hello;
    const isForked = this.core.isQuarantined(replica, incarnation);
    if (isForked && this.#ports.planted !== 'fork-accepted') {
      connection.send({ f: 'refuse', code: 'sync/fork' });
      return;
    }
    connection.hello = hello;
    await this.#lend(hello);
    const { heads, head } = this.core.state;
    connection.send({
      f: 'welcome',
      protocol: 1,
      epoch: this.epoch,
      restoredAt: null,
      have: this.core.have(replica, incarnation),
      heads: Object.fromEntries(
        hello.scopes.map((scope) => [scope, heads.get(scope as never) ?? 0]),
      ),
      serverTime: this.#ports.clock.wall(),
      durableSeq: head.serverSeq,
    });
  }

  async #push(
    frame: Extract<ClientFrame, { readonly f: 'push' }>,
    hello: Hello,
    connection: Connection,
  ): Promise<void> {
    const { planted } = this.#ports;
    const said = this.#asPushed(frame, hello);
    if (planted === 'ack-before-decision') this.#acknowledge(frame, connection);
    const pushed = this.core.push({
      device: hello.device,
      replica: hello.replica,
      ...said,
      people: said.ops.map(({ actor }) => actor),
      ...(frame.sentAt === undefined || planted === 'clock-trusted'
        ? {}
        : { sentAt: frame.sentAt }),
    });
    const answer = await pushed.catch((cause: unknown) => {
      this.bugs.push(`push: ${String(cause)}`);
      return null;
    });
    await this.core.idle();
    if (answer === null) connection.send({ f: 'later', batch: frame.batch, code: 'bug/decide' });
    else if (answer.kind === 'gap') connection.send({ f: 'needFrom', rseq: answer.rseq });
    else if (answer.kind === 'refused') this.#refuse(answer.code, frame, connection);
    else {
      const decisions = answer.decisions.map((decision) => this.#retold(decision));
      connection.send({ f: 'decisions', batch: frame.batch, decisions });
    }
  }

  /** The planted ones take what was said before for new, or what was altered on its way for what was said. */
  #asPushed(
    { ops, sig }: Extract<ClientFrame, { readonly f: 'push' }>,
    { replica, incarnation }: Extract<ClientFrame, { readonly f: 'hello' }>,
  ): { readonly ops: readonly AnyOperation[]; readonly sig: string; readonly incarnation: number } {
    const { planted, hashing } = this.#ports;
    const said = ops as unknown as readonly AnyOperation[];
    const [first] = said;
    const isKnown = (first?.rseq ?? 0) <= this.core.have(replica, incarnation);
    if (planted === 'no-dedup' && isKnown) {
      this.#forgotten += 1;
      return anew(said, { hashing, incarnation: 1_000 + this.#forgotten });
    }
    const isAltered = planted === 'chain-break-accepted' && said.some(isNote);
    return isAltered
      ? anew(said.map(altered), { hashing, incarnation })
      : { ops: said, sig, incarnation };
  }

  /** The planted one takes two different acts of one place for the same. */
  #refuse(
    code: string,
    frame: Extract<ClientFrame, { readonly f: 'push' }>,
    connection: Connection,
  ): void {
    if (this.#ports.planted !== 'fork-accepted') return connection.send({ f: 'refuse', code });
    this.#acknowledge(frame, connection);
  }

  /** Only planted ones answer what they have not decided. */
  #acknowledge(
    { batch, ops }: Extract<ClientFrame, { readonly f: 'push' }>,
    connection: Connection,
  ): void {
    const { serverSeq } = this.core.state.head;
    const decisions = ops.map(({ opId, rseq, caseId }) => {
      const decided = { outcome: 'applied', rule: null, reason: null, ver: null, at: 0 };
      return { ...decided, opId, rseq, caseId, serverSeq };
    });
    connection.send({ f: 'decisions', batch, decisions });
  }

  /** The planted one decides again what it is asked again. */
  #retold(decision: WireDecision): WireDecision {
    if (this.#ports.planted !== 'resend-answered-anew' || decision.ver === null) return decision;
    const isAgain = this.#told.has(decision.opId);
    this.#told.add(decision.opId);
    return isAgain ? { ...decision, ver: decision.ver + 1 } : decision;
  }

  async #pull(
    frame: Extract<ClientFrame, { readonly f: 'pull' }>,
    connection: Connection,
  ): Promise<void> {
    const { scope, from } = frame;
    const { planted } = this.#ports;
    const read = planted === 'feed-of-another' && scope !== 'ref' ? 'district' : scope;
    const limit = { entries: PAGE_ENTRIES, bytes: 1 << 20 };
    const page = await this.#store.page(read as 'district', from, limit);
    const entries = page.entries.map((text) => this.#parsed(text));
    const sent = planted === 'page-cut' ? entries.slice(0, PAGE_ENTRIES - 1) : entries;
    const told = { f: 'page', scope, from, to: page.to, head: page.head, entries: sent } as const;
    const sum = frame.sum === true ? await this.#sumOf(scope, page) : null;
    connection.send(sum === null ? told : { ...told, sum });
  }

  async #sumOf(
    scope: string,
    { to, head }: Pick<PageText, 'to' | 'head'>,
  ): Promise<ScopeSum | null> {
    const text = await this.#sums.stated(scope as 'district', { to, head, text: '{"f":"page"}' });
    return (JSON.parse(text) as { readonly sum?: ScopeSum }).sum ?? null;
  }

  /** Many replicas read the same entry: it is parsed once, for nobody changes what was parsed. */
  #parsed(text: string): FeedEntry {
    const known = this.#entries.get(text);
    if (known !== undefined) return known;
    const made = JSON.parse(text) as FeedEntry;
    this.#entries.set(text, made);
    return made;
  }

  async #case(
    input: { readonly caseId: string },
    hello: Extract<ClientFrame, { readonly f: 'hello' }>,
  ): Promise<unknown> {
    const [found] = await this.#store.cases([input.caseId]);
    const nothing = { caseId: input.caseId, doc: null, stateHash: null, events: [], stub: null };
    if (found === undefined) return nothing;
    const scope = this.#ports.scopeOf.get(hello.device) ?? '';
    if (found.doc.members[scope as 'district'] !== true)
      return { ...nothing, stub: stubOf(found.doc) };
    const history = await this.#store.history(input.caseId, 0);
    const events = history.map(({ op, decision }) => ({ op, ...decision }));
    return { ...nothing, doc: found.doc, stateHash: found.stateHash, events };
  }

  async #begin(): Promise<void> {
    const { makeStore } = this.#ports;
    const store = await makeStore(this.#batches, (batch) => {
      this.#batches.push(batch);
      this.#commits += 1;
      for (const { doc } of batch.cases) this.#numbered(doc);
      return spoiledBatch(batch, this.#ports.planted, this.#commits);
    });
    if (this.#ports.planted === 'no-dedup') store.knownByIds = () => Promise.resolve([]);
    const sums = new ScopeSums(store, this.#ports.clock, this.#ports.hashing);
    this.#running = { store, core: await this.#openCore(store), sums };
  }

  #openCore(store: DistrictStore): Promise<DistrictCore> {
    const { clock, hashing, random, scopeOf } = this.#ports;
    return DistrictCore.open({
      store,
      clock,
      rate: 1,
      hashing,
      decide: (op, facts) => spoiledDecision(op, facts, this.#ports.planted),
      check: (op) => (isOpKind(op.kind) ? 'ok' : 'unknown'),
      numbers: { originOf: (scope) => ORIGINS[scope] ?? null, zoneMinutes: 480 },
      reference: { ...townReference, grantsOf: (person) => townReference.grantsOf(person, 0) },
      silentSince: () => null,
      wasConnected: () => false,
      epoch: () => this.epoch,
      restoredAt: () =>
        this.#ports.planted === 'restore-makes-strangers' ? null : this.#restoredAt,
      // Who sits where is the business of the real door; here everybody sits where the history says.
      sat: () => true,
      program: programAuthor(hashing, random),
      device: (device) => {
        const scope = scopeOf.get(device);
        return scope === undefined
          ? null
          : {
              replica: `r-${device}`,
              scope: scope as 'district',
              verify: (text, sig) => sig === text,
            };
      },
      placeOf: (replica) => {
        const device = replica.slice('r-'.length);
        const scope = scopeOf.get(device);
        return scope === undefined ? null : { device, scope: scope as 'district' };
      },
      onBug: (op, cause) => this.bugs.push(`${op.kind}: ${String(cause)}`),
      onCommit: () => {
        this.#poke();
      },
      onFork: () => undefined,
    });
  }

  #poke(): void {
    const { heads } = this.core.state;
    for (const connection of this.#connections) {
      const scopes = connection.hello?.scopes ?? [];
      const own = scopes.map((scope) => [scope, heads.get(scope as never) ?? 0] as const);
      if (own.length > 0) connection.send({ f: 'poke', heads: Object.fromEntries(own) });
    }
  }
}
