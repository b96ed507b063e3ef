// Loaded into a program that is measured, by `node --import`: at SIGUSR2 it writes what the program takes, and how long
// its event loop was held up since the last time, to a file named by its process.
import { renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchLoop } from './loopWatch.mjs';

const loop = watchLoop();
let answers = 0;

process.on('SIGUSR2', () => {
  const held = loop.told();
  // Only where it was asked for: a collection is a pause itself.
  globalThis.gc?.();
  answers += 1;
  const file = join(tmpdir(), `shaotai-probe-${process.pid}.json`);
  writeFileSync(
    `${file}.new`,
    JSON.stringify({ answers, loop: held, memory: process.memoryUsage() }),
  );
  renameSync(`${file}.new`, file);
  loop.told();
});
