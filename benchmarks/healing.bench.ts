import type { HostClient } from '#scripts/drill/hostClient.ts';
import {
  DISPATCHER,
  openBenchStage,
  openDistrictFolder,
  waitForReplica,
} from './support/benchStage.ts';
import { openLeanConsole } from './support/leanConsole.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import { openSyncStage, syncFolder } from './support/syncStage.ts';

const ROUNDS = 3;
const CASES = 2_000;
/** sync.md: three days of one street. */
const STREET_OPS = 1_230;
/** Of all streets: what they say, and by how many consoles, in so many days. */
const DISTRICT: Readonly<Record<number, { readonly ops: number; readonly authors: number }>> = {
  3: { ops: 49_000, authors: 20 },
  21: { ops: 345_000, authors: 40 },
};
const SETTLE_BOUND_MS = 120_000;

/**
 * A street's console comes back after three days: what it said goes up, what its neighbour said meanwhile comes
 * down, and it is measured until nothing waits, by the console's own report of its healing.
 */
export async function streetHealing(): Promise<readonly BenchLine[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await streetHealed());
  return [benchLine('healing-street', times, null)];
}

async function streetHealed(): Promise<number> {
  const stage = await openBenchStage(await openDistrictFolder(CASES));
  try {
    const clients: HostClient[] = [];
    for (const [device, login] of [
      ['dzm-1', { ...DISPATCHER, login: 'dzm-dispatcher', seat: 'DZM-1' }],
      ['dzm-2', { ...DISPATCHER, login: 'dzm-chief', seat: 'DZM-2' }],
    ] as const) {
      const { client } = await stage.openConsole(device);
      const entered = await client.do('session.login', login);
      if (!entered.ok) throw new Error(`login: ${entered.error.code}`);
      await waitForReplica(client, 1);
      clients.push(client);
    }
    const [near, far] = clients as [HostClient, HostClient];
    const cases = await casesOf(near);
    const cut = await near.do('line.cut', { on: true });
    if (!cut.ok) throw new Error(`cut: ${cut.error.code}`);
    await noted(near, cases);
    await noted(far, cases.toReversed());
    await pendingBecomes(far, 0);
    await near.do('line.cut', { on: false });
    await pendingBecomes(near, 0);
    return await settledIn(near);
  } finally {
    await stage.close();
  }
}

async function casesOf(client: HostClient): Promise<readonly string[]> {
  const { rows } = await client.look('board', {
    filter: 'all',
    text: '',
    sort: 'newest',
    from: 0,
    count: 200,
  });
  if (rows.length === 0) throw new Error('a street has cases');
  return rows.map(({ caseId }) => caseId);
}

async function noted(client: HostClient, cases: readonly string[]): Promise<void> {
  for (let i = 0; i < STREET_OPS; i += 1) {
    const caseId = cases[i % cases.length] ?? null;
    const args = { text: `bench ${i}`, public: false };
    const receipt = await client.do('op.submit', { kind: 'case.note', caseId, args });
    if (!receipt.ok) throw new Error(`act: ${receipt.error.code}`);
  }
}

async function pendingBecomes(client: HostClient, count: number): Promise<void> {
  const from = performance.now();
  for (;;) {
    const { pendingOps, line } = await client.look('sync', {});
    if (line === 'online' && pendingOps === count) return;
    if (performance.now() - from > SETTLE_BOUND_MS) throw new Error(`${pendingOps} acts wait`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function settledIn(client: HostClient): Promise<number> {
  const from = performance.now();
  for (;;) {
    const { healing } = await client.look('sync', {});
    if (healing !== null && healing.sent > 0) return healing.settleMs;
    if (performance.now() - from > SETTLE_BOUND_MS) throw new Error('the line does not settle');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All streets come back after three days, or three weeks, at once: until the district has decided what they said. */
export async function districtHealing(days: number): Promise<readonly BenchLine[]> {
  const cut = DISTRICT[days];
  if (cut === undefined) throw new Error(`--days ${Object.keys(DISTRICT).join(' or ')}`);
  const { authors: count, ops } = cut;
  const opsEach = ops / count;
  const source = await syncFolder(`sync-${count}x${opsEach}`, {
    authors: count,
    opsEach,
    readers: 1,
  });
  const times: number[] = [];
  for (let round = 0; round < (days > 3 ? 1 : ROUNDS); round += 1) {
    const stage = await openSyncStage(source);
    const { url, replicas } = stage;
    const from = performance.now();
    const authors = replicas.authors.map((replica) =>
      openLeanConsole({ url, replica, scopes: [] }),
    );
    await Promise.all(authors.map(({ decided }) => decided));
    times.push(performance.now() - from);
    for (const author of authors) await author.stop();
    await stage.close();
  }
  return [benchLine(`healing-district of ${days} days`, times, null)];
}
