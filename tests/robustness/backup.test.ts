import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBeside } from '#core/district/audit/openSource.ts';
import { sealingOf } from '#core/district/backup/attachments.ts';
import { backupsIn, nameAt } from '#core/district/backup/backupFiles.ts';
import { restoreBackup } from '#core/district/backup/restoreBackup.ts';
import { takeBackup } from '#core/district/backup/takeBackup.ts';
import type { District } from '#core/district/openDistrict.ts';
import { must } from '#core/kernel/assert.ts';
import { DAY_MS, MINUTE_MS } from '#core/kernel/time.ts';
import { openHostClient } from '#scripts/drill/hostClient.ts';
import type { HostClient } from '#scripts/drill/hostClient.ts';
import { OwnProcess, runSource } from '#tests/processes/ownProcess.ts';
import {
  Author,
  SMALL_START,
  STREET_A,
  STREET_B,
  creation,
  newCaseId,
  smallPlace,
} from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';

let place: Place;
let away = '';

beforeEach(async () => {
  place = await smallPlace();
  away = await mkdtemp(join(tmpdir(), 'shaotai-backup-'));
});
afterEach(async () => {
  await place.remove();
  await rm(away, { recursive: true, force: true });
});

const to = (): string => join(away, 'backups');
const fileOf = (name: string): string => join('files', name.slice(0, 2), name);
const target = (): string => join(away, 'again');

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

type Tables = Readonly<Record<string, readonly unknown[]>>;

/** Everything that a district knows, but for the nodes of its tree, which are made again. */
async function tablesOf(folder: string): Promise<Tables> {
  const database = await openBeside(folder);
  try {
    return await database.read(async (reader) => {
      const names = await reader.all<{ name: string }>(
        `SELECT name FROM sqlite_master WHERE type = 'table'
         AND name NOT LIKE 'sqlite_%' AND name <> 'tree_node' ORDER BY name`,
      );
      const tables: Record<string, readonly unknown[]> = {};
      for (const { name } of names) {
        const rows = await reader.all<object>(`SELECT * FROM ${name}`);
        tables[name] = rows.map((row) => JSON.stringify(row)).sort();
      }
      return tables;
    });
  } finally {
    await database.close();
  }
}

