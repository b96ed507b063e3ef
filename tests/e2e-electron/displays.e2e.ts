// A seat on two displays: real windows on a real X server, whose right display is unplugged and back.
import { test as base, expect, type ElectronApplication, type Page } from '@playwright/test';
import type { ConsoleShell, SeatLayout } from '#core/protocol/console/shell.ts';
import { openDesktop, withDataFolder, type Desktop } from '../e2e/fixtures/desktop.ts';
import { startTwoDisplays, type TwoDisplays } from './fixtures/twoDisplays.ts';

const test = base.extend<{ dataFolder: string; desk: TwoDisplays; seat: Desktop }>({
  dataFolder: async ({}, use) => withDataFolder(use),
  desk: async ({}, use) => {
    const desk = await startTwoDisplays();
    await use(desk);
    await desk.stop();
  },
  seat: async ({ dataFolder, desk }, use) => {
    const seat = await openDesktop(dataFolder, [], desk.display);
    await use(seat);
    await seat.close();
  },
});

const LEFT = { x: 0, y: 0, width: 1920, height: 1080 };
const RIGHT = { x: 1920, y: 0, width: 1920, height: 1080 };

/** On which display the window with this address stands. */
function sideOf(app: ElectronApplication, part: string): Promise<string> {
  return app.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes(wanted),
    );
    if (window === undefined) return 'closed';
    const { x, width } = window.getBounds();
    return x + width / 2 < 1920 ? 'left' : 'right';
  }, part);
}

const openBeside = (page: Page, address: string): Promise<void> =>
  page.evaluate((wanted) => {
    window.open(wanted);
  }, address);

function layoutOf(page: Page): Promise<SeatLayout> {
  return page.evaluate(() => {
    const { seat } = Reflect.get(globalThis, 'consoleShell') as ConsoleShell;
    if (seat === undefined) throw new Error('this page has no seat');
    return seat.layout();
  });
}

/** Where tests place a window, as a person does in the settings. */
function place(page: Page, kind: 'console' | 'map' | 'wall', key: string): Promise<void> {
  return page.evaluate(
    async (wanted) => {
      const { seat } = Reflect.get(globalThis, 'consoleShell') as ConsoleShell;
      await seat?.place(wanted.kind, wanted.key);
    },
    { kind, key },
  );
}

test('both displays of a seat are listed with size and position', async ({ seat: { page } }) => {
  const { displays, windows } = await layoutOf(page);
  expect(displays).toMatchObject([
    { ...LEFT, isPrimary: true, isThere: true },
    { ...RIGHT, isPrimary: false, isThere: true },
  ]);
  expect(windows.map((one) => [one.window, one.isOpen])).toEqual([
    ['console', true],
    ['board', false],
    ['map', false],
    ['case', false],
    ['wall', false],
  ]);
});

test('a window stands on the display chosen for it, now and when it opens', async ({
  seat: { app, page },
}) => {
  const [left, right] = (await layoutOf(page)).displays;
  if (left === undefined || right === undefined) throw new Error('two displays are needed');
  await expect.poll(() => sideOf(app, 'index.html')).toBe('left');
  await place(page, 'console', right.key);
  await expect.poll(() => sideOf(app, 'index.html')).toBe('right');
  await place(page, 'console', left.key);
  await place(page, 'map', left.key);
  await openBeside(page, './index.html#/map');
  await openBeside(page, './index.html#/board');
  // The map was chosen; the board goes where the console is not.
  await expect.poll(() => app.windows().length).toBe(3);
  await expect
    .poll(async () => (await layoutOf(page)).windows.find((one) => one.window === 'board')?.display)
    .toBe(right.key);
  const sides = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => (one.getBounds().x < 1900 ? 'left' : 'right')),
  );
  expect(sides.toSorted()).toEqual(['left', 'left', 'right']);
});

