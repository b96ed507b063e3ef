// `npm run audit:export -- --data D --out FILE [--whole] [--store postgres]`: the district's log as a file to be checked anywhere.
// `npm run audit:export -- --console C --out FILE`: the heads that a console has witnessed, one a line.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportAudit } from '#core/district/audit/exportAudit.ts';
import { openAuditSource } from '#core/district/audit/openSource.ts';
import type { AuditPlace } from '#core/district/audit/openSource.ts';
import { readStoreAddress } from '#core/district/store/storeAddress.ts';
import { HeadBook } from '#core/host/audit/headBook.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { runCommand } from './audit/runCommand.ts';
import { writeWhole } from './audit/wholeFile.ts';
import type { Write } from './audit/wholeFile.ts';

async function exportLog(place: AuditPlace, write: Write): Promise<object> {
  const source = await openAuditSource(place);
  try {
    return await exportAudit(source, write);
  } finally {
    await source.close();
  }
}

async function exportHeads(folder: string, write: Write): Promise<object> {
  const file = join(folder, 'desk.db');
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 2 });
  try {
    const heads = await new HeadBook(database).kept();
    for (const head of heads) await write(`${JSON.stringify(head)}\n`);
    return { heads: heads.length };
  } finally {
    await database.close();
  }
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      console: { type: 'string' },
      out: { type: 'string' },
      whole: { type: 'boolean', default: false },
      store: { type: 'string', default: 'sqlite' },
    },
  });
  const { data, out, whole } = values;
  const isOne = (data === undefined) !== (values.console === undefined);
  const postgres = readStoreAddress(values.store);
  if (!isOne || out === undefined || postgres === 'bad') return null;
  const counts = await writeWhole<object>(out, (write) =>
    data === undefined
      ? exportHeads(values.console ?? '', write)
      : exportLog({ data, isWhole: whole, postgres }, write),
  );
  return { out, ...counts };
});
