import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { treeHashing } from '#core/node/treeHashing.ts';
import { leafText } from '#core/district/audit/leafText.ts';
import type { LeafFields } from '#core/district/audit/leafText.ts';
import { createDeviceKey, deviceSigner } from '#core/node/deviceKey.ts';
import type { DeviceKey } from '#core/node/deviceKey.ts';
import { GrowingTree } from '#core/kernel/merkle.ts';
import { textOfHead } from '#core/protocol/sync/treeHead.ts';
import type { TreeHead } from '#core/protocol/sync/treeHead.ts';
import { verifyAudit } from '#scripts/audit/verifyAudit.ts';
import { smallAuditFile } from '#tests/support/auditFile.ts';
import type { AuditFile } from '#tests/support/auditFile.ts';
import { CHANGES, changed, flips } from './bentFiles.ts';

const FLIPS = 200;
const run = promisify(execFile);
let whole: AuditFile;
let bare: AuditFile;

beforeAll(async () => {
  whole = await smallAuditFile(true);
  bare = await smallAuditFile(false);
});

type Line = Readonly<Record<string, unknown>> & { readonly type: string };
const parse = (text: string): Line => JSON.parse(text) as Line;
const written = (line: unknown): string => `${nodeHashing.canonical(line)}\n`;

/** What only somebody could make who has the key: everything behind a change is hashed and signed anew. */
function rewritten(lines: readonly string[], from: number, key: DeviceKey): string[] {
  const sign = deviceSigner(key);
  const tree = new GrowingTree(treeHashing);
  let chain = '0'.repeat(64);
  let digest = '';
  const out: string[] = [];
  const counts = { entries: 0, heads: 0 };
  for (const [i, text] of lines.entries()) {
    let line = parse(text);
    if (line.type === 'shaotai-audit') line = { ...line, key: key.publicKey };
    if (line.type === 'entry') {
      const fields = { ...line } as unknown as LeafFields;
      const link = `${chain}${fields.opHash}${fields.outcome}${fields.stateHash ?? ''}`;
      const next = i < from ? fields : { ...fields, chain: nodeHashing.sha256(link) };
      chain = next.chain;
      const leaf = treeHashing.leaf(leafText(next));
      tree.add(leaf);
      counts.entries += 1;
      line = { ...line, ...next, leaf };
    }
    if (line.type === 'head') {
      const { key: _, sig: __, ...said } = line['head'] as TreeHead;
      const body = { ...said, size: counts.entries, root: tree.root() };
      const head = { ...body, key: key.publicKey, sig: sign(textOfHead(body)) };
      counts.heads += 1;
      line = { type: 'head', head };
    }
    if (line.type === 'end') {
      digest = nodeHashing.sha256(out.join(''));
      const { entries, heads } = counts;
      const said = ['shaotai-audit-end/1', entries, heads, tree.root(), digest].join('\n');
      line = { type: 'end', ...counts, root: tree.root(), digest, sig: sign(said) };
    }
    out.push(written(line));
  }
  return out;
}

