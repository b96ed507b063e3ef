// One set of specs, two bodies: `browser` (Debian's Chromium against the Node host) and `electron`
// (the desktop window). Pictures and accessibility live in tests/visual.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './tests/e2e/fixtures/chromium.ts';

const browser = {
  viewport: { width: 1920, height: 1080 },
  launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] },
};

/** What the page was at each step, without a film: drawing one takes a fifth of a slow machine. */
const trace = {
  mode: 'retain-on-failure',
  screenshots: false,
  snapshots: true,
  sources: false,
} as const;
/** A picture that fails leaves its picture. */
const still = { ...browser, trace: 'off', screenshot: 'only-on-failure' } as const;

export default defineConfig({
  forbidOnly: true,
  // Files in parallel, the stories of a file one after the other: each worker has a district of its own.
  fullyParallel: false,
  workers: Math.min(2, availableParallelism()),
  retries: 0,
  // Bounds for a slow machine under load: nothing waits this long on a quiet one.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: 'out/test-results/playwright',
  use: { video: 'off', trace, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'browser', testDir: 'tests/e2e', testMatch: '**/*.e2e.ts', use: browser },
    { name: 'electron', testDir: 'tests/e2e', testMatch: '**/*.e2e.ts', use: browser },
    // Displays are plugged and windows counted there: one at a time.
    { name: 'shell', testDir: 'tests/e2e-electron', testMatch: '**/*.e2e.ts', workers: 1 },
    { name: 'visual', testDir: 'tests/visual', testMatch: '**/*.visual.ts', use: still },
  ],
});
