// Displays that nobody sees, for desktop tests where there is no real one.
import { spawn } from 'node:child_process';

const START_MS = 10_000;

/**
 * Starts a server of displays that nobody sees. `-displayfd`: it takes a free number by itself and says
 * which. `-ac`: the desktop program may run as another user of this machine; there is no door for others.
 */
export function startDisplayServer(command, words) {
  return new Promise((resolve, reject) => {
    const server = spawn(command, ['-displayfd', '3', '-nolisten', 'tcp', '-ac', ...words], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((done) => server.once('exit', done));
    const timer = setTimeout(() => {
      server.kill();
      reject(new Error(`${command} did not start within ten seconds.`));
    }, START_MS);
    server.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${command} could not be started.`, { cause: error }));
    });
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${command} ended with ${String(code)}.`));
    });
    let text = '';
    server.stdio[3].on('data', (chunk) => {
      text += String(chunk);
      if (!text.endsWith('\n')) return;
      clearTimeout(timer);
      resolve({
        display: `:${text.trim()}`,
        stop: async () => {
          server.kill('SIGTERM');
          await ended;
        },
      });
    });
  });
}

export function startDisplay(size = '1920x1080x24') {
  return startDisplayServer('Xvfb', ['-screen', '0', size]);
}