describe('an audit file', () => {
  it('is sound as it was written, with what was said and without', async () => {
    for (const { bytes, lines, heads } of [whole, bare]) {
      const verdict = await verifyAudit([bytes]);
      const entries = lines.filter((text) => parse(text).type === 'entry').length;
      expect(verdict).toMatchObject({ ok: true, firstBad: null, why: null, entries });
      expect(verdict.heads).toBe(heads.length);
    }
    expect(entriesOf(bare)).toBe(entriesOf(whole));
    expect(bare.bytes.includes('案件')).toBe(false);
    expect(whole.bytes.includes('案件')).toBe(true);
  });

  it('is read in whatever pieces the disk gives it', async () => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bare.bytes.length; at += 1_000) {
      pieces.push(bare.bytes.subarray(at, at + 1_000));
    }
    expect(await verifyAudit(pieces)).toMatchObject({ ok: true });
  });

  it('shows every bit that was flipped', async () => {
    for (const [i, file] of [whole, bare].entries()) {
      expect((await flips(file, FLIPS, i)).missed).toEqual([]);
    }
  });

  it.each(Object.keys(CHANGES))('shows lines that were %s', async (name) => {
    for (const file of [whole, bare]) expect((await changed(file, name, 20)).missed).toEqual([]);
  });

  it('names the entry that was changed', async () => {
    const at = 17;
    const index = whole.lines.findIndex((text) => parse(text)['seq'] === at);
    const line = parse(whole.lines[index] ?? '');
    for (const bent of [
      { ...line, outcome: 'noop' },
      { ...line, op: { ...(line['op'] as object), actor: 'somebody' } },
      { ...line, decision: { ...(line['decision'] as object), at: 1 } },
      { ...line, receivedAt: 1 },
    ]) {
      const lines = whole.lines.with(index, written(bent));
      expect(await verifyAudit([Buffer.from(lines.join(''))])).toMatchObject({
        ok: false,
        firstBad: at,
        entries: at - 1,
      });
    }
  });

  it('still proves what somebody may not read: the content of an entry may be taken away', async () => {
    const key = createDeviceKey();
    const index = whole.lines.findIndex((text) => parse(text)['seq'] === 17);
    const { op: _, decision: __, ...rest } = parse(whole.lines[index] ?? '');
    const lines = rewritten(whole.lines.with(index, written(rest)), whole.lines.length, key);
    const before = rewritten(whole.lines, whole.lines.length, key);
    expect(await verifyAudit([Buffer.from(lines.join(''))])).toMatchObject({ ok: true });
    // All but the end, which says what was written, is what it was.
    const others = (all: readonly string[]): string[] => all.toSpliced(index, 1).slice(0, -1);
    expect(others(lines)).toEqual(others(before));
  });

  it('shows a suffix that was rewritten with the very key, to whoever kept a head', async () => {
    const key = createDeviceKey();
    const honest = rewritten(whole.lines, whole.lines.length, key);
    const heads = honest.map(parse).flatMap((line) => (line.type === 'head' ? [line['head']] : []));
    const known = { heads: heads as TreeHead[], key: key.publicKey };
    expect(await verifyAudit([Buffer.from(honest.join(''))], known)).toMatchObject({ ok: true });
    const index = honest.findIndex((text) => parse(text)['seq'] === 20);
    const { op: _, decision: __, ...line } = parse(honest[index] ?? '');
    const bent = honest.with(index, written({ ...line, outcome: 'noop' }));
    const forged = Buffer.from(rewritten(bent, index, key).join(''));
    // Alone it holds together: that is why there are witnesses.
    expect(await verifyAudit([forged])).toMatchObject({ ok: true });
    const verdict = await verifyAudit([forged], known);
    expect(verdict).toMatchObject({ ok: false, why: 'not the log that a witness has seen' });
    expect(verdict.firstBad).toBeGreaterThanOrEqual(20);
    const other = rewritten(bent, index, createDeviceKey());
    expect(await verifyAudit([Buffer.from(other.join(''))], known)).toMatchObject({ ok: false });
  });
});

describe('the commands', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shaotai-audit-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verifies = (...args: string[]): Promise<{ code: number; last: unknown }> =>
    run(process.execPath, ['--import', 'tsx', join(root, 'scripts/auditVerify.ts'), ...args], {
      cwd: root,
    }).then(
      ({ stdout }) => ({ code: 0, last: JSON.parse(stdout) as unknown }),
      (cause: unknown) => {
        const { code, stdout } = cause as { readonly code: number; readonly stdout: string };
        return { code, last: stdout === '' ? null : (JSON.parse(stdout) as unknown) };
      },
    );

  it('audit:verify says entries, heads, ok and firstBad on its last line', async () => {
    const file = join(folder, 'audit.jsonl');
    await writeFile(file, bare.bytes);
    const heads = bare.heads.length;
    const entries = entriesOf(bare);
    expect(await verifies(file)).toEqual({
      code: 0,
      last: { entries, heads, ok: true, firstBad: null },
    });
    const kept = join(folder, 'heads.jsonl');
    await writeFile(kept, bare.heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
    expect(await verifies(file, '--heads', kept)).toMatchObject({ code: 0 });
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"outcome":"applied"', '"outcome":"noop"'));
    expect(await verifies(file)).toMatchObject({ code: 1, last: { ok: false, firstBad: 1 } });
    expect(await verifies()).toEqual({ code: 2, last: null });
    expect(await verifies(join(folder, 'none'))).toEqual({ code: 1, last: null });
  });
});

function entriesOf({ lines }: AuditFile): number {
  return lines.filter((text) => parse(text).type === 'entry').length;
}
