import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Moment } from '../sequencer.ts';

type Span = { readonly from: EpochMs; to: EpochMs };
type Kept = {
  readonly at: EpochMs;
  readonly isUp: boolean;
  readonly spans: readonly (readonly [EpochMs, EpochMs])[];
};

/** A console learns that its line is up or down a moment after the district does. Machine time. */
const SLACK_MS = 2_000;
/** What a console says of its clock's error widens the doubt this far and no further. */
const ERR_MAX_MS = MINUTE_MS;
/** Whoever is back so soon was not cut off. Machine time. */
const BLINK_MS = 1_000;
const KEPT_MS = 35 * DAY_MS;
/** What was heard is written down this often, machine time; lines that come up or end, at once. */
export const LINES_KEPT_EVERY_MS = 5 * SECOND_MS;
/** A connected console says something every 15 s; after this its line counts as dead. Machine time. */
export const QUIET_MS = 20 * SECOND_MS;
const SPANS_MAX = 200;

/**
 * When each console had its line up. Whoever acts alone because he was cut off (`soleHand`) was cut off
 * only if no line of his was up then: what his console says of itself proves nothing. What is not known for
 * sure counts as connected.
 */
export class LineHistory {
  /** A line came up or ended: worth writing down soon. */
  onTurn: () => void = () => undefined;
  readonly #clock: Clock;
  readonly #slackMs: number;
  readonly #blinkMs: number;
  readonly #keptEveryMs: number;
  readonly #quietMs: number;
  readonly #spans = new Map<string, Span[]>();
  readonly #live = new Map<string, { readonly line: object; readonly span: Span }>();
  readonly #unkept = new Set<string>();

  constructor(clock: Clock, rate: number) {
    this.#clock = clock;
    this.#slackMs = SLACK_MS * rate;
    this.#blinkMs = BLINK_MS * rate;
    this.#keptEveryMs = LINES_KEPT_EVERY_MS * rate;
    this.#quietMs = QUIET_MS * rate;
  }

  /**
   * A console's lines as they were kept before this start, whose last writing of anything was at `beatAt`.
   * One that was up then stayed up nobody knows how long, but no longer than until the next writing, and
   * than a line lives of which nothing is heard: all of that counts.
   */
  remember(replica: string, kept: string, beatAt: EpochMs): void {
    const { at, isUp, spans } = JSON.parse(kept) as Kept;
    const own = spans.map(([from, to]) => ({ from, to }));
    const last = own.at(-1);
    if (isUp && last !== undefined) {
      const unheard = Math.min(Math.max(at, beatAt) + this.#keptEveryMs, last.to + this.#quietMs);
      last.to = Math.max(last.to, Math.min(unheard, this.#clock.wall()));
      // It ended with the district that knew it: the next writings say nothing of it any more.
      this.#unkept.add(replica);
    }
    this.#spans.set(replica, own);
  }

  /** Whether there is anything of which a later start must know how long it was known. */
  isAnyUp(): boolean {
    return this.#live.size > 0;
  }

  /** The line said something that proves whose it is. */
  heard(replica: string, line: object): void {
    const now = this.#clock.wall();
    this.#unkept.add(replica);
    const live = this.#live.get(replica);
    if (live?.line === line) {
      live.span.to = Math.max(live.span.to, now);
      return;
    }
    const own = this.#spans.get(replica) ?? [];
    const last = own.at(-1);
    const isBlink = last !== undefined && now >= last.to && now - last.to < this.#blinkMs;
    const span = isBlink ? last : { from: now, to: now };
    span.to = now;
    this.#spans.set(replica, isBlink ? own : shortened([...own, span], now - KEPT_MS));
    this.#live.set(replica, { line, span });
    this.onTurn();
  }

  gone(replica: string, line: object): void {
    if (this.#live.get(replica)?.line !== line) return;
    this.#live.delete(replica);
    this.#unkept.add(replica);
    this.onTurn();
  }

  /** A line that fell silent counts up to what was heard of it last. */
  wasUp(replica: string, { at, errMs }: Moment): boolean {
    const doubt = this.#slackMs + Math.min(errMs, ERR_MAX_MS);
    const live = this.#live.get(replica)?.span;
    const spans = this.#spans.get(replica) ?? [];
    return spans.some((span) => {
      const end = span === live ? span.to : span.to - doubt;
      return at >= span.from + doubt && at <= end;
    });
  }

  /** By replica, what is to be kept of those that changed since the last time. */
  takeUnkept(): ReadonlyMap<string, string> {
    const at = this.#clock.wall();
    const texts = [...this.#unkept].map((replica): [string, string] => {
      const spans = (this.#spans.get(replica) ?? []).map(({ from, to }) => [from, to] as const);
      const kept: Kept = { at, isUp: this.#live.has(replica), spans };
      return [replica, JSON.stringify(kept)];
    });
    this.#unkept.clear();
    return new Map(texts);
  }

  /** They could not be kept: they are told again. */
  stillUnkept(replicas: Iterable<string>): void {
    for (const replica of replicas) this.#unkept.add(replica);
  }
}

/**
 * What lies too far back is one span: a gap that is not remembered proves nobody cut off, so nobody makes
 * one forgotten by calling again and again.
 */
function shortened(spans: readonly Span[], since: EpochMs): Span[] {
  const kept = [...spans];
  for (;;) {
    const [first, second] = kept;
    if (first === undefined || second === undefined) return kept;
    if (kept.length <= SPANS_MAX && second.to >= since) return kept;
    kept.splice(0, 2, { from: first.from, to: second.to });
  }
}
