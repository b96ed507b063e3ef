// The whole bridge: a frozen description, one request whose answer is a port, and what a seat may
// ask about its windows. There is no generic way to send anything to the shell.
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import {
  HOST_PORT_MESSAGE,
  type ConsoleShell,
  type SeatLayout,
  type ShellBody,
  type ShellSeat,
} from '#core/protocol/console/shell.ts';

const PREFIX = '--shaotai-body=';

export function offerShell(parts: { readonly hasSeat: boolean }): void {
  ipcRenderer.on('host-port', (event) => {
    window.postMessage(HOST_PORT_MESSAGE, window.location.origin, [...event.ports]);
  });
  const shell: ConsoleShell = {
    requestHostPort: () => ipcRenderer.send('request-host-port'),
    body: readBody(),
    ...(parts.hasSeat ? { seat: seatOfShell() } : {}),
  };
  contextBridge.exposeInMainWorld('consoleShell', shell);
}

function seatOfShell(): ShellSeat {
  return {
    layout: () => ipcRenderer.invoke('seat-layout') as Promise<SeatLayout>,
    place: (window, display) =>
      ipcRenderer.invoke('seat-place', window, display) as Promise<SeatLayout>,
    identify: () => ipcRenderer.send('seat-identify'),
    onLayout: (listener) => {
      const told = (_event: IpcRendererEvent, layout: SeatLayout): void => listener(layout);
      ipcRenderer.on('seat-layout', told);
      return () => {
        ipcRenderer.removeListener('seat-layout', told);
      };
    },
  };
}

function readBody(): ShellBody {
  const word = process.argv.find((argument) => argument.startsWith(PREFIX)) ?? PREFIX;
  const text = atob(word.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(text) as ShellBody;
}