test('windows of an unplugged display come into sight, and go back with it', async ({
  desk,
  seat: { app, page },
}) => {
  await openBeside(page, './wall.html');
  await expect.poll(() => sideOf(app, 'wall.html')).toBe('right');
  const wallOf = async () =>
    (await layoutOf(page)).windows.find((one) => one.window === 'wall') ?? null;
  await expect.poll(async () => (await wallOf())?.display).not.toBeNull();
  desk.unplug();
  await expect.poll(() => sideOf(app, 'wall.html')).toBe('left');
  await expect.poll(wallOf).toMatchObject({ isOpen: true, isAway: true });
  await expect
    .poll(async () => (await layoutOf(page)).displays.map((one) => one.isThere))
    .toEqual([true, false]);
  await page.waitForTimeout(1_000);
  desk.plug();
  await expect.poll(() => sideOf(app, 'wall.html')).toBe('right');
  await expect.poll(async () => (await wallOf())?.isAway).toBe(false);
});

test('windows that stood beside the console open at the next start, each at its place', async ({
  dataFolder,
  desk,
}) => {
  const boundsOf = (app: ElectronApplication): Promise<Record<string, number[]>> =>
    app.evaluate(({ BrowserWindow }) =>
      Object.fromEntries(
        BrowserWindow.getAllWindows().map((one) => {
          const { x, y, width, height } = one.getBounds();
          return [String(width), [x, y, width, height]];
        }),
      ),
    );
  const first = await openDesktop(dataFolder, [], desk.display);
  const places = {
    1300: { x: 40, y: 60, width: 1300, height: 700 },
    1301: { x: 2100, y: 80, width: 1301, height: 720 },
    1302: { x: 1950, y: 200, width: 1302, height: 740 },
    1303: { x: 200, y: 120, width: 1303, height: 760 },
  };
  for (const hash of ['map', 'board', 'case/0192f0c1']) {
    await openBeside(first.page, `./index.html#/${hash}`);
  }
  await expect.poll(() => first.app.windows().length).toBe(4);
  // Each has been placed and shown: from now on only a person moves it.
  await expect
    .poll(() =>
      first.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().every((one) => one.isVisible()),
      ),
    )
    .toBe(true);
  await first.app.evaluate(({ BrowserWindow }, wanted) => {
    const all = BrowserWindow.getAllWindows().sort((one, other) => one.id - other.id);
    for (const [at, bounds] of wanted.entries()) all[at]?.setBounds(bounds);
  }, Object.values(places));
  await expect
    .poll(async () => Object.keys(await boundsOf(first.app)))
    .toEqual(Object.keys(places));
  const before = await boundsOf(first.app);
  await first.app.evaluate(({ app }) => app.quit());
  await first.app.waitForEvent('close');

  const second = await openDesktop(dataFolder, [], desk.display);
  await expect.poll(() => second.app.windows().length).toBe(4);
  await expect.poll(() => boundsOf(second.app)).toEqual(before);
  // One that its person closes stays closed.
  await second.app.evaluate(({ BrowserWindow }) => {
    const all = BrowserWindow.getAllWindows().sort((one, other) => one.id - other.id);
    all[1]?.close();
  });
  await expect.poll(() => second.app.windows().length).toBe(3);
  await second.app.evaluate(({ app }) => app.quit());
  await second.app.waitForEvent('close');
  const third = await openDesktop(dataFolder, [], desk.display);
  await expect.poll(() => third.app.windows().length).toBe(3);
  await third.close();
});

test('every display shows its number for a moment', async ({ seat: { app, page } }) => {
  await page.evaluate(() => {
    const { seat } = Reflect.get(globalThis, 'consoleShell') as ConsoleShell;
    seat?.identify();
  });
  await expect.poll(() => sideOf(app, '%3Cb%3E1%3C')).toBe('left');
  expect(await sideOf(app, '%3Cb%3E2%3C')).toBe('right');
  await expect.poll(() => app.windows().length).toBe(1);
});
