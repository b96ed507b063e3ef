import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportAudit } from '#core/district/audit/exportAudit.ts';
import { verifyLog } from '#core/district/audit/verifyLog.ts';
import type { DistrictStore, FeedRow, LogEntry } from '#core/district/store/districtStore.ts';
import {
  decisionHashOf,
  FILE_LISTS,
  forgottenEntry,
  LAST_REDACTION,
} from '#core/district/store/forgotten.ts';
import type { AnyBody } from '#core/domain/operation/operation.ts';
import { chained, GENESIS_HASH } from '#core/domain/operation/operationHash.ts';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { verifyAudit } from '#scripts/audit/verifyAudit.ts';
import { storeKinds } from '#tests/support/storeKinds.ts';
import { batch, entry, event, hash, stored } from '#tests/support/storeRows.ts';

const WORD = 'ZEBRAWORT';
const FILE = 'f'.repeat(64);
const OTHER_FILE = 'e'.repeat(64);
const LIMIT = { entries: 500, bytes: 1 << 20 };
const REDACTION = 5;

type Said = { readonly kind: string; readonly caseId?: string; readonly outcome?: string };
const ACTS: readonly (Said & { readonly args: object })[] = [
  { kind: 'case.note', args: { text: WORD, public: false } },
  { kind: 'case.note', caseId: 'c2', args: { text: 'others', public: false } },
  { kind: 'case.attach', args: { sha256: FILE, name: WORD } },
  { kind: 'case.note', outcome: 'deferred', args: { text: 'it waits', public: false } },
  { kind: 'case.redact', args: { reason: 'asked' } },
  { kind: 'case.note', args: { text: 'said since', public: false } },
];

/** Acts of one replica whose hashes, chain and decisions fit. */
function logOf(acts: typeof ACTS): readonly LogEntry[] {
  const log: LogEntry[] = [];
  let chain = '0'.repeat(64);
  for (const [i, { kind, caseId = 'c1', outcome = 'applied', args }] of acts.entries()) {
    const made = entry(i + 1, { kind, caseId, ver: outcome === 'applied' ? i + 1 : null });
    const { replica, incarnation, rseq, prevHash: _, hash: __, ...body } = made.op;
    const said = { ...body, args } as AnyBody;
    const prevHash: string = log.at(-1)?.op.hash ?? GENESIS_HASH;
    const op = chained(nodeHashing, said, { replica, incarnation, rseq, prevHash });
    const casePatch = { text: i < 3 && caseId === 'c1' ? WORD : '' };
    const decision = { ...made.decision, outcome, casePatch } as LogEntry['decision'];
    chain = nodeHashing.sha256(`${chain}${op.hash}${outcome}${decision.stateHash ?? ''}`);
    log.push({ ...made, op, decision, chain });
  }
  return log;
}

async function audited(store: Pick<DistrictStore, 'head' | 'log'>, isWhole: boolean) {
  const texts: string[] = [];
  const trees = { heads: () => Promise.resolve([]) };
  const source = { store, trees, district: 'd', key: createDeviceKey(), isWhole };
  await exportAudit(source, (text) => {
    texts.push(text);
    return Promise.resolve();
  });
  return verifyAudit([Buffer.from(texts.join(''))]);
}

describe.each(storeKinds())('I-28: what a redaction leaves in a store: $name', ({ open }) => {
  let folder = '';
  let store: DistrictStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shaotai-forget-'));
    store = await open(folder);
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  const verified = async (size: number) =>
    verifyLog({
      ...{ store, heads: [], size, onProgress: () => true },
      rest: () => Promise.resolve(),
    });

  it('takes the words out of acts and feeds, keeps every hash and what waits, and the log fits itself', async () => {
    const log = logOf(ACTS);
    const entered: FeedRow = {
      ...{ type: 'enter', scope: 'district', seq: 3, caseId: 'c1' },
      body: { doc: { caseId: 'c1', title: WORD }, stateHash: hash(3) },
    };
    const feed = [event('district', 1), event('district', 2, 'c2'), entered];
    await store.commit(batch({ entries: log.slice(0, 4), feed }));
    expect((await store.page('district', 0, LIMIT)).entries.join('')).toContain(WORD);
    expect(await store.meta(LAST_REDACTION)).toBeNull();
    await store.commit(batch({ entries: log.slice(4), feed: [event('district', 6)] }));

    const now = await store.log(0, 9);
    const forgotten = [1, 3];
    for (const [i, { op, decision, chain }] of now.entries()) {
      const was = log[i] as LogEntry;
      expect([op.hash, op.prevHash, chain]).toEqual([was.op.hash, was.op.prevHash, was.chain]);
      expect(decisionHashOf(nodeHashing, decision)).toBe(
        nodeHashing.sha256(nodeHashing.canonical(was.decision)),
      );
      const isStub = forgotten.includes(i + 1);
      expect([i + 1, 'args' in op, decision.forgotten !== undefined]).toEqual([
        i + 1,
        !isStub,
        isStub,
      ]);
      if (!isStub) expect({ op, decision }).toEqual({ op: was.op, decision: was.decision });
    }
    expect(JSON.stringify([now[0], now[2]])).not.toContain(WORD);
    const { entries } = await store.page('district', 0, LIMIT);
    expect(entries.join('')).not.toContain(WORD);
    type Told = { readonly event: { readonly serverSeq: number; readonly caseId: string | null } };
    const told = entries.map((text) => (JSON.parse(text) as Told).event);
    expect(told.map(({ serverSeq, caseId }) => [serverSeq, caseId])).toEqual([
      [1, null],
      [2, 'c2'],
      [3, null],
      [6, 'c1'],
    ]);
    expect(await store.meta(LAST_REDACTION)).toBe(String(REDACTION));
    expect([...(await store.metasOf(FILE_LISTS)).values()]).toEqual([JSON.stringify([FILE])]);
    expect(await verified(log.length)).toEqual({ isOk: true, firstBad: null, redacted: 2 });
  });

  it('goes out as an audit file, which tells words that no redaction explains', async () => {
    const log = logOf(ACTS);
    await store.commit(batch({ entries: log }));
    for (const isWhole of [true, false]) {
      expect(await audited(store, isWhole)).toMatchObject({ ok: true, redacted: 2, why: null });
    }
    const bent: Pick<DistrictStore, 'head' | 'log'> = {
      head: () => store.head(),
      log: async (from, limit) =>
        (await store.log(from, limit)).map((one) =>
          one.decision.serverSeq > REDACTION ? forgottenEntry(one) : one,
        ),
    };
    const why = 'words were taken out and no redaction says so';
    expect(await audited(bent, true)).toMatchObject({ ok: false, firstBad: 6, why });
  });

  it('knows which files a case still names, and forgets a key', async () => {
    const attachments = { [FILE]: { name: 'x' } } as never;
    const cases = [stored('c1', 1, 1, { attachments }), stored('c2', 1, 2, { title: OTHER_FILE })];
    await store.commit(batch({ entries: logOf(ACTS).slice(0, 2), cases }));
    expect(await store.filesNamed([OTHER_FILE, FILE])).toEqual(new Set([FILE]));
    expect(await store.filesNamed([])).toEqual(new Set());
    await store.setMeta('a', '1');
    await store.setMeta('b', '2');
    await store.dropMeta('a');
    expect([await store.meta('a'), await store.meta('b')]).toEqual([null, '2']);
    expect(await store.emptyJournal()).toBe(true);
  });
});
