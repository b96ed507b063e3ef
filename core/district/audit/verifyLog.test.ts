import { describe, expect, it } from 'vitest';
import { chained, GENESIS_HASH } from '#core/domain/operation/operationHash.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { GrowingTree } from '#core/kernel/merkle.ts';
import { createDeviceKey, deviceSigner } from '#core/node/deviceKey.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { treeHashing } from '#core/node/treeHashing.ts';
import { textOfHead, type TreeHead } from '#core/protocol/sync/treeHead.ts';
import type { LogEntry } from '../store/districtStore.ts';
import { forgottenEntry } from '../store/forgotten.ts';
import { leafFields, leafText } from './leafText.ts';
import { verifyLog } from './verifyLog.ts';

/** The acts with these numbers are redactions. */
function logOf(
  count: number,
  redactions: readonly number[] = [],
): { readonly log: LogEntry[]; readonly heads: TreeHead[] } {
  const log: LogEntry[] = [];
  const tree = new GrowingTree(treeHashing);
  let chain = '0'.repeat(64);
  let last: AnyOperation | null = null;
  for (let seq = 1; seq <= count; seq += 1) {
    const body = {
      ...{ opId: `o${seq}`, v: 1, caseId: `c${seq % 2}`, bases: [], actor: 'p' },
      kind: redactions.includes(seq) ? 'case.redact' : 'case.note',
      ...{ args: { text: `t${seq}`, public: false }, seat: 's', scope: 'district', how: 'self' },
      t: { wall: seq, mono: 0, boot: 'b', off: 0, err: 0 },
    } as unknown as AnyBody;
    const prevHash: string = last?.hash ?? GENESIS_HASH;
    const op = chained(nodeHashing, body, { replica: 'r', incarnation: 1, rseq: seq, prevHash });
    chain = nodeHashing.sha256(`${chain}${op.hash}applied`);
    const said = { serverSeq: seq, outcome: 'applied', stateHash: null, records: [] };
    const decision = { ...said, reason: null, casePatch: {}, notices: [] };
    const entry = { op, decision, receivedAt: seq, chain } as unknown as LogEntry;
    tree.add(treeHashing.leaf(leafText(leafFields(nodeHashing, entry))));
    log.push(entry);
    last = op;
  }
  const key = createDeviceKey();
  const said = { epoch: 'e', size: count, root: tree.root(), at: 1, lineage: [] };
  const sig = deviceSigner(key)(textOfHead(said));
  return { log, heads: [{ ...said, key: key.publicKey, sig }] };
}

const checked = (log: readonly LogEntry[], heads: readonly TreeHead[], stopAt = Infinity) =>
  verifyLog({
    store: { log: (from, limit) => Promise.resolve(log.slice(from, from + limit)) },
    ...{ heads, size: log.length, rest: () => Promise.resolve() },
    onProgress: (done) => done < stopAt,
  });

describe('[I-26] the log that is read again', () => {
  it('fits itself and every head, or is said to be changed where it was', async () => {
    const { log, heads } = logOf(150);
    expect(await checked(log, heads)).toMatchObject({ isOk: true, firstBad: null });
    const bent = (seq: number, change: (entry: LogEntry) => LogEntry): LogEntry[] =>
      log.map((entry, i) => (i === seq - 1 ? change(entry) : entry));
    const other = bent(70, (entry) => ({
      ...entry,
      op: { ...entry.op, actor: 'q' },
    }));
    expect(await checked(other, heads)).toMatchObject({ isOk: false, firstBad: 70 });
    const outcome = bent(71, (entry) => ({
      ...entry,
      decision: { ...entry.decision, outcome: 'noop' },
    }));
    expect(await checked(outcome, heads)).toMatchObject({ isOk: false, firstBad: 71 });
    // What no chain covers is under the signed root.
    const later = bent(72, (entry) => ({ ...entry, receivedAt: entry.receivedAt + 1 }));
    expect(await checked(later, heads)).toMatchObject({ isOk: false, firstBad: 150 });
    const dropped = log.filter((_, i) => i !== 72);
    expect(await checked(dropped, heads)).toMatchObject({ isOk: false, firstBad: 74 });
    const [head] = heads;
    if (head === undefined) throw new Error('no head');
    const unsigned = [{ ...head, sig: head.sig.replace(/^../u, 'AA') }];
    expect(await checked(log, unsigned)).toMatchObject({ isOk: false, firstBad: 150 });
  });

  it('I-28: has words taken out before a redaction of their case alone', async () => {
    const { log, heads } = logOf(12, [8]);
    const without = (...seqs: number[]): LogEntry[] =>
      log.map((one, i) => (seqs.includes(i + 1) ? forgottenEntry(one) : one));
    const said = { isOk: true, firstBad: null, redacted: 2 };
    expect(await checked(without(2, 6), heads)).toEqual(said);
    const unexplained = { isOk: false, redacted: 2 };
    // Of another case, and after the redaction of this one.
    expect(await checked(without(2, 5), heads)).toEqual({ ...unexplained, firstBad: 5 });
    expect(await checked(without(2, 10), heads)).toEqual({ ...unexplained, firstBad: 10 });
    // A redaction that was taken out itself explains nothing.
    expect(await checked(without(2, 8), heads)).toEqual({ ...unexplained, firstBad: 8 });
  });

  it('I-28: says nothing in an act whose words are said to be taken out', async () => {
    const { log, heads } = logOf(12, [8]);
    const second = log[1];
    if (second === undefined) throw new Error('no entry');
    const stub = forgottenEntry(second);
    const bent = ({ op = {}, decision = {} }: { op?: object; decision?: object }): LogEntry[] => {
      const forged = {
        ...stub,
        op: { ...stub.op, ...op },
        decision: { ...stub.decision, ...decision },
      };
      return log.with(1, forged);
    };
    expect(await checked(bent({}), heads)).toMatchObject({ isOk: true, redacted: 1 });
    for (const forged of [
      { op: { args: { text: 'forged', public: true } } },
      { op: { t: { wall: 1 } } },
      { decision: { casePatch: { title: 'forged' } } },
      { decision: { notices: [{ to: 'q', code: 'forged', rule: null }] } },
      { decision: { reason: { code: 'no-right', said: 'forged' } } },
      { decision: { said: 'forged' } },
    ]) {
      expect(await checked(bent(forged), heads)).toMatchObject({ isOk: false, firstBad: 2 });
    }
  });

  it('is left in the middle when nobody wants it any more', async () => {
    const { log, heads } = logOf(150);
    expect(await checked(log, heads, 100)).toBeNull();
  });
});
