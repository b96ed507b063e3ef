import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { Moment } from '../sequencer.ts';

type Span = { readonly from: EpochMs; to: EpochMs };

/** A console learns that its line is up or down a moment after the district does. Machine time. */
const SLACK_MS = 2_000;
/** What a console says of its clock's error widens the doubt this far and no further. */
const ERR_MAX_MS = MINUTE_MS;
/** Whoever is back so soon was not cut off. Machine time. */
const BLINK_MS = 1_000;
const KEPT_MS = 35 * DAY_MS;
const SPANS_MAX = 200;

/**
 * When each console had its line up. Whoever acts alone because he was cut off (`soleHand`) was cut off
 * only if no line of his was up then: what his console says of itself proves nothing.
 */
export class LineHistory {
  readonly #clock: Clock;
  readonly #slackMs: number;
  readonly #blinkMs: number;
  readonly #spans = new Map<string, Span[]>();
  readonly #live = new Map<string, { readonly line: object; readonly span: Span }>();

  constructor(clock: Clock, rate: number, kept: string | null = null) {
    this.#clock = clock;
    this.#slackMs = SLACK_MS * rate;
    this.#blinkMs = BLINK_MS * rate;
    if (kept === null) return;
    const all = JSON.parse(kept) as Readonly<
      Record<string, readonly (readonly [number, number])[]>
    >;
    for (const [replica, spans] of Object.entries(all)) {
      this.#spans.set(
        replica,
        spans.map(([from, to]) => ({ from, to })),
      );
    }
  }

  /** The line said something that proves whose it is. */
  heard(replica: string, line: object): void {
    const now = this.#clock.wall();
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
  }

  gone(replica: string, line: object): void {
    if (this.#live.get(replica)?.line === line) this.#live.delete(replica);
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

  /** To be kept over a restart, during which nobody was connected. */
  text(): string {
    const all = [...this.#spans].map(([replica, spans]) => [
      replica,
      spans.map(({ from, to }) => [from, to]),
    ]);
    return JSON.stringify(Object.fromEntries(all));
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
