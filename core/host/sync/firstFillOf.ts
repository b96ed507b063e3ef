import { dirname, join } from 'node:path';
import type { Log } from '../../node/logFile.ts';
import { HeadBook } from '../audit/headBook.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { Topic } from '../views/viewHub.ts';
import type { DistrictAddress } from './districtLink.ts';
import { fetchChunk, FillFolder } from './fillFolder.ts';
import { FirstFill } from './firstFill.ts';

/** What this console takes in when it has no rows yet. */
export function firstFillOf(
  core: ConsoleCore,
  options: {
    readonly address: DistrictAddress;
    readonly log: Log;
    readonly wake: () => void;
    readonly touch: (topics: readonly Topic[]) => void;
  },
): FirstFill {
  const { address, log, wake, touch } = options;
  const heads = new HeadBook(core.files.desk);
  return new FirstFill({
    scope: core.scope,
    folder: new FillFolder(join(dirname(core.files.desk.file), 'fill')),
    replica: () => core.replica,
    ask: (name, input) => core.engine.ask({ f: 'ask', name, input }),
    fetch: (chunk, ticket, signal) => fetchChunk(address, { chunk, ticket }, signal),
    keys: async () => (await heads.kept()).map(({ key }) => key),
    log,
    onChange: () => {
      touch(['sync', 'session']);
      wake();
    },
  });
}
