import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { townReference } from '#core/domain/case/caseBuilders.ts';
import type { Reference } from '#core/domain/operation/decision.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { readEvents, readShownCase, type ShownCase } from '#core/host/caseReader.ts';
import { streetLineOf } from '#core/host/coreParts.ts';
import { openMigrated } from '#core/host/store/consoleFiles.ts';
import { OutboxStore } from '#core/host/store/outboxStore.ts';
import { OverlayKeeper } from '#core/host/store/overlayKeeper.ts';
import { RecordBook } from '#core/host/store/recordBook.ts';
import { ReplicaStore } from '#core/host/store/replicaStore.ts';
import type { Clock } from '#core/kernel/time.ts';
import { deviceSigner, type DeviceKey } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { WireEvent } from '#core/protocol/sync/frames.ts';
import type { Database } from '#core/storage/sqlite/database.ts';
import { createClockOffset, type ClockOffset } from '#core/sync/clockOffset.ts';
import { stateHashOf } from '#core/sync/confirmed.ts';
import { SMALL_PEOPLE } from '#tests/support/smallDistrict.ts';
import type { StreetLine, StreetLinkPort } from '#core/sync/streetLine.ts';
import { SyncEngine, type EngineOptions } from '#core/sync/syncEngine.ts';
import type { LinkPort } from '#core/sync/syncPorts.ts';

export type BareOptions = {
  readonly folder: string;
  readonly who: {
    readonly device: string;
    readonly replica: string;
    readonly scope: string;
    readonly key: DeviceKey;
  };
  readonly clock: Clock;
  readonly link: LinkPort;
  /** The station of its street. */
  readonly street?: StreetLinkPort;
  readonly over?: Partial<EngineOptions>;
};

const REFERENCE: Reference = {
  ...townReference,
  grantsOf: (id) => SMALL_PEOPLE.people.find((one) => one.id === id)?.grants ?? [],
};
const WAIT_MS = 20_000;
const LOOK_MS = 10;

/** A console's own stores over real files and its engine on any line, without sessions, seats and screens. */
export class BareConsole {
  readonly outbox: OutboxStore;
  readonly replica: ReplicaStore;
  readonly keeper: OverlayKeeper;
  readonly engine: SyncEngine;
  readonly identity: DeviceKey;
  readonly offset: ClockOffset;
  readonly street: StreetLine | null;
  readonly #files: readonly Database[];
  #beat: NodeJS.Timeout | null = null;

  private constructor(
    parts: Pick<BareConsole, 'outbox' | 'replica' | 'keeper'>,
    files: readonly Database[],
    { who, clock, link, street, over = {} }: BareOptions,
  ) {
    this.identity = who.key;
    this.outbox = parts.outbox;
    this.replica = parts.replica;
    this.keeper = parts.keeper;
    this.#files = files;
    const wake = (): void => {
      if (this.#beat !== null) this.#tick();
    };
    const offset = createClockOffset(clock, { boot: 'boot' });
    this.offset = offset;
    this.engine = new SyncEngine(
      {
        ...parts,
        clock,
        link,
        offset,
        dice: { next: () => 0 },
        signer: { sign: deviceSigner(who.key) },
      },
      {
        program: 'bare',
        scopes: () => scopesOf(who.scope),
        session: () => null,
        wake,
        aside: () => undefined,
        ...over,
      },
    );
    const { protocols } = over;
    const release = protocols === undefined ? {} : { protocols };
    const around = { clock, wake, touch: () => undefined, ...release };
    this.street = streetLineOf(this, { ...around, link: street ?? null });
  }

  static async open(options: BareOptions): Promise<BareConsole> {
    const { folder, who, clock } = options;
    await mkdir(folder, { recursive: true });
    const outboxFile = await openMigrated(join(folder, 'outbox.db'), 'outbox', silentLog);
    const replicaFile = await openMigrated(join(folder, 'replica.db'), 'replica', silentLog);
    const book = new RecordBook();
    const keeper = new OverlayKeeper(book, () => REFERENCE);
    let outbox: OutboxStore | null = null;
    const replica = new ReplicaStore(
      replicaFile,
      { book, keeper },
      {
        scopes: () => scopesOf(who.scope),
        now: () => clock.wall(),
        onChange: ({ seen }) => void outbox?.markSeen(seen),
      },
    );
    const { device, replica: name } = who;
    outbox = await OutboxStore.open(
      outboxFile,
      { device, replica: name },
      {
        onDecided: async (decisions) => {
          keeper.decided(decisions);
          await replica.refresh([...new Set(decisions.flatMap((one) => one.caseId ?? []))]);
        },
        onReloaded: () => Promise.resolve(),
      },
    );
    keeper.load(await outbox.pending());
    await replica.open();
    await replica.catchUp();
    const bare = new BareConsole({ outbox, replica, keeper }, [outboxFile, replicaFile], options);
    await bare.engine.start();
    return bare;
  }

  /** From now on it dials. */
  start(): void {
    this.#beat ??= setInterval(() => this.#tick(), LOOK_MS);
  }

  #tick(): void {
    void this.engine.tick();
    void this.street?.tick();
  }

  /** Acknowledged: it stands in the outbox, whether this program knows its kind or not. */
  async act(body: AnyBody): Promise<AnyOperation> {
    const { op, rseq, caseId } = await this.outbox.commit({
      body: () => Promise.resolve(body),
      once: null,
      later: false,
    });
    this.keeper.add(op);
    if (caseId !== null) await this.replica.refresh([caseId]);
    this.engine.committed(rseq);
    return op;
  }

  shown(caseId: string): Promise<ShownCase> {
    return readShownCase(this.replica, caseId);
  }

  events(caseId: string): Promise<readonly WireEvent[]> {
    return readEvents(this.replica, caseId);
  }

  async hashOf(caseId: string): Promise<string | null> {
    const { doc } = await this.shown(caseId);
    return doc === null ? null : stateHashOf(doc, nodeHashing);
  }

  async until(claim: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + WAIT_MS;
    while (!(await claim())) {
      if (Date.now() > end) throw new Error(JSON.stringify(this.engine.status()));
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Everything that was acknowledged here is decided, and its decision is here. */
  settled(): Promise<void> {
    return this.until(() => {
      const { line, last, watermark, behind } = this.engine.status();
      return line === 'online' && last === watermark && behind === 0;
    });
  }

  async close(): Promise<void> {
    if (this.#beat !== null) clearInterval(this.#beat);
    this.#beat = null;
    this.engine.stop();
    await this.street?.stop();
    await this.engine.tick();
    await this.replica.close();
    for (const file of this.#files) await file.close().catch(() => undefined);
  }
}

const scopesOf = (scope: string): readonly string[] => [scope, 'ref', `inbox:${scope}`];
