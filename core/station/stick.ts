import { answerFile, openAnswer, rawSize, sealFitting } from '../host/sync/exchangeFile.ts';
import type { ExchangeCode } from '../host/sync/exchangeFile.ts';
import type { Identity } from '../host/identity.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { ExchangeAnswer } from '../protocol/sync/exchange.ts';
import { STICK_ASKS } from '../protocol/sync/street.ts';
import type { BroughtActs, DistrictMark, StreetDecision } from '../protocol/sync/street.ts';
import { chainOf } from '../sync/relayLog.ts';
import type { RelayBatch, RelayLog } from '../sync/relayLog.ts';
import type { StreetAnswer, StreetAsk } from './streetHub.ts';

export type StickPorts = {
  readonly identity: Identity;
  readonly store: {
    readonly log: RelayLog;
    readonly decide: (viaSeq: number, decided: readonly StreetDecision[]) => Promise<void>;
    readonly drop: (viaSeq: number) => Promise<void>;
    readonly putBehind: (viaSeq: number) => Promise<void>;
    readonly emptyJournal: () => Promise<void>;
    readonly district: () => Promise<DistrictMark | null>;
  };
  readonly onDecided: (decisions: readonly StreetDecision[]) => void;
};

/** `acts` stand in the file, `left` did not fit into it. */
export type StickFile = {
  readonly name: string;
  readonly text: string;
  readonly acts: number;
  readonly left: number;
};
/** How many acts it told of, and how many of them the district will never take from here. */
export type StickTaken = { readonly decisions: number; readonly refused: number };

/** A station's life is its first one: what its consoles said has their own. */
const INCARNATION = 1;

/**
 * The station's own file, for when there is no line at all: what all consoles of the street said and the district
 * has not answered, in the form of a console's file and through the same doors (docs/adr/0028).
 */
export class Stick {
  readonly #ports: StickPorts;

  constructor(ports: StickPorts) {
    this.#ports = ports;
  }

  async write(): Promise<Result<StickFile, ExchangeCode>> {
    const { identity, store } = this.#ports;
    const district = await store.district();
    // Whoever never had a line does not know which history an answer would go on from.
    if (district === null) return err('exchange/other-history');
    const undecided = store.log.undecided();
    const { text, packed } = await sealFitting(identity, inTurns(undecided), (some) => ({
      as: 'station',
      replica: identity.replica,
      incarnation: INCARNATION,
      epoch: district.epoch,
      cursors: {},
      batches: inOrder(some).map(saidIn),
    }));
    const name = `${identity.device}-street-${inOrder(packed).at(-1)?.viaSeq ?? 0}.shaotai`;
    const acts = countOf(packed);
    return ok({ name, text, acts, left: countOf(undecided) - acts });
  }

  /** All that it tells is on disk before anybody hears of it. */
  async take(text: string): Promise<Result<StickTaken, ExchangeCode>> {
    const file = answerFile(text);
    if (file === null) return err('exchange/not-a-file');
    const { identity, store } = this.#ports;
    const district = await store.district();
    const read = await openAnswer(file, identity, district?.headKey ?? null);
    if (!read.ok) return read;
    const { replica, epoch } = read.value;
    if (replica !== identity.replica) return err('exchange/other-console');
    if (epoch !== district?.epoch) return err('exchange/other-history');
    return ok(await this.#take(read.value));
  }

  /** What a console of the street asks for the one who stands at it with a stick. */
  async answer({ name, input }: StreetAsk): Promise<StreetAnswer> {
    const done =
      name === STICK_ASKS.write
        ? await this.write()
        : name === STICK_ASKS.take
          ? await this.take(String(input['text']))
          : err('op/schema' as const);
    return done.ok ? done : { ok: false, value: { code: done.error } };
  }

  async #take({ decisions, refused = [], waiting = [] }: ExchangeAnswer): Promise<StickTaken> {
    const { store, onDecided } = this.#ports;
    const told = new Map(decisions.map(({ opId, ver, outcome }) => [opId, { opId, ver, outcome }]));
    const over = new Set<string>(refused);
    const later = new Set<string>(waiting);
    const news: StreetDecision[] = [];
    let gone = 0;
    for (const { viaSeq, ops } of store.log.undecided()) {
      const decided = ops.flatMap(({ opId }) => told.get(opId) ?? []);
      if (decided.length === ops.length) {
        await store.decide(viaSeq, decided);
        news.push(...decided);
      } else if (ops.every(({ opId }) => over.has(opId))) {
        await store.drop(viaSeq);
        gone += ops.length;
        // Nobody goes on showing what the district will never take from there.
        news.push(...ops.map(({ opId }) => ({ opId, ver: null, outcome: 'refused-recorded' })));
      } else if (ops.some(({ opId }) => later.has(opId))) await store.putBehind(viaSeq);
    }
    if (gone > 0) await store.emptyJournal();
    onDecided(news);
    return { decisions: news.length, refused: gone };
  }
}

type Place = { readonly batch: RelayBatch; readonly isBehind: boolean; readonly size: number };

/**
 * Who goes on a stick first: of each console as much as of the others, so that none of them fills it alone, and
 * nothing before what stands before it in its chain. What waits for something else goes behind all that does not.
 */
function inTurns(batches: readonly RelayBatch[]): readonly RelayBatch[] {
  const sizes = new Map<string, number>();
  const waiting = new Set<string>();
  const places = batches.map((batch): Place => {
    const chain = chainOf(batch);
    if (batch.isHeld || batch.isBehind === true) waiting.add(chain);
    const isBehind = waiting.has(chain);
    const lane = `${batch.replica} ${String(isBehind)}`;
    const size = (sizes.get(lane) ?? 0) + rawSize(batch);
    sizes.set(lane, size);
    return { batch, isBehind, size };
  });
  places.sort(
    (a, b) =>
      Number(a.isBehind) - Number(b.isBehind) || a.size - b.size || a.batch.viaSeq - b.batch.viaSeq,
  );
  return places.map(({ batch }) => batch);
}

/** The station's order is the tie-break inside the street, whoever had room. */
function inOrder(batches: readonly RelayBatch[]): readonly RelayBatch[] {
  return [...batches].sort((a, b) => a.viaSeq - b.viaSeq);
}

function saidIn({ device, replica, incarnation, ops, sig, isHeld }: RelayBatch): BroughtActs {
  return { device, replica, incarnation, isHeld, sig, ops: ops.map((op) => ({ ...op })) };
}

function countOf(batches: readonly RelayBatch[]): number {
  return batches.reduce((sum, { ops }) => sum + ops.length, 0);
}
