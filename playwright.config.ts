// One set of specs, two bodies: `browser` (Debian's Chromium against the Node host) and `electron`
// (the desktop window). Pictures and accessibility live in tests/visual.
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './tests/e2e/fixtures/chromium.ts';

const browser = {
  viewport: { width: 1920, height: 1080 },
  launchOptions: { executablePath: chromiumPath(), args: [...chromiumArguments] },
};

export default defineConfig({
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  outputDir: 'out/test-results/playwright',
  use: { video: 'off', trace: 'retain-on-failure', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'browser', testDir: 'tests/e2e', testMatch: '**/*.e2e.ts', use: browser },
    { name: 'electron', testDir: 'tests/e2e', testMatch: '**/*.e2e.ts', use: browser },
    { name: 'shell', testDir: 'tests/e2e-electron', testMatch: '**/*.e2e.ts' },
    { name: 'visual', testDir: 'tests/visual', testMatch: '**/*.visual.ts', use: browser },
  ],
});
