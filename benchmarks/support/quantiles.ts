/** One line of a benchmark's answer: what was measured, beside a peer measured in the same run. */
export type BenchLine = {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly unit: string;
  /** What stands beside it, with the same quantile; null where nothing comparable exists. */
  readonly peer: { readonly what: string; readonly p50: number; readonly p95: number } | null;
  /** Ours over the peer's at p95; below 1 is faster. */
  readonly ratio: number | null;
};

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1));
  return Math.round((sorted[at] ?? Number.NaN) * 100) / 100;
}

export function benchLine(
  name: string,
  own: readonly number[],
  peer: { readonly what: string; readonly values: readonly number[] } | null,
): BenchLine {
  const p95 = quantile(own, 0.95);
  const peerP95 = peer === null ? null : quantile(peer.values, 0.95);
  return {
    name,
    p50: quantile(own, 0.5),
    p95,
    p99: quantile(own, 0.99),
    unit: 'ms',
    peer:
      peer === null || peerP95 === null
        ? null
        : { what: peer.what, p50: quantile(peer.values, 0.5), p95: peerP95 },
    ratio: peerP95 === null ? null : Math.round((p95 / peerP95) * 100) / 100,
  };
}

/** Milliseconds of each of `count` runs after `warmUp` runs that are not counted. */
export async function timed(
  count: number,
  warmUp: number,
  run: (index: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < warmUp + count; i += 1) {
    const from = performance.now();
    await run(i);
    if (i >= warmUp) times.push(performance.now() - from);
  }
  return times;
}
