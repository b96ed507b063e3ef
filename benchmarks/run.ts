import { parseArgs } from 'node:util';
import type { BenchLine } from './support/quantiles.ts';

/**
 * `npm run --silent bench -- --only NAME`: measures one thing on this machine, beside a peer in the same
 * run where there is one, and prints JSON on its last line. Never a test: time alone fails nothing.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    open: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: '2' },
    days: { type: 'string', default: '3' },
  },
});
/** Cases of the districts that growth is told from. */
const SIZES = values.sizes.split(',').map(Number);

const BENCHES: Readonly<Record<string, () => Promise<readonly BenchLine[]>>> = {
  act: async () => (await import('./act.bench.ts')).act(),
  board: async () => (await import('./board.bench.ts')).board(),
  'board-pixels': async () => (await import('./boardPixels.bench.ts')).boardPixels(),
  seen: async () => (await import('./seen.bench.ts')).seen(),
  'field-edits': async () => (await import('./fieldEdits.bench.ts')).fieldEdits(),
  'first-sync': async () => (await import('./firstSync.bench.ts')).firstSync(),
  'healing-street': async () => (await import('./healing.bench.ts')).streetHealing(),
  'healing-district': async () =>
    (await import('./healing.bench.ts')).districtHealing(Number(values.days)),
  heap: async () => (await import('./heap.bench.ts')).heap(),
  pauses: async () => (await import('./pauses.bench.ts')).pauses(),
  rebase: async () => (await import('./rebase.bench.ts')).rebase(),
  growth: async () => (await import('./growth.bench.ts')).growth(SIZES, Number(values.open)),
  sockets: async () => (await import('./sockets.bench.ts')).sockets(Number(values.minutes)),
  sync: async () => (await import('./sync.bench.ts')).sync(),
  start: async () => (await import('./start.bench.ts')).start(),
  throughput: async () => (await import('./throughput.bench.ts')).throughput(),
  'map-pan': async () => (await import('./map.bench.ts')).mapPan(),
  'map-zoom': async () => (await import('./map.bench.ts')).mapZoom(),
};

const bench = values.only === undefined ? undefined : BENCHES[values.only];
if (bench === undefined) {
  process.stderr.write(`bench: --only ${Object.keys(BENCHES).join(' | ')}\n`);
  process.exitCode = 2;
} else {
  const lines = await bench();
  process.stdout.write(`${JSON.stringify(lines.length === 1 ? lines[0] : lines)}\n`);
}
