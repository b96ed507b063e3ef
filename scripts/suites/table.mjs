// Every suite of `npm test`, in order, with its cap in seconds. A cap warns, it never fails a run.
const bin = (name, ...args) => [`node_modules/.bin/${name}`, ...args];

/** Checks that say yes or no: one count each. */
export const staticChecks = [
  // The longest first: the others run beside it.
  { name: 'lint', command: bin('eslint', '.', '--max-warnings', '0') },
  { name: 'format', command: bin('prettier', '--check', '--log-level', 'warn', '.') },
  { name: 'style sheets', command: bin('stylelint', 'renderer/**/*.{css,vue}') },
  { name: 'types', command: bin('vue-tsc', '-b') },
  {
    name: 'boundaries',
    command: bin('depcruise', 'core', 'renderer', 'electron', 'scripts', 'tests'),
  },
  { name: 'dead code', command: bin('knip', '--no-config-hints') },
  { name: 'licences', command: ['node', 'scripts/licences.mjs'] },
  { name: 'requirements', command: ['node', 'scripts/trace.mjs', '--check'] },
  { name: 'invariants', command: ['node', 'scripts/invariantNames.mjs'] },
];

const vitest = (projects, suite) => ({ kind: 'vitest', projects, ...suite });
const playwright = (projects, suite) => ({ kind: 'playwright', projects, ...suite });

/** A command whose last line is one JSON object; each claim about it is one count. */
const report = (command, suite) => ({ kind: 'report', command, ...suite });
const SIMULATE = 'tests/simulation/simulate.ts';
const simulate = (...args) => ['node', 'scripts/simulate.mjs', ...args];
const script = (file, ...args) => ['node', '--import', 'tsx', file, ...args];

export const suites = [
  { name: 'static', cap: 180, kind: 'checks', checks: staticChecks },
  vitest(['unit', 'component'], { name: 'unit, component', cap: 120 }),
  vitest(['unit'], { name: 'unit in another time zone', cap: 60, env: { TZ: 'America/New_York' } }),
  vitest(['contract', 'migrations'], {
    name: 'contract, migrations',
    cap: 120,
    homes: ['tests/contract', 'tests/migrations'],
    needsPostgres: true,
  }),
  vitest(['pairs'], { name: 'pair table', cap: 60, homes: ['tests/pairs'] }),
  vitest(['scenarios'], { name: 'scenarios', cap: 120, homes: ['tests/scenarios'] }),
  report(simulate('--histories', '2000', '--seed', 'test', '--jobs', '2'), {
    name: 'simulation, memory store',
    cap: 360,
    homes: [SIMULATE],
    claims: {
      'I-01 to I-09, I-11, I-14, I-17, I-18, I-23: nothing is lost, done twice, out of order or different after any of two thousand histories':
        (r) => r.histories === 2_000 && r.operations > 600_000 && r.violations === 0,
      'every one of two thousand histories comes to rest': (r) => r.unsettled === 0,
    },
  }),
  report(simulate('--histories', '4', '--replicas', '40', '--acts', '100', '--jobs', '2'), {
    name: 'simulation of forty replicas',
    cap: 120,
    homes: [SIMULATE],
    claims: {
      'I-01 to I-09: forty replicas with a hundred acts each break nothing': (r) =>
        r.operations > 8_000 && r.violations === 0,
      'forty replicas come to rest': (r) => r.unsettled === 0,
    },
  }),
  vitest(['simulation'], {
    name: 'planted bugs, simulation on files',
    cap: 300,
    homes: ['tests/simulation'],
  }),
  report(simulate('--store', 'postgres', '--histories', '50'), {
    name: 'simulation on PostgreSQL',
    cap: 120,
    homes: [SIMULATE],
    needsPostgres: true,
    claims: {
      'I-01 to I-09: fifty histories over a server break nothing and decide what memory decides': (
        r,
      ) => r.histories === 50 && r.operations > 10_000 && r.violations === 0,
      'every history over a server comes to rest': (r) => r.unsettled === 0,
    },
  }),
  vitest(['faults'], { name: 'faults', cap: 180, homes: ['tests/faults'], needsPostgres: true }),
  vitest(['robustness'], { name: 'robustness', cap: 120, homes: ['tests/robustness'] }),
  report(script('scripts/drill/main.ts', '--seed', '1', '--hours', '2', '--cut', '0.4-1.8'), {
    name: 'drill',
    cap: 120,
    homes: ['scripts/drill/runDrill.ts'],
    claims: {
      'a shift with a line cut loses no acknowledged operation': (r) => r.lost === 0,
      'a shift with a line cut applies nothing twice': (r) => r.appliedTwice === 0,
      'a shift with a line cut ends in equal replicas': (r) => r.converged === true,
      'consoles of a street that is cut off see over its station what the others do': (r) =>
        r.seenOverStation > 0,
      'a shift with a line cut meets conflicts': (r) => r.conflicts > 0 && r.operations > 0,
      'both sides of a cut line act on ten common cases and five rules fire': (r) =>
        r.commonCases >= 10 && r.rules.length >= 5,
    },
  }),
  report(script('scripts/proxyRuns/main.ts', '--runs', '60', '--seed', '1'), {
    name: 'real processes over faulty lines',
    cap: 330,
    homes: ['scripts/proxyRuns/runThroughFaults.ts'],
    claims: {
      'sixty runs over faulty lines lose no acknowledged operation': (r) =>
        r.runs === 60 && r.acknowledged > 500 && r.lost === 0,
      'sixty runs over faulty lines apply nothing twice': (r) => r.appliedTwice === 0,
      'sixty runs over faulty lines end in equal replicas': (r) => r.converged === true,
      'every run over faulty lines comes to rest within 30 s': (r) => r.stalls === 0,
      'every fault of a line strikes': (r) => Object.values(r.faults).every((n) => n > 0),
    },
  }),
  vitest(['eval'], { name: 'evaluation commands', cap: 60, homes: ['tests/eval'] }),
  playwright(['browser'], { name: 'end to end, browser', cap: 300, homes: ['tests/e2e'] }),
  playwright(['electron', 'shell'], {
    name: 'end to end, desktop window',
    cap: 300,
    homes: ['tests/e2e-electron'],
    needsDesktop: true,
  }),
  playwright(['visual'], { name: 'pictures, accessibility', cap: 360, homes: ['tests/visual'] }),
  vitest(['pack'], { name: 'pack', cap: 120, homes: ['tests/pack'], needsDesktop: true }),
];
