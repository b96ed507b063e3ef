import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { differenceOf, loadedAndReplayed } from '#benchmarks/support/bulkProof.ts';

// The benchmarks of a million cases stand on history that never came through the door.
const PLAN = { cases: 60, open: 15, batchCases: 16 };
const ACTS = 3 * PLAN.cases;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-bulk-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('history that is loaded is, row by row, what the ordinary door makes of the same acts', async () => {
  const proof = await loadedAndReplayed(folder, PLAN);
  expect(differenceOf(proof)).toBeNull();
  const {
    op_log: log = [],
    case_doc: cases = [],
    feed = [],
    case_number: numbers = [],
  } = proof.loaded;
  const said = log.filter(({ case_id }) => case_id !== null);
  expect(said).toHaveLength(ACTS);
  expect(said.every(({ outcome }) => outcome === 'applied')).toBe(true);
  expect(cases).toHaveLength(PLAN.cases);
  expect(cases.filter(({ ended_ms }) => ended_ms === null)).toHaveLength(PLAN.open);
  expect(numbers).toHaveLength(PLAN.cases);
  expect(feed.length).toBeGreaterThan(ACTS);

  // One letter in one row, and one row less, are found.
  const [first = {}, ...rest] = proof.replayed['feed'] ?? [];
  const bent = { ...proof.replayed, feed: [{ ...first, scope: 'street:none' }, ...rest] };
  expect(differenceOf({ ...proof, replayed: bent })).toContain('street:none');
  const short = { ...proof.replayed, op_log: log.slice(0, -1) };
  expect(differenceOf({ ...proof, replayed: short })).toContain('op_log');
});
