// What no page may do, whatever it has become: leave its origin, open a foreign window, get a
// permission beyond the list, attach a web view, download what was not asked for.
import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { isOwnAddress, isOwnDownload } from './pageAddress.ts';

/** Granted to our own pages only: a seat's headset, the wall in full screen, a copied case number. */
const PERMISSIONS = new Set([
  'media',
  'fullscreen',
  'clipboard-sanitized-write',
  'window-management',
]);

export function secureWebPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A wall and a second window must stay live when they are covered.
    backgroundThrottling: false,
  };
}

export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(PERMISSIONS.has(permission) && isOwnAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) =>
      PERMISSIONS.has(permission) && isOwnAddress(origin.endsWith('/') ? origin : `${origin}/`),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isOwnDownload(item.getURLChain())) event.preventDefault();
  });
}

/** Holds for every page of this process, also for one that we did not think of. */
export function hardenEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => harden(contents));
}

function harden(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
