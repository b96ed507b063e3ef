import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SYNC_PROTOCOL } from '#core/protocol/sync/versions.ts';
import { Recorder } from './recorder.ts';
import { playSession } from './session.ts';
import type { Tape } from './stage.ts';

/*
 * Records the wire of the program as it stands in this tree: `npm run record:wire`. The tape of a protocol is made
 * by the last program of it and never again: what is committed is what was released. `-- FOLDER` puts it elsewhere, to
 * look at it.
 */
const [folder] = process.argv.slice(2);
const recorder = await Recorder.open();
try {
  await playSession(recorder);
  const name = `protocol-${SYNC_PROTOCOL}.json`;
  const file = folder === undefined ? new URL(name, import.meta.url) : join(folder, name);
  await writeFile(file, `${linesOf(recorder.tape(SYNC_PROTOCOL))}\n`);
} finally {
  await recorder.stage.close();
}

/** A step and a decision a line: two tapes can be compared by eye. */
function linesOf({ steps, log, ...rest }: Tape): string {
  const rows = (all: readonly unknown[]): string =>
    all.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  const head = Object.entries(rest).map(([key, one]) => `  "${key}": ${JSON.stringify(one)},`);
  return `{\n${head.join('\n')}\n  "steps": [\n${rows(steps)}\n  ],\n  "log": [\n${rows(log)}\n  ]\n}`;
}
