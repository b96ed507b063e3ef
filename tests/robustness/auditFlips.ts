// node --import tsx tests/robustness/auditFlips.ts --flips N [--seed S]: its last line is one JSON object.
import { parseArgs } from 'node:util';
import { verifyAudit } from '#scripts/audit/verifyAudit.ts';
import { smallAuditFile } from '#tests/support/auditFile.ts';
import { CHANGES, changed, flips } from './bentFiles.ts';

const { values } = parseArgs({
  options: {
    flips: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
});
const count = Number(values.flips);
const began = performance.now();
const all = { tried: 0, found: 0, missed: [] as string[] };
const found: Record<string, string> = {};
let entries = 0;
for (const isWhole of [true, false]) {
  const file = await smallAuditFile(isWhole);
  const verdict = await verifyAudit([file.bytes]);
  if (!verdict.ok) throw new Error(`the file itself is not sound: ${String(verdict.why)}`);
  entries = verdict.entries;
  const bent = await flips(file, count / 2, Number(values.seed));
  all.tried += bent.tried;
  all.found += bent.found;
  all.missed.push(...bent.missed);
  for (const name of Object.keys(CHANGES)) {
    const done = await changed(file, name, Math.ceil(count / 100));
    found[`${name}${isWhole ? '' : 'Bare'}`] = `${done.found}/${done.tried}`;
  }
}
const seconds = Math.round((performance.now() - began) / 1_000);
const { tried, missed } = all;
process.stdout.write(
  `${JSON.stringify({ flips: tried, found: all.found, missed, ...found, entries, seconds })}\n`,
);
