import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { Asker } from '#core/district/sync/asks.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import { fetchChunk, linesOf } from '#core/host/sync/fillFolder.ts';
import { must } from '#core/kernel/assert.ts';
import { HOUR_MS, MINUTE_MS } from '#core/kernel/time.ts';
import { deviceVerifier } from '#core/node/deviceKey.ts';
import {
  readFillAnswer,
  readFillLine,
  readFillManifest,
  textOfFill,
  type FillChunk,
  type FillManifest,
} from '#core/protocol/sync/firstFill.ts';
import {
  Author,
  STREET_A,
  STREET_B,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

const OURS = `street:${STREET_A}` as const;
const THEIRS = `street:${STREET_B}` as const;
const CASES = 310;
const live = new AbortController().signal;

let place: Place;
let running: RunningDistrict;
let author: Author;
let stranger: Author;

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place, { fillChunkBytes: 1 });
  author = new Author('ours', OURS, place.clock);
  stranger = new Author('theirs', THEIRS, place.clock);
  for (const one of [author, stranger]) await one.enrol(running.district);
  for (const one of [author, stranger]) await makes(one, CASES);
});
afterEach(async () => {
  await running.close();
  await place.remove();
});

async function makes(by: Author, count: number): Promise<void> {
  const street = by.scope.slice('street:'.length);
  const args = creation({ place: { ...creation().place, street } });
  const actor = by.scope === OURS ? 'dia' : 'dib';
  for (let left = count; left > 0; left -= 100) {
    const ops = Array.from({ length: Math.min(100, left) }, () =>
      by.make({
        kind: 'case.create',
        caseId: newCaseId(),
        args,
        by: actor,
        numberless: true,
      }),
    );
    const answer = await running.district.core.push(by.batch(ops));
    if (answer.kind !== 'decided') throw new Error(answer.kind);
  }
}

const askerOf = ({ device, replica, scope }: Author): Asker => ({
  device,
  replica,
  incarnation: 1,
  scope,
  person: null,
});

type Opened = { readonly manifest: FillManifest; readonly ticket: string };

/** As often as it takes to make one. */
async function opens(by: Author, input: object = { scope: by.scope }): Promise<Opened | string> {
  for (;;) {
    const said = await running.hub.asks.answer('fill.open', input, askerOf(by));
    if (!said.ok) return said.error.code;
    const answer = must(readFillAnswer(said.value), 'an answer of ours');
    if (answer.state === 'none') return 'none';
    if (answer.state === 'ready') {
      const manifest = must(readFillManifest(answer.manifest), 'a manifest');
      return { manifest, ticket: answer.ticket };
    }
    await sleep(5);
  }
}

async function opened(by: Author): Promise<Opened> {
  const found = await opens(by);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const fetched = (chunk: FillChunk, ticket: string): Promise<Buffer | null> =>
  fetchChunk({ url: `ws://127.0.0.1:${running.port}`, fingerprint: null }, { chunk, ticket }, live);

const first = ({ manifest }: Opened): FillChunk => must(manifest.chunks[0], 'a chunk');

describe('I-18, I-19, I-22: the door for first fillings', () => {
  it('gives a console what its scope holds, whole, signed, and nothing newer than its number', async () => {
    const { manifest, ticket } = await opened(author);
    const { key, sig, ...said } = manifest;
    expect(key).toBe(running.district.secrets.headKey.publicKey);
    expect(deviceVerifier(key)?.(textOfFill(said), sig)).toBe(true);
    expect(manifest).toMatchObject({ scope: OURS, cases: CASES });
    expect(manifest.seq).toBe(running.district.core.state.heads.get(OURS));
    const scopes = new Set<Scope>();
    let [cases, cursor] = [0, 0];
    for (const chunk of manifest.chunks) {
      const bytes = must(await fetched(chunk, ticket), 'its bytes');
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(chunk.sha256);
      for (const line of await linesOf(bytes)) {
        const page = must(readFillLine(line), 'a page');
        expect(page.from).toBe(cursor);
        cursor = page.to;
        for (const entry of page.entries) {
          if (entry.type !== 'enter') continue;
          cases += 1;
          const { members } = entry.doc as { readonly members: Record<Scope, true> };
          for (const scope of Object.keys(members)) scopes.add(scope as Scope);
        }
      }
    }
    expect([cases, cursor]).toEqual([CASES, manifest.seq]);
    expect(scopes.has(THEIRS)).toBe(false);
  });

  it('opens to no stranger: not by asking for another scope, and not with a ticket of his own', async () => {
    const [ours, theirs] = [await opened(author), await opened(stranger)];
    expect(await opens(stranger, { scope: OURS })).toBe('op/schema');
    expect(await opens(stranger, { scope: OURS, seq: ours.manifest.seq })).toBe('op/schema');
    expect(await opens(author, { scope: 'ref' })).toBe('op/schema');
    expect(await fetched(first(ours), theirs.ticket)).toBeNull();
    expect(await fetched(first(ours), '')).toBeNull();
    expect(await fetched({ ...first(ours), sha256: 'a'.repeat(64) }, ours.ticket)).toBeNull();
    const up = '../'.repeat(3);
    expect(await fetched({ ...first(ours), sha256: `${up}secrets.json` }, ours.ticket)).toBeNull();
    expect(await fetched(first(ours), ours.ticket)).not.toBeNull();
  });

  it('[I-25] closes at once to a device that is revoked, and to everybody after some minutes', async () => {
    const [ours, theirs] = [await opened(author), await opened(stranger)];
    const args = { device: author.device, reason: 'lost' };
    await running.district.core.act([{ kind: 'device.revoke', caseId: null, args, actor: 'adm' }]);
    expect(await fetched(first(ours), ours.ticket)).toBeNull();
    expect(await fetched(first(theirs), theirs.ticket)).not.toBeNull();
    place.clock.pass(11 * MINUTE_MS);
    expect(await fetched(first(theirs), theirs.ticket)).toBeNull();
  });

  it('makes one for all who come together, another when it is old, and keeps what somebody began with', async () => {
    const [one, two] = [await opened(author), await opened(author)];
    expect(two.manifest).toEqual(one.manifest);
    await makes(author, 3);
    place.clock.pass(31 * MINUTE_MS);
    const next = await opened(author);
    expect(next.manifest.seq).toBeGreaterThan(one.manifest.seq);
    expect(await opens(author, { scope: OURS, seq: one.manifest.seq })).toMatchObject({
      manifest: one.manifest,
    });
    place.clock.pass(3 * HOUR_MS);
    await makes(author, 3);
    await opened(author);
    expect(await opens(author, { scope: OURS, seq: one.manifest.seq })).toBe('none');
    const named = new Set(
      [...(await opened(author)).manifest.chunks].map(({ sha256 }) => `${sha256}.br`),
    );
    const folder = join(place.folder, 'fill');
    const there = async () => (await readdir(folder)).filter((name) => name.endsWith('br'));
    await expect.poll(async () => new Set(await there())).toEqual(named);
  });

  it('goes on with what it made before it was started again, and not with what another history made', async () => {
    const before = await opened(author);
    await running.close();
    running = await startDistrict(place, { fillChunkBytes: 1 });
    expect((await opened(author)).manifest).toEqual(before.manifest);
    await running.close();
    running = await startDistrict(place, { fillChunkBytes: 1, isRestored: true });
    const after = await opened(author);
    expect(after.manifest.epoch).not.toBe(before.manifest.epoch);
  });
});
