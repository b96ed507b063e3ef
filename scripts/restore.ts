// `npm run restore -- --from FOLDER --data D2 [--backup NAME]`: into a folder that is empty or not there.
import { parseArgs } from 'node:util';
import { restoreBackup } from '#core/district/backup/restoreBackup.ts';
import { runCommand } from './audit/runCommand.ts';

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      data: { type: 'string' },
      backup: { type: 'string' },
    },
  });
  const { from, data, backup = null } = values;
  if (from === undefined || data === undefined) return null;
  return restoreBackup(from, data, { backup, now: Date.now() });
});
