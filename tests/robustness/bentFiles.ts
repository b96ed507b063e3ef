import { createRng } from '#core/kernel/rng.ts';
import type { Rng } from '#core/kernel/rng.ts';
import { verifyAudit } from '#scripts/audit/verifyAudit.ts';
import type { AuditFile } from '#tests/support/auditFile.ts';

export type Bent = { readonly tried: number; readonly found: number; readonly missed: string[] };

/** One bit of the file is another one. */
export async function flips(file: AuditFile, count: number, seed: number): Promise<Bent> {
  const rng = createRng(`flip ${seed}`);
  return each(count, () => {
    const at = rng.int(file.bytes.length);
    const bit = rng.int(8);
    const bytes = Buffer.from(file.bytes);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    return { bytes, what: `bit ${bit} of byte ${at}` };
  });
}

type Change = (lines: readonly string[], rng: Rng) => string[];
const anyOf = (lines: readonly string[], rng: Rng): number => 1 + rng.int(lines.length - 2);

/** What somebody would do who has the file and no key. */
export const CHANGES: Readonly<Record<string, Change>> = {
  dropped: (lines, rng) => lines.toSpliced(anyOf(lines, rng), 1),
  swapped: (lines, rng) => {
    const at = 1 + rng.int(lines.length - 3);
    return [...lines.slice(0, at), lines[at + 1] ?? '', lines[at] ?? '', ...lines.slice(at + 2)];
  },
  doubled: (lines, rng) => {
    const at = anyOf(lines, rng);
    return lines.toSpliced(at, 0, lines[at] ?? '');
  },
  cut: (lines, rng) => lines.slice(0, anyOf(lines, rng)),
};

export async function changed(file: AuditFile, name: string, count: number): Promise<Bent> {
  const rng = createRng(name);
  const change = CHANGES[name];
  if (change === undefined) throw new Error(`no change ${name}`);
  return each(count, () => {
    const bytes = Buffer.from(change(file.lines, rng).join(''));
    return { bytes, what: name };
  });
}

async function each(
  count: number,
  make: () => { readonly bytes: Buffer; readonly what: string },
): Promise<Bent> {
  const missed: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const { bytes, what } = make();
    const verdict = await verifyAudit([bytes]);
    if (verdict.ok || verdict.firstBad === null) missed.push(what);
  }
  return { tried: count, found: count - missed.length, missed };
}
