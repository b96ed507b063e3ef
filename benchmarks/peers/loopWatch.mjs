/**
 * How long this process's event loop is held up, by the clock and by what the processor worked for its thread between
 * two looks: on a machine with other work the clock tells of that, too, and the second figure does not. All of it in
 * one function without imports, for its text is evaluated in the desktop program, too.
 */
export function watchLoop() {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
  const nsAMs = 1e6;
  const lookMs = 2;
  const countedMs = 5_000;
  // Of the first thread, which is the loop's: Linux counts its work in nanoseconds.
  const worked = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]);
  const held = (ns) => Math.max(0, Math.round((ns / nsAMs - lookMs) * 10) / 10);
  const quantile = (of, share) => {
    const total = of.reduce((sum, count) => sum + count, 0);
    let below = 0;
    return of.findIndex((count) => (below += count) >= total * share);
  };
  const delays = monitorEventLoopDelay({ resolution: lookMs });
  delays.enable();
  let counts = new Uint32Array(countedMs);
  let before = worked();
  setInterval(() => {
    const now = worked();
    counts[Math.min(countedMs - 1, Math.round((now - before) / nsAMs))] += 1;
    before = now;
  }, lookMs).unref();
  return {
    told() {
      const said = {
        max: held(delays.max),
        p999: held(delays.percentile(99.9)),
        work: { max: counts.findLastIndex((count) => count > 0), p999: quantile(counts, 0.999) },
      };
      counts = new Uint32Array(countedMs);
      delays.reset();
      return said;
    },
  };
}
