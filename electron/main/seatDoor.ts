// What a page of the seat may ask about its windows: four requests, of our own pages only.
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { SEAT_WINDOWS } from '#core/protocol/console/shell.ts';
import type { Windows } from './windows.ts';

export function openSeatDoor(windows: Windows): void {
  const isSeat = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const kind = windows.kindOf(event.sender.id);
    const isTopFrame = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame;
    return isTopFrame && (kind === 'console' || kind === 'tearOff');
  };
  ipcMain.handle('seat-layout', (event) => (isSeat(event) ? windows.layout() : null));
  ipcMain.handle('seat-place', (event, window: unknown, display: unknown) => {
    const known = SEAT_WINDOWS.find((one) => one === window);
    if (!isSeat(event) || known === undefined || typeof display !== 'string') return null;
    return windows.place(known, display);
  });
  ipcMain.on('seat-identify', (event) => {
    if (isSeat(event)) windows.identify();
  });
}
