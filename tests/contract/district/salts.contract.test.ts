import { afterEach, describe, expect, it } from 'vitest';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { operationHash } from '#core/domain/operation/operationHash.ts';
import type { LogEntry } from '#core/district/store/districtStore.ts';
import { leafFields } from '#core/district/audit/leafText.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

/** What is signed of the log for ever says nothing to whoever tries words (docs/adr/0019). */
let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const canonical = (value: unknown): string => nodeHashing.canonical(value);
const sha256 = (text: string): string => nodeHashing.sha256(text);

async function log(): Promise<readonly LogEntry[]> {
  return town.running.district.store.log(0, 100_000);
}

/** Whoever knows all of it but the chance that was added. */
function guess(value: object): string {
  const text = canonical(value).replaceAll(/,?"salt":"[0-9a-f]+"/g, '');
  return sha256(text);
}

describe('I-27: what a person wrote', () => {
  it('stands in no hash that fits when the right words are tried', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const caseId = await street.creates();
    await street.does('case.note', caseId, { text: '住在三单元', public: false });
    await town.settles();
    const said = (await log()).filter(({ op }) => op.caseId === caseId && op.actor === 'dia');
    expect(said.map(({ op }) => op.kind)).toEqual(['case.create', 'case.note']);
    for (const entry of said) {
      const { op, decision } = entry;
      const { salt, ...plain } = op;
      expect(salt).toMatch(/^[0-9a-f]{32}$/);
      expect(operationHash(nodeHashing, op)).toBe(op.hash);
      expect(operationHash(nodeHashing, plain)).not.toBe(op.hash);
      const { decisionHash } = leafFields(nodeHashing, entry);
      expect(sha256(canonical(decision))).toBe(decisionHash);
      expect(guess(decision)).not.toBe(decisionHash);
    }
    const doc = await town.doc(caseId);
    expect(doc.salt).toBe(said.at(-1)?.op.salt);
    expect(sha256(canonical(doc))).toBe(said.at(-1)?.decision.stateHash);
    expect(guess(doc)).not.toBe(said.at(-1)?.decision.stateHash);
    expect(await town.converged()).toEqual([]);
  });

  it('has chance of its own each time, and keeps it when it is numbered anew', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    town.cut('street');
    const caseId = await street.creates();
    await street.does('case.note', caseId, { text: '又漏水了', public: false });
    await street.does('case.note', caseId, { text: '又漏水了', public: false });
    const salts = async () =>
      (await street.core.outbox.pending()).map(({ op }) => [op.opId, op.salt]);
    const before = await salts();
    expect(new Set(before.map(([, salt]) => salt)).size).toBe(3);
    await street.core.outbox.renumber();
    expect(await salts()).toEqual(before);
    town.heal('street');
    await town.settles();
    expect(await town.converged()).toEqual([]);
  });
});
