import { randomUUID } from 'node:crypto';
import type { CaseId } from '../../domain/operation/identity.ts';
import type { Clock } from '../../kernel/time.ts';
import { deviceSigner } from '../../node/deviceKey.ts';
import type { ServerFrame, WireDecision } from '../../protocol/sync/frames.ts';
import { createClockOffset } from '../../sync/clockOffset.ts';
import { SyncEngine } from '../../sync/syncEngine.ts';
import type { Answer } from '../../sync/requests.ts';
import type { SeatNews } from '../../sync/syncStatus.ts';
import type { LinkPort, ReplicaPort } from '../../sync/syncPorts.ts';
import type { Question } from '../../sync/requests.ts';
import type { DemoConsole } from '../enrolConsoles.ts';
import { plannedBody } from '../history/demoReplica.ts';
import type { PlannedOp } from '../history/plannedOp.ts';
import { MemoryOutbox } from './memoryOutbox.ts';
import type { OutboxEnd } from './memoryOutbox.ts';

export type LightPorts = {
  readonly clock: Clock;
  readonly link: LinkPort;
  readonly onFrame: (frame: ServerFrame) => void;
};

const TICK_MS = 1_000;

/**
 * A console with the real line, key and engine, but without pages and without a replica: it reads no feed
 * and asks for a case when it needs one.
 */
export class LightConsole {
  readonly #outbox: MemoryOutbox;
  readonly #engine: SyncEngine;
  readonly #offset: ReturnType<typeof createClockOffset>;
  #timer: NodeJS.Timeout | null = null;
  #isWoken = false;

  constructor(known: DemoConsole, end: OutboxEnd, ports: LightPorts) {
    this.#outbox = new MemoryOutbox(known, end);
    this.#offset = createClockOffset(ports.clock, { boot: randomUUID() });
    this.#engine = new SyncEngine(
      {
        clock: ports.clock,
        dice: { next: () => Math.random() },
        link: ports.link,
        outbox: this.#outbox,
        replica: noReplica(),
        signer: { sign: deviceSigner(known) },
        offset: this.#offset,
      },
      {
        program: 'shaotai-crowd',
        scopes: () => [],
        session: () => null,
        wake: () => {
          this.#wake();
        },
        aside: ports.onFrame,
      },
    );
  }

  get end(): OutboxEnd {
    return this.#outbox.decidedEnd;
  }

  async start(): Promise<void> {
    await this.#engine.start();
    this.#timer = setInterval(() => {
      this.#wake();
    }, TICK_MS);
    this.#wake();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#engine.stop();
  }

  /** Another value with every connection, null while there is none. */
  onlineSince(): number | null {
    const { line, since } = this.#engine.status();
    return line === 'online' ? since : null;
  }

  tell(news: SeatNews): void {
    this.#engine.tell(news);
  }

  ask(question: Question): Promise<Answer> {
    return this.#engine.ask(question);
  }

  /** The version of a case as the district has it; null where this console is told nothing of it. */
  async versionOf(caseId: CaseId): Promise<number | null> {
    const { ok, value } = await this.ask({ f: 'ask', name: 'case.get', input: { caseId } });
    const { doc } = value as { readonly doc?: { readonly ver: number } | null };
    return ok && doc !== undefined && doc !== null ? doc.ver : null;
  }

  /** Said now, on a case of this version. Null when it was lost with the line's state. */
  act(planned: PlannedOp, ver: number): Promise<WireDecision | null> {
    return new Promise((resolve) => {
      const body = plannedBody(planned, { ver, t: this.#offset.stamp() });
      this.#engine.committed(this.#outbox.add(body, resolve));
    });
  }

  #wake(): void {
    if (this.#isWoken || this.#timer === null) return;
    this.#isWoken = true;
    setImmediate(() => {
      this.#isWoken = false;
      // A tick that fails is one of a made-up console: the next one tries again.
      this.#engine.tick().catch(() => undefined);
    });
  }
}

function noReplica(): ReplicaPort {
  let known: string | null = null;
  return {
    epoch: () => known,
    cursors: () => ({}),
    applyPage: () => Promise.resolve({ entries: 0, broken: [] }),
    broken: () => [],
    reset: (epoch) => {
      known = epoch;
      return Promise.resolve();
    },
    replaceCase: () => Promise.resolve(),
  };
}