describe('a backup', () => {
  let district: District;
  let author: Author;
  beforeEach(async () => {
    district = await place.open();
    author = new Author('street', `street:${STREET_A}`, place.clock);
    await author.enrol(district);
    await district.logins.set('dia', 'dia', 'backup-password');
  });
  afterEach(() => district.close());

  async function acts(count: number): Promise<string[]> {
    const cases: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const caseId = newCaseId();
      const op = author.make({ kind: 'case.create', caseId, args: creation(), by: 'dia' });
      await district.core.push(author.batch([op]));
      cases.push(caseId);
    }
    return cases;
  }
  /** A whole file as the district keeps it: sealed, under the hash of what is in it. */
  async function attaches(text: string): Promise<string> {
    const name = createHash('sha256').update(text).digest('hex');
    const sealing = await sealingOf(place.folder);
    await mkdir(join(place.folder, dirname(fileOf(name))), { recursive: true });
    await writeFile(join(place.folder, fileOf(name)), sealing.seal(Buffer.from(text)));
    return name;
  }
  const takes = (minute: number, isFull = false): ReturnType<typeof takeBackup> =>
    takeBackup(place.folder, to(), { isFull, now: SMALL_START + minute * MINUTE_MS });
  const restores = (backup: string | null = null): ReturnType<typeof restoreBackup> =>
    restoreBackup(to(), target(), { backup, now: SMALL_START + DAY_MS });

  it('is whole once a day and holds in between what came since, to the last row', async () => {
    const [first] = await acts(3);
    expect(await takes(0)).toMatchObject({ took: 'full', attachments: 0 });
    expect(await takes(1)).toMatchObject({ took: 'nothing-new' });
    // A case of the whole backup goes on in a segment, another place's is left, one is new.
    const done = author.make({
      kind: 'case.note',
      caseId: first ?? '',
      args: { text: '补充', public: false },
      by: 'dia',
      seen: [2, 0],
    });
    await district.core.push(author.batch([done]));
    place.clock.pass(MINUTE_MS);
    await district.audit.heads.make();
    expect(await takes(2)).toMatchObject({ took: 'segment' });
    await acts(2);
    await district.logins.set('dia', 'dia', 'another-password');
    const end = district.core.state.head.serverSeq;
    expect(await takes(3)).toMatchObject({ took: 'segment', serverSeq: end });
    const before = await tablesOf(place.folder);
    expect(await restores()).toMatchObject({ serverSeq: end, segments: 2, damaged: null });
    expect(await tablesOf(target())).toEqual(before);
    expect(await takes(24 * 60 + 1)).toMatchObject({ took: 'full' });
  });

  it('takes keys, people and attachments with it, and leaves the lock and the log', async () => {
    const name = await attaches('图片');
    await writeFile(join(place.folder, 'lock.json'), '{}');
    await acts(1);
    expect(await takes(0)).toMatchObject({ attachments: 1 });
    expect(await takes(1)).toMatchObject({ attachments: 0 });
    await restores();
    const names = (await readdir(target())).sort();
    expect(names).toEqual(
      [
        'calendar.json',
        'catalogue.json',
        'district.db',
        'files',
        'people.json',
        'restored.json',
        'secrets.json',
      ].sort(),
    );
    const file = fileOf(name);
    expect(await readFile(join(target(), file))).toEqual(await readFile(join(place.folder, file)));
    for (const secret of ['secrets.json', 'district.db']) {
      expect((await stat(join(target(), secret))).mode & 0o077).toBe(0);
    }
  });

  it('holds no attachment that is not what it is named after, and gets it right again', async () => {
    const [good, bad] = [await attaches('通知'), await attaches('表格')];
    await acts(1);
    expect(await takes(0)).toMatchObject({ attachments: 2, rotten: [] });
    const copy = join(to(), fileOf(bad));
    await flip(copy, 30);
    expect(await restores()).toMatchObject({ attachments: 1, rotten: [bad] });
    expect((await readdir(join(target(), 'files'))).sort()).toEqual([good.slice(0, 2)]);
    // The next whole one looks at the copies that are there, too.
    expect(await takes(1, true)).toMatchObject({ attachments: 1, rotten: [] });
    expect(await readFile(copy)).toEqual(await readFile(join(place.folder, fileOf(bad))));
    // A rotten one never takes the place of a right one.
    await flip(join(place.folder, fileOf(bad)), 30);
    expect(await takes(2, true)).toMatchObject({ attachments: 0, rotten: [] });
    await rm(copy);
    expect(await takes(3, true)).toMatchObject({ attachments: 0, rotten: [bad] });
  });

  it('leaves nothing of one that was killed, and none that is taken now', async () => {
    await acts(1);
    await takes(0);
    const drafts = [5, 100].map((minute) => `${nameAt(SMALL_START + minute * MINUTE_MS)}.part`);
    for (const draft of drafts) await mkdir(join(to(), draft, 'data'), { recursive: true });
    await takes(110);
    const names = await readdir(to());
    expect(drafts.map((draft) => names.includes(draft))).toEqual([false, true]);
  });

  it('holds a password that was set again, though the log did not grow', async () => {
    await acts(1);
    const { serverSeq } = await takes(0);
    await district.logins.set('dia', 'dia', 'another-password');
    expect(await takes(1)).toMatchObject({ took: 'segment', serverSeq });
    expect(await takes(2)).toMatchObject({ took: 'nothing-new' });
    await district.logins.set('dia', 'dia', 'a-third-password');
    await takes(3);
    await acts(1);
    await takes(4);
    const before = await tablesOf(place.folder);
    expect(await restores()).toMatchObject({ segments: 2, damaged: null });
    expect(await tablesOf(target())).toEqual(before);
  });

  it('is not put off by one that a wrong clock dated, and the newest is the one that knows most', async () => {
    await acts(1);
    const { backup: dated } = await takes(3 * 24 * 60);
    await acts(1);
    const { took, backup: right } = await takes(0);
    expect(took).toBe('full');
    await acts(1);
    const { serverSeq } = await takes(1);
    expect(dated > right).toBe(true);
    expect(await restores()).toMatchObject({ backup: right, serverSeq, segments: 1 });
  });

  it('goes on from no segment that a wrong clock dated: what was signed since would be in none', async () => {
    await acts(1);
    await takes(0);
    await acts(1);
    expect(await takes(20 * 60)).toMatchObject({ took: 'segment' });
    await acts(1);
    await district.audit.heads.make();
    expect(await takes(5)).toMatchObject({ took: 'full' });
    await acts(1);
    expect(await takes(6)).toMatchObject({ took: 'segment' });
    const before = await tablesOf(place.folder);
    await restores();
    expect(await tablesOf(target())).toEqual(before);
  });

  it('is taken by one at a time', async () => {
    await acts(1);
    const both = await Promise.allSettled([takes(0), takes(1)]);
    // Either may come first.
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'backup/busy' }),
    });
    expect(await takes(2)).toMatchObject({ took: 'nothing-new' });
  });

  it('that failed leaves no draft', async () => {
    await acts(1);
    await writeFile(join(place.folder, 'secrets.json'), 'torn');
    await expect(takes(0)).rejects.toThrow();
    expect(await readdir(to())).toEqual([]);
  });

  it.each([
    ['torn', '{"kind": "shaotai-ba'],
    ['of something else', '{"kind": "other"}'],
    ['without what it must say', '{"kind": "shaotai-backup", "v": 1}'],
    ['nothing', 'null'],
  ])('whose manifest is %s blocks no other one, and is refused by its name', async (_, bent) => {
    await acts(1);
    const { backup: older } = await takes(0, true);
    const { backup: damaged } = await takes(1, true);
    await writeFile(join(to(), damaged, 'manifest.json'), bent);
    await acts(1);
    // Goes on from the one that can be read.
    expect(await takes(2)).toMatchObject({ took: 'segment', backup: older, unreadable: [damaged] });
    await expect(restores(damaged)).rejects.toMatchObject({
      code: 'backup/damaged',
      details: { file: join(damaged, 'manifest.json') },
    });
    expect(await restores()).toMatchObject({ backup: older, segments: 1, unreadable: [damaged] });
    await writeFile(join(to(), older, 'manifest.json'), bent);
    await rm(target(), { recursive: true });
    await expect(restores()).rejects.toMatchObject({
      code: 'backup/none',
      details: { unreadable: `${older} ${damaged}` },
    });
  });

  it('goes into a folder that is named with a slash at its end, there or not', async () => {
    await acts(1);
    await takes(0);
    for (const isThere of [false, true]) {
      await rm(target(), { recursive: true, force: true });
      if (isThere) await mkdir(target());
      await restoreBackup(to(), `${target()}/`, { backup: null, now: SMALL_START });
      expect(await readdir(target())).toContain('restored.json');
      expect((await readdir(away)).sort()).toEqual(['again', 'backups']);
    }
  });

  it('is whole again after a restore of its district', async () => {
    await acts(1);
    await takes(0);
    await district.history.restored();
    await acts(1);
    expect(await takes(1)).toMatchObject({ took: 'full' });
  });

  it('is refused whole when a byte of it is another one, and so is one that a newer program wrote', async () => {
    await acts(2);
    await takes(0);
    const [found] = (await backupsIn(to(), SMALL_START)).whole;
    const { name, manifest } = must(found, 'a backup');
    const file = join(to(), name, 'data', 'district.db');
    await flip(file, 5_000);
    await expect(restores()).rejects.toMatchObject({ code: 'backup/damaged' });
    expect(await readdir(away)).toEqual(['backups']);
    const newer = { ...manifest, fileVersion: manifest.fileVersion + 1 };
    await writeFile(join(to(), name, 'manifest.json'), JSON.stringify(newer));
    await expect(restores()).rejects.toMatchObject({ code: 'storage/from-the-future' });
    expect(await readdir(away)).not.toContain('again');
  });

  it('goes as far as its segments are what was written', async () => {
    await acts(1);
    await takes(0);
    await acts(1);
    const { serverSeq } = await takes(1);
    await acts(1);
    await takes(2);
    const folder = join(to(), nameAt(SMALL_START), 'segments');
    const last = (await readdir(folder)).sort().at(-1) ?? '';
    const bent = gunzipSync(await readFile(join(folder, last)))
      .toString('utf8')
      .replace('门', '们');
    await writeFile(join(folder, last), gzipSync(bent));
    expect(await restores()).toMatchObject({ serverSeq, segments: 1, damaged: last });
    // Nothing is built on what cannot be read.
    expect(await takes(3)).toMatchObject({ took: 'full' });
  });

  it('goes into no folder that holds something, and comes from none that holds no backup', async () => {
    await expect(restores()).rejects.toMatchObject({ code: 'backup/none' });
    await acts(1);
    await takes(0);
    await mkdir(target());
    await restores();
    await expect(restores()).rejects.toMatchObject({ code: 'backup/not-empty' });
    await mkdir(join(to(), 'half.part'));
    await expect(
      restoreBackup(to(), join(away, 'other'), { backup: 'half.part', now: 0 }),
    ).rejects.toMatchObject({ code: 'backup/none' });
  });
});

