// One project a suite, so that `scripts/test.mjs` can run and time each by name.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

interface Suite {
  readonly name: string;
  readonly include: readonly string[];
  readonly timeoutMs?: number;
}

/** Nothing waits this long: what hangs is ended, what is slow on a small machine under load is not. */
const SLOW_MACHINE_MS = 60_000;

const nodeSuites: readonly Suite[] = [
  {
    name: 'unit',
    include: ['core/**/*.test.ts', 'electron/**/*.test.ts', 'scripts/**/*.test.ts'],
  },
  { name: 'contract', include: ['tests/contract/**/*.test.ts'], timeoutMs: 20_000 },
  { name: 'migrations', include: ['tests/migrations/**/*.test.ts'], timeoutMs: 20_000 },
  { name: 'pairs', include: ['tests/pairs/**/*.test.ts'], timeoutMs: 60_000 },
  { name: 'scenarios', include: ['tests/scenarios/**/*.test.ts'], timeoutMs: 60_000 },
  { name: 'simulation', include: ['tests/simulation/**/*.test.ts'], timeoutMs: 600_000 },
  { name: 'faults', include: ['tests/faults/**/*.test.ts'], timeoutMs: 300_000 },
  { name: 'robustness', include: ['tests/robustness/**/*.test.ts'], timeoutMs: 60_000 },
  { name: 'eval', include: ['tests/eval/**/*.test.ts'], timeoutMs: 120_000 },
  { name: 'pack', include: ['tests/pack/**/*.test.ts'], timeoutMs: 300_000 },
];

export default defineConfig({
  test: {
    allowOnly: false,
    projects: [
      ...nodeSuites.map((suite) => ({
        test: {
          name: suite.name,
          include: [...suite.include],
          environment: 'node',
          testTimeout: suite.timeoutMs ?? SLOW_MACHINE_MS,
          hookTimeout: suite.timeoutMs ?? SLOW_MACHINE_MS,
        },
      })),
      {
        plugins: [vue()],
        test: {
          name: 'component',
          include: ['renderer/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: SLOW_MACHINE_MS,
          hookTimeout: SLOW_MACHINE_MS,
        },
      },
    ],
  },
});
