import type { AnyOperation } from '#core/domain/operation/operation.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import type { Rng } from '#core/kernel/rng.ts';
import type { Clock } from '#core/kernel/time.ts';
import { silentLog } from '#core/node/logFile.ts';
import type { BroughtActs, BroughtAnswer, StreetDevice } from '#core/protocol/sync/street.ts';
import { Bringing } from '#core/station/bringing.ts';
import { StreetHub } from '#core/station/streetHub.ts';
import { RelayLog, chainOf, markAfter } from '#core/sync/relayLog.ts';
import type { RelayBatch, RelayMark } from '#core/sync/relayLog.ts';
import type { StreetEvent, StreetLinkPort } from '#core/sync/streetLine.ts';
import type { Planted } from './planted.ts';
import type { Agenda } from './simNet.ts';

export type StationWorld = {
  readonly agenda: Agenda;
  readonly rng: Rng;
  readonly clock: Clock;
  readonly hashing: Hashing;
  readonly devices: readonly StreetDevice[];
  readonly planted: Planted | null;
  readonly trace: (what: string) => void;
  readonly district: {
    readonly bring: (acts: BroughtActs) => Promise<BroughtAnswer>;
    readonly have: (replica: string, incarnation: number) => number;
  };
};

const LAN_MS = 2;
const WAN_MS = 20;
/** Until an answer that was lost is missed. */
const MISSED_MS = 1_500;
const LOST_SHARE = 0.08;
/** A disk that is written behind a promise; only the planted one's. */
const BEHIND_MS = 4_000;

type Life = {
  readonly hub: StreetHub;
  readonly bringing: Bringing;
  readonly log: RelayLog;
  isOver: boolean;
};

/**
 * The station of a street: its real hub, relay log and bringing, over a disk in memory and a way to the
 * district that loses answers. It dies in the midst of anything, and what is on its disk is all that is left.
 */
export class SimStation {
  readonly #world: StationWorld;
  readonly #batches = new Map<number, RelayBatch>();
  readonly #marks = new Map<string, RelayMark>();
  readonly #dead = new Set<() => void>();
  /** Broken promises of its own: what it said that it keeps, and what it let go of. */
  readonly faults: string[] = [];
  #life: Life | null = null;
  /** Its way to the district. */
  isCut = false;

  constructor(world: StationWorld) {
    this.#world = world;
    this.boot();
  }

  /** Nothing lies here any more that the district has not decided. */
  get isEmpty(): boolean {
    return this.#life?.log.size === 0;
  }