const PASSWORD = 'backup-password';
const WAIT = { timeout: 120_000, interval: 250 };

describe('a district whose disk is lost', () => {
  const processes: OwnProcess[] = [];
  const pages: HostClient[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) page.close();
    for (const one of processes.splice(0)) await one.kill();
  });

  function start(program: string, args: readonly string[]): OwnProcess {
    const started = new OwnProcess(program, args);
    processes.push(started);
    return started;
  }

  type Desk = { readonly page: HostClient; readonly acknowledged: string[] };
  const SEATS: Readonly<Record<string, string>> = { opd: 's1', dia: 'a1', dib: 'b1' };

  async function sits(login: string, scope: string, district: OwnProcess): Promise<Desk> {
    const args = ['--data', join(away, login), '--port', '0', '--reference', place.folder];
    const page = await openHostClient(await start('host/main.ts', args).port());
    pages.push(page);
    const codes = (await district.line('codes'))['codes'] as Readonly<Record<string, string>>;
    const address = `ws://127.0.0.1:${await district.port()}`;
    const asked = { address, code: codes[scope] ?? '', name: login, scope };
    expect(await page.do('setup.enrol', asked)).toMatchObject({ ok: true });
    const seat = SEATS[login] ?? '';
    const enters = async (): Promise<boolean> =>
      (await page.do('session.login', { login, password: PASSWORD, seat })).ok;
    await expect.poll(enters, WAIT).toBe(true);
    return { page, acknowledged: [] };
  }

  async function does({ page, acknowledged }: Desk, count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const args = creation({ title: `第 ${i} 件` });
      const said = await page.do('op.submit', { kind: 'case.create', caseId: null, args });
      if (!said.ok) throw new Error(said.error.code);
      acknowledged.push(said.value.opId);
    }
  }

  async function read<Row>(folder: string, sql: string): Promise<Row[]> {
    const database = await openBeside(folder);
    try {
      return await database.read((reader) => reader.all<Row>(sql));
    } finally {
      await database.close();
    }
  }

  const casesIn = async (folder: string): Promise<number> =>
    (await read(folder, 'SELECT case_id FROM case_doc')).length;

  const missing = async (folder: string, desks: readonly Desk[]): Promise<string[]> => {
    const rows = await read<{ readonly op_id: string }>(folder, 'SELECT op_id FROM op_log');
    const decided = new Set(rows.map((row) => row.op_id));
    return desks.flatMap((desk) => desk.acknowledged).filter((opId) => !decided.has(opId));
  };

  it(
    'is put back, and the consoles send again what the backup lacks: nothing acknowledged is lost',
    { timeout: 300_000 },
    async () => {
      const prepared = await place.open();
      for (const login of ['opd', 'dia', 'dib']) await prepared.logins.set(login, login, PASSWORD);
      await prepared.close();
      const scopes = ['district', `street:${STREET_A}`, `street:${STREET_B}`];
      const codes = scopes.flatMap((scope) => ['--code', scope]);
      const first = start('district/main.ts', ['--data', place.folder, '--port', '0', ...codes]);
      const desks = [
        await sits('opd', 'district', first),
        await sits('dia', scopes[1] ?? '', first),
      ];
      const backup = (): ReturnType<typeof runSource> =>
        runSource('scripts/backup.ts', ['--data', place.folder, '--to', to()]);
      for (const desk of desks) await does(desk, 3);
      await expect.poll(() => missing(place.folder, desks), WAIT).toEqual([]);
      expect(await backup()).toMatchObject({ code: 0, last: { took: 'full' } });
      for (const desk of desks) await does(desk, 2);
      await expect.poll(() => missing(place.folder, desks), WAIT).toEqual([]);
      expect(await backup()).toMatchObject({ code: 0, last: { took: 'segment' } });
      // These are decided, known to their consoles as decided, and in no backup; one console is in none, too.
      const late = await sits('dib', scopes[2] ?? '', first);
      desks.push(late);
      for (const desk of desks) await does(desk, 4);
      await expect.poll(() => missing(place.folder, desks), WAIT).toEqual([]);
      const port = await first.port();
      await first.kill();
      // Nobody is there while these are said.
      for (const desk of desks) await does(desk, 1);
      const restore = ['--from', to(), '--data', target()];
      const restored = await runSource('scripts/restore.ts', restore);
      expect(restored).toMatchObject({ code: 0, last: { segments: 1, damaged: null } });
      expect(await missing(target(), desks)).toHaveLength(15);
      const put = ['--data', target(), '--port', String(port), ...codes];
      const second = start('district/main.ts', put);
      await expect.poll(() => missing(target(), desks), WAIT).toEqual(late.acknowledged);
      const line = async (): Promise<unknown> => (await late.page.look('sync', {})).line;
      await expect.poll(line, WAIT).toBe('refused');
      // It is let in as the one that it is, by a code of its own place.
      const given = (await second.line('codes'))['codes'] as Readonly<Record<string, string>>;
      const comesBack = (scope: string): Promise<unknown> =>
        late.page.do('setup.enrolAgain', { code: given[scope] ?? '' });
      const refused = { ok: false, error: { code: 'setup/other-scope' } };
      expect(await comesBack('district')).toMatchObject(refused);
      expect(await comesBack(scopes[2] ?? '')).toMatchObject({ ok: true });
      await expect.poll(() => missing(target(), desks), WAIT).toEqual([]);
      // What was said under a login that the district lost waits for whoever said it.
      await late.page.do('session.lock', {});
      const proved = await late.page.do('session.unlock', { password: PASSWORD });
      expect(proved).toMatchObject({ ok: true });
      // Each act made a case of its own.
      await expect.poll(() => casesIn(target()), WAIT).toBe(25);
      expect(await missing(target(), desks)).toEqual([]);
      const epochOf = async (folder: string): Promise<unknown> => {
        const { meta = [] } = await tablesOf(folder);
        return meta.find((row) => String(row).includes('"epoch"'));
      };
      expect(await epochOf(target())).not.toEqual(await epochOf(place.folder));
      expect(await readdir(target())).not.toContain('restored.json');
      const again = await runSource('scripts/restore.ts', restore);
      expect(again).toMatchObject({ code: 1, failed: { failed: 'backup/not-empty' } });
    },
  );
});
