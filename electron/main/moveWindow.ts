import type { BrowserWindow } from 'electron';
import type { Placement } from './windowPlacement.ts';

/** Where the window manager is slow or missing, the word that full screen was left never comes. */
const LEAVE_MS = 400;

/** To another place, through what the system does not move: a full-screen or maximized window. */
export function moveWindow(window: BrowserWindow, place: Placement): void {
  const settle = (): void => {
    if (window.isDestroyed()) return;
    if (window.isMaximized()) window.unmaximize();
    window.setBounds(place.bounds);
    if (place.isFullScreen) window.setFullScreen(true);
    else if (place.isMaximized) window.maximize();
  };
  if (!window.isFullScreen()) {
    settle();
    return;
  }
  const left = (): void => {
    clearTimeout(timer);
    window.removeListener('leave-full-screen', left);
    settle();
  };
  const timer = setTimeout(left, LEAVE_MS);
  window.once('leave-full-screen', left);
  window.setFullScreen(false);
}
