import { DistrictCore } from '#core/district/districtCore.ts';
import { programAuthor } from '#core/district/programAuthor.ts';
import type { CommitBatch } from '#core/district/store/districtStore.ts';
import { stubOf } from '#core/district/caseFeed.ts';
import { townReference } from '#core/domain/case/caseBuilders.ts';
import { decide } from '#core/domain/decide.ts';
import { isOpKind } from '#core/protocol/operation/parseArgs.ts';
import type { RandomBytes } from '#core/kernel/ids.ts';
import type { Clock } from '#core/kernel/time.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import type { ClientFrame, FeedEntry, ServerFrame } from '#core/protocol/sync/frames.ts';
import { MemoryStore } from './memoryStore.ts';
import type { Accept } from './simNet.ts';

type Connection = {
  readonly send: (frame: ServerFrame) => void;
  readonly close: () => void;
  hello: Extract<ClientFrame, { readonly f: 'hello' }> | null;
  isOver: boolean;
};

export type SimDistrictPorts = {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly hashing: Hashing;
  /** Scope of every device. */
  readonly scopeOf: ReadonlyMap<string, string>;
};

/**
 * The real decider over a memory store, with the few frames of its door. It can lose its memory back to a
 * moment, as a district restored from a backup does.
 */
export class SimDistrict {
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #hashing: Hashing;
  readonly #scopeOf: ReadonlyMap<string, string>;
  readonly #connections = new Set<Connection>();
  readonly #batches: CommitBatch[] = [];
  store = new MemoryStore();
  core: DistrictCore;
  bugs: string[] = [];
  #epoch = 1;
  readonly #entries = new Map<string, FeedEntry>();

  private constructor(ports: SimDistrictPorts) {
    this.#clock = ports.clock;
    this.#random = ports.random;
    this.#hashing = ports.hashing;
    this.#scopeOf = ports.scopeOf;
    this.core = null as unknown as DistrictCore;
  }

  static async open(ports: SimDistrictPorts): Promise<SimDistrict> {
    const district = new SimDistrict(ports);
    district.core = await district.#openCore();
    return district;
  }

  readonly accept: Accept = (send, close) => {
    const connection: Connection = { send, close, hello: null, isOver: false };
    this.#connections.add(connection);
    send({ f: 'challenge', nonce: 'n', protocol: 1, minProtocol: 1 });
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

  /** Back to what it knew `lost` commits ago, under a new epoch; every line ends. */
  async restore(lost: number): Promise<void> {
    const kept = Math.max(0, this.#batches.length - lost);
    this.#batches.length = kept;
    this.store = MemoryStore.upTo(this.#batches, kept);
    this.core = await this.#openCore();
    this.#epoch += 1;
    for (const connection of this.#connections) {
      connection.isOver = true;
      connection.close();
    }
    this.#connections.clear();
  }

  /** What is being decided; a history waits for it between its steps. */
  working: Promise<unknown> = Promise.resolve();

  receive(frame: ClientFrame, connection: Connection): void {
    if (connection.isOver) return;
    this.working = this.working.then(() => this.#receive(frame, connection));
  }

  async #receive(frame: ClientFrame, connection: Connection): Promise<void> {
    const { hello } = connection;
    if (frame.f === 'hello') this.#greet(frame, connection);
    else if (hello === null) connection.send({ f: 'refuse', code: 'sync/not-enrolled' });
    else if (frame.f === 'push') await this.#push(frame, hello, connection);
    else if (frame.f === 'pull') await this.#pull(frame, connection);
    else if (frame.f === 'clock') {
      connection.send({ f: 'clock', sent: frame.sent, server: this.#clock.wall() });
    } else if (frame.f === 'ask') {
      const value = await this.#case(frame.input as { readonly caseId: string }, hello);
      connection.send({ f: 'answer', id: frame.id, ok: true, value });
    }
  }

  #greet(hello: Extract<ClientFrame, { readonly f: 'hello' }>, connection: Connection): void {
    const { replica, incarnation } = hello;
    if (this.core.isQuarantined(replica, incarnation)) {
      connection.send({ f: 'refuse', code: 'sync/fork' });
      return;
    }
    connection.hello = hello;
    const { heads, head } = this.core.state;
    connection.send({
      f: 'welcome',
      protocol: 1,
      epoch: `epoch-${this.#epoch}`,
      restoredAt: null,
      have: this.core.have(replica, incarnation),
      heads: Object.fromEntries(
        hello.scopes.map((scope) => [scope, heads.get(scope as never) ?? 0]),
      ),
      serverTime: this.#clock.wall(),
      durableSeq: head.serverSeq,
    });
  }

  async #push(
    frame: Extract<ClientFrame, { readonly f: 'push' }>,
    hello: Extract<ClientFrame, { readonly f: 'hello' }>,
    connection: Connection,
  ): Promise<void> {
    const answer = await this.core.push({
      device: hello.device,
      replica: hello.replica,
      incarnation: hello.incarnation,
      ops: frame.ops as never,
      sig: frame.sig,
      ...(frame.sentAt === undefined ? {} : { sentAt: frame.sentAt }),
    });
    if (answer.kind === 'gap') connection.send({ f: 'needFrom', rseq: answer.rseq });
    else if (answer.kind === 'refused') connection.send({ f: 'refuse', code: answer.code });
    else connection.send({ f: 'decisions', batch: frame.batch, decisions: [...answer.decisions] });
  }

  async #pull(
    frame: Extract<ClientFrame, { readonly f: 'pull' }>,
    connection: Connection,
  ): Promise<void> {
    const { scope, from } = frame;
    const page = await this.store.page(scope as 'district', from, { entries: 7, bytes: 1 << 20 });
    const entries = page.entries.map((text) => this.#parsed(text));
    connection.send({ f: 'page', scope, from, to: page.to, head: page.head, entries });
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
    const [found] = await this.store.cases([input.caseId]);
    const nothing = { caseId: input.caseId, doc: null, stateHash: null, events: [], stub: null };
    if (found === undefined) return nothing;
    const scope = this.#scopeOf.get(hello.device) ?? '';
    if (found.doc.members[scope as 'district'] !== true)
      return { ...nothing, stub: stubOf(found.doc) };
    const history = await this.store.history(input.caseId, 0);
    const events = history.map(({ op, decision }) => ({ op, ...decision }));
    return { ...nothing, doc: found.doc, stateHash: found.stateHash, events };
  }

  #openCore(): Promise<DistrictCore> {
    const { store } = this;
    store.onCommit = (batch) => this.#batches.push(batch);
    return DistrictCore.open({
      store,
      clock: this.#clock,
      rate: 1,
      hashing: this.#hashing,
      decide,
      check: (op) => (isOpKind(op.kind) ? 'ok' : 'unknown'),
      reference: { ...townReference, grantsOf: (person) => townReference.grantsOf(person, 0) },
      silentSince: () => null,
      // Who sits where is the business of the real door; here everybody sits where the history says.
      sat: () => true,
      program: programAuthor(this.#hashing, this.#random),
      device: (device) => {
        const scope = this.#scopeOf.get(device);
        return scope === undefined
          ? null
          : {
              replica: `r-${device}`,
              scope: scope as 'district',
              verify: (text, sig) => sig === text,
            };
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
