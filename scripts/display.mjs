// A virtual display for desktop tests where there is no real one.
import { spawn } from 'node:child_process';

const START_MS = 10_000;

/** @returns {Promise<{display: string, stop: () => Promise<void>}>} */
export function startDisplay(size = '1920x1080x24') {
  return new Promise((resolve, reject) => {
    // -displayfd: Xvfb picks a free number itself and writes it to that descriptor. -ac: the desktop
    // program may run as another user of this machine; there is no door for other machines.
    const words = ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-ac'];
    const server = spawn('Xvfb', words, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const timer = setTimeout(() => {
      server.kill();
      reject(new Error('Xvfb did not start within ten seconds.'));
    }, START_MS);
    const ended = new Promise((done) => server.once('exit', done));
    server.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error('Xvfb could not be started.', { cause: error }));
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