  boot(): void {
    if (this.#life !== null) return;
    const batches = [...this.#batches.values()].sort((a, b) => a.viaSeq - b.viaSeq);
    const log = new RelayLog(batches, [...this.#marks.values()]);
    const life = (): Life | null => this.#life;
    const bringing: Bringing = new Bringing({
      store: {
        log,
        drop: (viaSeq) => this.#drop(viaSeq, log),
        emptyJournal: () => Promise.resolve(),
        setDevices: () => Promise.resolve(),
      },
      upstream: {
        isUp: true,
        devices: () => Promise.resolve(this.#world.devices),
        bring: (acts) => this.#bring(acts),
      },
      clock: this.#world.clock,
      log: silentLog,
      onDecided: (decisions) => {
        if (life()?.bringing === bringing) hub.tellDecided(decisions);
      },
      onDrained: () => undefined,
      onDevices: () => undefined,
    });
    const hub: StreetHub = new StreetHub({
      store: { log, keep: (batch) => this.#keep(batch, log) },
      log: silentLog,
      deviceOf: (device) => this.#world.devices.find((one) => one.device === device),
      verifierOf: () => (text, signature) => signature === text,
      onUnknown: () => undefined,
      isLineUp: () => !this.isCut,
      onKept: (batch, sentAt) => {
        bringing.kept(batch, sentAt);
      },
    });
    this.#life = { hub, bringing, log, isOver: false };
  }

  /** Power goes: every line ends, and what is on the disk stays. */
  die(): void {
    const life = this.#life;
    if (life === null) return;
    this.#life = null;
    life.isOver = true;
    void life.bringing.stop();
    for (const end of this.#dead) end();
    this.#dead.clear();
  }

  beat(): void {
    this.#life?.hub.tellLine();
    this.#life?.bringing.wake();
  }

  /** The street's own network carries everything in order, until one end is gone. */
  readonly link: StreetLinkPort = {
    address: 'ws://station',
    open: (onEvent) => {
      const { agenda } = this.#world;
      let isOver = false;
      let receive: (text: string) => void = () => undefined;
      let gone: () => void = () => undefined;
      const tell = (event: StreetEvent): void => {
        agenda.after(LAN_MS, () => {
          if (!isOver) onEvent(event);
        });
      };
      const end = (): void => {
        tell({ type: 'closed' });
      };
      agenda.after(LAN_MS, () => {
        const life = this.#life;
        if (isOver) return;
        if (life === null) return end();
        this.#dead.add(end);
        const accepted = life.hub.accept({
          send: (text) => {
            if (!life.isOver) tell({ type: 'frame', frame: JSON.parse(text) as never });
          },
          close: end,
          buffered: () => 0,
        });
        receive = (text) => {
          if (!life.isOver) accepted.hear(text);
        };
        gone = accepted.gone;
      });
      return {
        send: (frame) => {
          const text = JSON.stringify(frame);
          agenda.after(LAN_MS, () => {
            if (!isOver) receive(text);
          });
        },
        close: () => {
          isOver = true;
          this.#dead.delete(end);
          gone();
        },
      };
    },
  };

  /** What the station says that it keeps, it has. */
  #keep(batch: RelayBatch, log: RelayLog): Promise<void> {
    const write = (): void => {
      this.#batches.set(batch.viaSeq, batch);
      this.#marks.set(chainOf(batch), markAfter(batch));
    };
    this.#world.trace(`station keeps ${batch.viaSeq}`);
    if (this.#world.planted !== 'station-keeps-later') write();
    else {
      const life = this.#life;
      this.#world.agenda.after(BEHIND_MS, () => {
        if (life?.isOver === false) write();
        else this.faults.push(`station ${batch.viaSeq} was said to be kept and is not on its disk`);
      });
    }
    log.add(batch);
    return Promise.resolve();
  }

  #drop(viaSeq: number, log: RelayLog): Promise<void> {
    const batch = this.#batches.get(viaSeq);
    log.drop(viaSeq);
    this.#batches.delete(viaSeq);
    if (batch !== undefined) this.#judge(batch);
    return Promise.resolve();
  }

  /** It lets go of what the district has, and of what the district will never take from there. */
  #judge({ replica, incarnation, ops, viaSeq }: RelayBatch): void {
    const last = ops.at(-1)?.rseq ?? 0;
    const has = this.#world.district.have(replica, incarnation);
    if (has < last && !this.#refused.has(viaSeq)) {
      this.faults.push(`station let go of ${viaSeq}, which the district has not decided`);
    }
  }

  readonly #refused = new Set<number>();

  #bring(acts: BroughtActs): Promise<BroughtAnswer> {
    const { agenda, rng, district, planted } = this.#world;
    const isLost = rng.next() < LOST_SHARE;
    // The planted one thinks that what it has sent is there.
    if (planted === 'station-drops' && isLost) {
      return Promise.resolve({ kind: 'decided', decisions: [] });
    }
    const isGone = (): boolean => this.isCut;
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        agenda.after(MISSED_MS, () => {
          reject(new Error('no answer'));
        });
      };
      agenda.after(WAN_MS, async () => {
        if (isGone()) return fail();
        const answer = await district.bring(acts);
        this.#note(acts, answer);
        if (isLost || isGone()) fail();
        else agenda.after(WAN_MS, () => resolve(answer));
      });
    });
  }

  #note({ replica, incarnation, ops }: BroughtActs, answer: BroughtAnswer): void {
    if (answer.kind !== 'refused') return;
    const [first] = ops as unknown as readonly AnyOperation[];
    for (const batch of this.#batches.values()) {
      const isIt = chainOf(batch) === chainOf({ replica, incarnation });
      if (isIt && batch.ops[0]?.opId === first?.opId) this.#refused.add(batch.viaSeq);
    }
  }
}
