// The desktop body: windows, one host process, and the walls around the pages. No rule of the
// business lives here. Never `await app.whenReady()` at the top level of this module: `ready` waits
// for the module to end.
import { join, resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  safeStorage,
  session,
  type MessageBoxOptions,
} from 'electron';
import { sentences } from '../i18n/sentences.ts';
import { registerAppScheme, serveAppScheme } from './appScheme.ts';
import { openDataKey } from './dataKey.ts';
import { HostProcess, type HostTrouble } from './hostProcess.ts';
import { readLaunchOptions } from './launchOptions.ts';
import { openShellLog } from './shellLog.ts';
import { openSeatDoor } from './seatDoor.ts';
import { hardenEveryPage, hardenSession } from './security.ts';
import { WindowMemory } from './windowMemory.ts';
import { Windows } from './windows.ts';

/** Below this major version Chromium gets no fixes: the page must say so. */
const OLDEST_SUPPORTED_MAJOR = 43;
const EXIT_KEY_UNREADABLE = 3;
const EXIT_BUG = 70;
/** Longer than the host may take to close its files. */
const SIGNAL_BOUND_MS = 9_000;

const programFolder = resolve(import.meta.dirname, '../..');
const options = readLaunchOptions(process.argv, process.cwd());
const dataFolder = options.dataFolder ?? join(app.getPath('userData'), 'console');
const log = openShellLog(join(dataFolder, 'logs'));

// The lock that a second start meets is the profile's: one profile per data folder, one program.
app.setPath('userData', join(dataFolder, 'shell'));
// Electron would show a dialog and hang behind it; a bug ends the program and says so.
process.on('uncaughtException', (error) => {
  log.write('error', 'bug/unexpected', { why: error.stack ?? error.message });
  void log.flush().finally(() => app.exit(EXIT_BUG));
});
registerAppScheme();
hardenEveryPage();

if (app.requestSingleInstanceLock()) {
  app.on('ready', start);
} else {
  // The window that has this data folder comes to the front instead.
  log.write('info', 'shell/second-start');
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
    onTrouble: tell,
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
  openSeatDoor(windows);
  host.start();
  windows.openConsole();
  if (options.hasWall) windows.openWall();
  app.on('second-instance', () => windows.openConsole());
  app.on('before-quit', () => windows.ending());
  closeInOrder(host);
}

/** The key, null where there is no key store, undefined when the program must not go on. */
function dataKey(): string | null | undefined {
  const key = openDataKey(safeStorage, join(dataFolder, 'shell', 'data-key'));
  if (key.kind === 'sealed') return key.base64;
  if (key.kind === 'none') {
    // The data key then lies in a file that only this account can read.
    log.write('warn', 'shell/no-key-store');
    return null;
  }
  // A new key would make every caller kept so far unreadable: stop, and let a person decide.
  log.write('error', 'shell/key-unreadable', { why: String(key.cause) });
  const { title, text } = sentences.keyUnreadable;
  dialog.showErrorBox(title, text);
  return undefined;
}

/** There is no page to say it: the host that would serve it is down. */
function tell(trouble: HostTrouble): void {
  const { title, text } = sentenceFor(trouble);
  // The host goes on trying; of a folder that it may not open there is nothing to try.
  const isOver = trouble.kind !== 'does-not-start';
  const options: MessageBoxOptions = { type: 'error', message: title, detail: text };
  const [window] = BrowserWindow.getAllWindows();
  const shown =
    window === undefined ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);
  void shown.then(() => {
    if (isOver) app.quit();
  });
}

function sentenceFor(trouble: HostTrouble): { readonly title: string; readonly text: string } {
  if (trouble.kind === 'does-not-start') return sentences.hostDown(trouble.why);
  return trouble.kind === 'folder-busy' ? sentences.folderBusy : sentences.dataNewer;
}

function closeInOrder(host: HostProcess): void {
  let isHostStopped = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isHostStopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      isHostStopped = true;
      return log.close().then(() => app.exit(0));
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      app.quit();
      // An open dialog of the system can hold the quitting back; a signal is not asked twice.
      setTimeout(() => app.exit(0), SIGNAL_BOUND_MS).unref();
    });
  }
}
