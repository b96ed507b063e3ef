import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '#core/kernel/time.ts';
import { FILE_PIECE_BYTES } from '#core/protocol/console/attachments.ts';
import { STREET_A, STREET_B } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const HALL = { name: 'hall', scope: 'district', login: 'did' };
const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const OTHER = { name: 'other', scope: `street:${STREET_B}`, login: 'dib' };

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What a page does with a chosen file: all its pieces to the host, then the act. */
async function attaches(desk: Desk, caseId: string, bytes: Buffer): Promise<string> {
  const sha256 = hashOf(bytes);
  await puts(desk, caseId, sha256, bytes);
  const args = { sha256, name: '现场.jpg', bytes: bytes.length, use: 'after' };
  await desk.does('case.attach', caseId, { ...args, takenAt: null, point: null });
  return sha256;
}

async function puts(desk: Desk, caseId: string, sha256: string, bytes: Buffer): Promise<void> {
  for (let offset = 0; offset < bytes.length; offset += FILE_PIECE_BYTES) {
    const piece = bytes.subarray(offset, offset + FILE_PIECE_BYTES);
    const base64 = piece.toString('base64');
    const put = await desk.call('file.put', {
      caseId,
      sha256,
      bytes: bytes.length,
      offset,
      base64,
    });
    if (!put.ok) throw new Error(put.error.code);
  }
}

async function gets(desk: Desk, caseId: string, sha256: string): Promise<Buffer | string> {
  const parts: Buffer[] = [];
  for (let offset = 0; ;) {
    const got = await desk.call('file.get', { caseId, sha256, offset });
    if (!got.ok) return got.error.code;
    const piece = Buffer.from(got.value.base64, 'base64');
    parts.push(piece);
    offset += piece.length;
    if (offset >= got.value.total) return Buffer.concat(parts);
  }
}

async function place(desk: Desk, caseId: string, sha256: string): Promise<string | undefined> {
  return (await desk.file(caseId)).files[sha256];
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 300; turn += 1) {
    if (await what()) return;
    town.clock.pass(1_500);
    for (const desk of town.desks.values()) if (desk.isOpen) desk.core.engine.nudge();
    await sleep(20);
  }
  throw new Error('it never came to be');
}

const districtFolder = (): string => join(town.place.folder, 'files');

