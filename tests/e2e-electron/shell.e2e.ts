// The walls around the pages, in the real window: what no page may do, and what survives a crash.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test as base, expect } from '@playwright/test';
import {
  electronExecutable,
  openDesktop,
  sandboxArguments,
  withDataFolder,
  type Desktop,
} from '../e2e/fixtures/desktop.ts';

const test = base.extend<{ dataFolder: string; desktop: Desktop }>({
  dataFolder: async ({}, use) => withDataFolder(use),
  desktop: async ({ dataFolder }, use) => {
    const desktop = await openDesktop(dataFolder);
    await use(desktop);
    await desktop.close();
  },
});

test('a page is sandboxed, isolated and sees nothing of Node', async ({ desktop }) => {
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      // Not in the declarations, but the only way to see what a window really got.
      const opened = webContents as unknown as {
        getLastWebPreferences(): Record<string, boolean>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity } =
        opened.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity };
    }),
  );
  expect(preferences).toEqual([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true },
  ]);
  const seen = await desktop.page.evaluate(() => ({
    process: typeof Reflect.get(globalThis, 'process'),
    require: typeof Reflect.get(globalThis, 'require'),
    bridge: Object.keys(Reflect.get(globalThis, 'consoleShell') as object).sort(),
  }));
  expect(seen).toEqual({
    process: 'undefined',
    require: 'undefined',
    bridge: ['body', 'requestHostPort', 'seat'],
  });
});

test('a page is held by the system sandbox, or the program says that it is not', async ({
  desktop: { app, page },
}) => {
  const pid = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  // 2: the process may only make the system calls of a filter that it cannot take off.
  const isFiltered = /^Seccomp:\s+2$/m.test(status);
  const says = await page.evaluate(() => {
    const shell = Reflect.get(globalThis, 'consoleShell') as { body: { isSandboxed: boolean } };
    return shell.body.isSandboxed;
  });
  expect(says).toBe(sandboxArguments.length === 0);
  expect(isFiltered).toBe(says);
});

test('a page cannot leave its origin, open a foreign window or get a permission', async ({
  desktop: { app, page },
}) => {
  await page.waitForURL(/^shaotai:\/\/console\/index\.html#\/setup/);
  const home = page.url();
  expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  // Nothing is to happen, so there is nothing to wait for; a slow machine only looks earlier.
  await page.waitForTimeout(300);
  expect(page.url()).toBe(home);
  expect(app.windows()).toHaveLength(1);
  const states = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi'] as PermissionName[];
    const asked = names.map(async (name) => (await navigator.permissions.query({ name })).state);
    return await Promise.all(asked);
  });
  expect(states).toEqual(['denied', 'denied', 'denied']);
});

test('a page runs no script but its own files', async ({ desktop: { page } }) => {
  const policy = await page.evaluate(
    async () => (await fetch(location.pathname)).headers.get('content-security-policy') ?? '',
  );
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  const ran = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = true';
        document.body.append(script);
        // Later, because what a test evaluates is itself exempt from the policy.
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval
            new Function('globalThis.injected = true')();
          } catch {
            // Refused, as it must be.
          }
          resolve(Reflect.get(globalThis, 'injected') === true);
        }, 50);
      }),
  );
  expect(ran).toBe(false);
});

test('the pages are served from their folder and nothing beside it', async ({ desktop }) => {
  const statuses = await desktop.page.evaluate(async () => {
    const paths = ['/index.html', '/..%2fhost%2fmain.js', '/ground/..%2foutbox.db', '/nothing'];
    const asked = paths.map(async (path) => (await fetch(path)).status);
    return await Promise.all(asked);
  });
  expect(statuses).toEqual([200, 404, 404, 404]);
});

test('a host that is killed comes back, and the page gets a new port to it', async ({
  desktop: { app, page },
}) => {
  const pids = (): Promise<number[]> =>
    app.evaluate(({ app: program }) =>
      program
        .getAppMetrics()
        .filter((one) => one.type === 'Utility' && one.name === 'shaotai-host')
        .map((one) => one.pid),
    );
  await expect.poll(pids).toHaveLength(1);
  const [before = 0] = await pids();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const onMessage = (event: MessageEvent<unknown>): void => {
          const [port] = event.ports;
          if (port === undefined) return;
          window.removeEventListener('message', onMessage);
          const closed = new Promise((done) => port.addEventListener('close', () => done(true)));
          Reflect.set(globalThis, 'portClosed', closed);
          port.start();
          resolve();
        };
        window.addEventListener('message', onMessage);
        const shell = Reflect.get(globalThis, 'consoleShell') as { requestHostPort(): void };
        shell.requestHostPort();
      }),
  );
  process.kill(before, 'SIGKILL');
  const closed = (): Promise<unknown> =>
    page.evaluate(() => Reflect.get(globalThis, 'portClosed') as Promise<boolean>);
  expect(await closed()).toBe(true);
  await expect.poll(async () => (await pids()).filter((pid) => pid !== before)).toHaveLength(1);
});

test('a case file opens in a window of its own, an unknown screen does not', async ({
  desktop: { app, page },
}) => {
  await page.evaluate(() => {
    window.open('./index.html#/admin/people');
    window.open('./index.html#/case/0192f0c1');
  });
  await expect.poll(() => app.windows().length).toBe(2);
  const [tornOff] = app.windows().filter((one) => one !== page);
  if (tornOff === undefined) throw new Error('no window was torn off');
  await tornOff.waitForURL(/^shaotai:/);
  const kind = await tornOff.evaluate(() => {
    const shell = Reflect.get(globalThis, 'consoleShell') as { body: { window: string } };
    return shell.body.window;
  });
  expect(kind).toBe('tearOff');
});

test('a second start on one data folder gives way to the first', async ({
  desktop: { app },
  dataFolder,
}) => {
  const words = [...sandboxArguments, process.cwd(), '--data', dataFolder];
  const second = spawn(electronExecutable(), words, { stdio: 'ignore' });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  expect(app.windows()).toHaveLength(1);
});

test('a window comes back to where it stood', async ({ dataFolder }) => {
  const bounds = { x: 40, y: 60, width: 1200, height: 700 };
  const first = await openDesktop(dataFolder);
  await first.app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  await expect
    .poll(() =>
      first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
    )
    .toEqual(bounds);
  await first.app.evaluate(({ app }) => app.quit());
  await first.app.waitForEvent('close');
  const second = await openDesktop(dataFolder);
  const restored = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  await second.close();
  expect(restored).toEqual(bounds);
});
