// `npm run --silent audit:verify -- FILE [--heads FILE] [--key BASE64]`: its last line is the verdict, status 1
// when the file is not what was signed. `--heads` are heads that somebody else kept, one JSON text a line.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runCommand } from './audit/runCommand.ts';
import { verifyAudit } from './audit/verifyAudit.ts';
import type { SignedHead } from './audit/verifyAudit.ts';

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { heads: { type: 'string' }, key: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return null;
  const { key } = values;
  const heads = values.heads === undefined ? [] : await readHeads(values.heads);
  const known = key === undefined ? { heads } : { heads, key };
  const { why, ...verdict } = await verifyAudit(createReadStream(file), known);
  if (why !== null) process.stderr.write(`${why}\n`);
  if (!verdict.ok) process.exitCode = 1;
  const { redacted, ...said } = verdict;
  // Whoever reads the line by its four fields finds them alone where nothing was taken out.
  return redacted === 0 ? said : { ...said, redacted };
});

async function readHeads(file: string): Promise<SignedHead[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SignedHead);
}