describe('the bytes of what is attached', () => {
  it('are attached while the line is cut, sent when it heals, and opened elsewhere', async () => {
    town = await Town.start([HALL, STREET]);
    const [hall, street] = [town.desk('hall'), town.desk('street')];
    const caseId = await street.creates({ next: 'file' });
    await town.settles();
    town.cut('street');
    const picture = randomBytes(FILE_PIECE_BYTES * 2 + 77);
    const sha256 = await attaches(street, caseId, picture);
    expect(await place(street, caseId, sha256)).toBe('waiting');
    expect(await gets(street, caseId, sha256)).toEqual(picture);

    town.heal('street');
    await until(async () => (await place(street, caseId, sha256)) === 'here');
    await town.settles();
    expect(await place(hall, caseId, sha256)).toBe('absent');
    expect(await gets(hall, caseId, sha256)).toEqual(picture);
    expect(await place(hall, caseId, sha256)).toBe('here');
    // From now on without the line, too.
    town.cut('hall');
    expect(await gets(hall, caseId, sha256)).toEqual(picture);
  });

  it('[I-22] are kept however long the line is cut, with the replica gone, too', async () => {
    town = await Town.start([HALL, STREET]);
    const street = town.desk('street');
    const caseId = await street.creates({ next: 'file' });
    await town.settles();
    town.cut('street');
    const picture = randomBytes(4_000);
    const sha256 = await attaches(street, caseId, picture);
    town.clock.pass(9 * DAY_MS);
    await street.close();
    for (const name of await readdir(street.folder)) {
      if (name.startsWith('replica.db')) await rm(join(street.folder, name));
    }
    await street.open();
    town.heal('street');
    await street.login();
    await until(async () => (await place(street, caseId, sha256)) === 'here');
    await town.settles();
    expect(await gets(town.desk('hall'), caseId, sha256)).toEqual(picture);
  });

  it('are not there for whoever is cut off, nor before they were sent, and it is said which', async () => {
    town = await Town.start([HALL, STREET]);
    const [hall, street] = [town.desk('hall'), town.desk('street')];
    const caseId = await street.creates({ next: 'file' });
    const picture = randomBytes(900);
    // The act alone: as if the console that has the picture were switched off after it.
    const sha256 = hashOf(picture);
    const args = { sha256, name: 'x.jpg', bytes: 900, use: 'near', takenAt: null, point: null };
    await street.does('case.attach', caseId, args);
    await town.settles();
    expect(await gets(hall, caseId, sha256)).toBe('file/not-yet');
    town.cut('hall');
    expect(await gets(hall, caseId, sha256)).toBe('file/line-cut');
  });

  it('go on after a kill in the middle of the way from where they stood', async () => {
    town = await Town.start([HALL, STREET]);
    const street = town.desk('street');
    const caseId = await street.creates({ next: 'file' });
    await town.settles();
    const picture = randomBytes(FILE_PIECE_BYTES * 8);
    const sha256 = await attaches(street, caseId, picture);
    const parts = join(districtFolder(), 'parts', sha256);
    const arrived = async (): Promise<number> => (await readdir(parts).catch(() => [])).length;
    for (let turn = 0; (await arrived()) < 2; turn += 1) {
      if (turn > 2_000) throw new Error('nothing arrives');
      if (turn % 20 === 0) town.clock.pass(1_500);
      street.core.engine.nudge();
      await sleep(2);
    }
    // What is under way ends here and now, as it would with the process.
    street.core.attachments.lineCut();
    await street.crash();
    const before = await arrived();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(8);
    await street.open();
    await street.login();
    expect(await place(street, caseId, sha256)).toBe('waiting');
    await until(async () => (await place(street, caseId, sha256)) === 'here');
    await town.settles();
    expect(await gets(town.desk('hall'), caseId, sha256)).toEqual(picture);
  });

  it('are brought again to a district that was put back from a copy without them', async () => {
    town = await Town.start([HALL, STREET]);
    const street = town.desk('street');
    const caseId = await street.creates({ next: 'file' });
    await town.settles();
    const restore = await town.backUpDistrict();
    const picture = randomBytes(4_000);
    const sha256 = await attaches(street, caseId, picture);
    await until(async () => (await place(street, caseId, sha256)) === 'here');
    await rm(join(districtFolder(), sha256.slice(0, 2)), { recursive: true });
    await restore();
    await town.settles();
    const stored = join(districtFolder(), sha256.slice(0, 2), sha256);
    await until(async () => (await readFile(stored).catch(() => null)) !== null);
    expect(await gets(town.desk('hall'), caseId, sha256)).toEqual(picture);
  });

  it('that are others than their hash says are kept by nobody', async () => {
    town = await Town.start([HALL, STREET]);
    const street = town.desk('street');
    const caseId = await street.creates({ next: 'file' });
    const wrong = 'a'.repeat(64);
    await expect(puts(street, caseId, wrong, randomBytes(40))).rejects.toThrow('file/wrong-bytes');
    const sha256 = await attaches(street, caseId, randomBytes(4_000));
    await until(async () => (await place(street, caseId, sha256)) === 'here');
    // A disk that turned a bit at the district: the other console takes no such picture.
    const stored = join(districtFolder(), sha256.slice(0, 2), sha256);
    const sealed = await readFile(stored);
    sealed[99] = (sealed[99] ?? 0) ^ 1;
    await writeFile(stored, sealed);
    await town.settles();
    expect(await gets(town.desk('hall'), caseId, sha256)).toBe('file/not-yet');
  });

  it('of a case of others are neither given nor named', async () => {
    town = await Town.start([HALL, STREET, OTHER]);
    const caseId = await town.desk('street').creates({ next: 'file' });
    const sha256 = await attaches(town.desk('street'), caseId, randomBytes(4_000));
    await until(async () => (await place(town.desk('street'), caseId, sha256)) === 'here');
    const other = town.desk('other');
    expect(await gets(other, caseId, sha256)).toBe('file/unknown');
    // Nor when the console itself would ask: the district judges by scope.
    const asked = await other.core.engine.ask({
      f: 'ask',
      name: 'file.open',
      input: { caseId, sha256, way: 'fetch' },
    });
    expect(asked).toMatchObject({ ok: false, value: { code: 'file/unknown' } });
  });

  it('larger than the limit are refused before anything is kept', async () => {
    town = await Town.start([STREET]);
    const caseId = await town.desk('street').creates({ next: 'file' });
    const large = { caseId, sha256: 'b'.repeat(64), bytes: 21 * 1024 * 1024, offset: 0 };
    const put = await town.desk('street').call('file.put', { ...large, base64: 'AAAA' });
    expect(put).toMatchObject({ ok: false, error: { code: 'file/too-large' } });
  });
});
