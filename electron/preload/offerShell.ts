// The whole bridge: a frozen description, and one request whose answer is a port. There is no
// generic way to send anything to the shell.
import { contextBridge, ipcRenderer } from 'electron';
import {
  HOST_PORT_MESSAGE,
  type ConsoleShell,
  type ShellBody,
} from '#core/protocol/console/shell.ts';

const PREFIX = '--shaotai-body=';

export function offerShell(): void {
  ipcRenderer.on('host-port', (event) => {
    window.postMessage(HOST_PORT_MESSAGE, window.location.origin, [...event.ports]);
  });
  const shell: ConsoleShell = {
    requestHostPort: () => ipcRenderer.send('request-host-port'),
    body: readBody(),
  };
  contextBridge.exposeInMainWorld('consoleShell', shell);
}

function readBody(): ShellBody {
  const word = process.argv.find((argument) => argument.startsWith(PREFIX)) ?? PREFIX;
  const text = atob(word.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(text) as ShellBody;
}
