// The desktop body: windows, one host process, and the walls around the pages. No rule of the
// business lives here. Never `await app.whenReady()` at the top level of this module: `ready` waits
// for the module to end.
import { join, resolve } from 'node:path';
import { app, dialog, ipcMain, Menu, safeStorage, session } from 'electron';
import { sentencesFor } from '../i18n/sentences.ts';
import { registerAppScheme, serveAppScheme } from './appScheme.ts';
import { openDataKey } from './dataKey.ts';
import { HostProcess } from './hostProcess.ts';
import { readLaunchOptions } from './launchOptions.ts';
import { hardenEveryPage, hardenSession } from './security.ts';
import { WindowMemory } from './windowMemory.ts';
import { Windows } from './windows.ts';

/** Below this major version Chromium gets no fixes: the page must say so. */
const OLDEST_SUPPORTED_MAJOR = 43;
const EXIT_KEY_UNREADABLE = 3;
const EXIT_BUG = 70;

const programFolder = resolve(import.meta.dirname, '../..');
const options = readLaunchOptions(process.argv, process.cwd());
const dataFolder = options.dataFolder ?? join(app.getPath('userData'), 'console');
const log = (line: string): void => console.log(line);

// The lock that a second start meets is the profile's: one profile per data folder, one program.
app.setPath('userData', join(dataFolder, 'shell'));
// Electron would show a dialog and hang behind it; a bug ends the program and says so.
process.on('uncaughtException', (error) => {
  log(`bug: ${error.stack ?? error.message}`);
  app.exit(EXIT_BUG);
});
registerAppScheme();
hardenEveryPage();

if (app.requestSingleInstanceLock()) {
  app.on('ready', start);
} else {
  log('this data folder is in use: the window that has it comes to the front');
  app.quit();
}

function start(): void {
  const key = dataKey();
  if (key === undefined) {
    app.exit(EXIT_KEY_UNREADABLE);
    return;
  }
  Menu.setApplicationMenu(null);
  hardenSession(session.defaultSession);
  serveAppScheme(session.defaultSession, {
    renderer: join(programFolder, 'out', 'renderer'),
    ground: join(dataFolder, 'ground'),
  });
  const host = new HostProcess({
    programFolder,
    dataFolder,
    words: [
      ...(options.district === undefined ? [] : ['--district', options.district]),
      ...options.hostWords,
    ],
    dataKey: key,
    log,
  });
  const windows = new Windows({
    memory: new WindowMemory(join(dataFolder, 'shell', 'windows.json')),
    programFolder,
    log,
    facts: {
      platform: process.platform,
      program: app.getVersion(),
      electron: process.versions.electron,
      isDevelopmentRuntime: Number.parseInt(process.versions.electron, 10) < OLDEST_SUPPORTED_MAJOR,
      isSandboxed: !app.commandLine.hasSwitch('no-sandbox'),
    },
  });
  ipcMain.on('request-host-port', (event) => {
    const kind = windows.kindOf(event.sender.id);
    const isTopFrame = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame;
    if (kind !== undefined && isTopFrame) host.connect(event.sender, kind);
  });
  host.start();
  windows.openConsole();
  if (options.hasWall) windows.openWall();
  app.on('second-instance', () => windows.openConsole());
  closeInOrder(host);
}

/** The key, null where there is no key store, undefined when the program must not go on. */
function dataKey(): string | null | undefined {
  const key = openDataKey(safeStorage, join(dataFolder, 'shell', 'data-key'));
  if (key.kind === 'sealed') return key.base64;
  if (key.kind === 'none') {
    log('no key store: the data key lies in a file that only this account can read');
    return null;
  }
  // A new key would make every caller kept so far unreadable: stop, and let a person decide.
  log(`the sealed data key cannot be opened: ${String(key.cause)}`);
  const { title, text } = sentencesFor(app.getLocale()).keyUnreadable;
  dialog.showErrorBox(title, text);
  return undefined;
}

function closeInOrder(host: HostProcess): void {
  let isHostStopped = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isHostStopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      isHostStopped = true;
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}
