import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Scope } from '../../domain/operation/identity.ts';
import { createDeviceKey } from '../../node/deviceKey.ts';
import { silentLog } from '../../node/logFile.ts';
import { Snapshots, type SnapshotPorts } from './snapshots.ts';

const SCOPE: Scope = 'street:110101001';
const SEQ = 6_000;
const key = createDeviceKey();
const entry = `{"type":"enter","seq":5,"caseId":"c","doc":{},"stateHash":"","events":[]}`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-fill-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function opened(over: Partial<SnapshotPorts> = {}): Promise<Snapshots> {
  return Snapshots.open({
    folder,
    store: {
      fill: (_scope, _after, { upTo }) =>
        Promise.resolve({ to: upTo, head: upTo, entries: [entry] }),
    },
    clock: { wall: () => 1_000 },
    epoch: () => 'e1',
    head: () => SEQ,
    redactedAt: () => Promise.resolve(0),
    key,
    log: silentLog,
    ...over,
  });
}

const seqOf = (found: ReturnType<Snapshots['find']>): unknown =>
  typeof found === 'string' ? found : found.seq;

async function made(snapshots: Snapshots): Promise<void> {
  expect(snapshots.find(SCOPE)).toBe('making');
  await expect.poll(() => seqOf(snapshots.find(SCOPE))).toBe(SEQ);
}

it('I-28: offers none at a start that is older than a redaction, and leaves no file of it', async () => {
  await made(await opened());
  const same = await opened();
  expect(seqOf(same.find(SCOPE))).toBe(SEQ);
  // Killed between the commit of the redaction and the dropping of what was made before.
  const after = await opened({ redactedAt: () => Promise.resolve(SEQ + 1) });
  expect(await readdir(folder)).toEqual([]);
  expect(after.find(SCOPE)).toBe('making');
  await after.close();
});

it('I-28: keeps none that was dropped while its last file was written', async () => {
  let asked = 0;
  const dropping: Promise<void>[] = [];
  const snapshots = await opened({
    // Asked at the beginning, and again before the manifest is written.
    epoch: () => {
      asked += 1;
      if (asked === 2) {
        queueMicrotask(() => {
          dropping.push(snapshots.drop());
        });
      }
      return 'e1';
    },
  });
  expect(snapshots.find(SCOPE)).toBe('making');
  await expect.poll(() => dropping.length).toBe(1);
  await Promise.all(dropping);
  expect(await readdir(folder)).toEqual([]);
  expect(snapshots.find(SCOPE)).toBe('making');
  await snapshots.close();
});
