import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import { readFillManifest } from '#core/protocol/sync/firstFill.ts';
import { creation, Author, newCaseId, STREET_A, STREET_B } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const SCOPE = `street:${STREET_A}` as const;
const HALL = { name: 'hall', scope: 'district', login: 'did' };
const STREET = { name: 'street', scope: SCOPE, login: 'dia' };
const OTHER = { name: 'other', scope: `street:${STREET_B}`, login: 'dib' };
const CASES = 420;
/** One page of a hundred cases a chunk. */
const SMALL_CHUNKS = { fillChunkBytes: 1, withLogs: true };

/** A street that has been at work for a while. */
async function withHistory(author: Author): Promise<string[]> {
  const { district } = town.running;
  await author.enrol(district);
  const ids = Array.from({ length: CASES }, newCaseId);
  for (let i = 0; i < CASES; i += 100) {
    const ops = ids.slice(i, i + 100).map((caseId) =>
      author.make({
        kind: 'case.create',
        caseId,
        args: creation({ title: `第 ${i} 批` }),
        by: 'dia',
        numberless: true,
      }),
    );
    const answer = await district.core.push(author.batch(ops));
    if (answer.kind !== 'decided') throw new Error(answer.kind);
  }
  return ids;
}

async function loseReplica(desk: Desk): Promise<void> {
  await desk.close();
  for (const name of await readdir(desk.folder)) {
    if (name.startsWith('replica.db')) await rm(join(desk.folder, name));
  }
}

/** The town's clock goes on as when it settles: faster, a line would be silent before its disk has answered. */
async function begunWith({ core }: Desk): Promise<void> {
  let passed = performance.now();
  while ((core.fill.report()?.done ?? 0) < 100) {
    if (performance.now() - passed > 15) {
      town.clock.pass(400);
      passed = performance.now();
    }
    await turn();
  }
}

const chunks = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith('.json')).sort();

/** How the fillings of a desk ended, as its log says. */
async function ends(desk: Desk): Promise<string[]> {
  const folder = join(desk.folder, 'logs');
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return texts.flatMap((text) => [...text.matchAll(/"end":"(\w+)"/g)].map(([, end]) => end ?? ''));
}

it('I-09, I-18: a console without rows is filled by chunks, killed in the middle goes on where it was, and ends equal', async () => {
  town = await Town.start([HALL, STREET, OTHER], SMALL_CHUNKS);
  const author = new Author('author', SCOPE, town.clock);
  const hall = town.desk('hall');
  const moved = await hall.creates();
  await town.settles();
  const ids = await withHistory(author);
  const street = town.desk('street');
  await town.settles();
  await loseReplica(street);
  const made = join(town.place.folder, 'fill');
  await rm(made, { recursive: true });
  await town.restartDistrict();

  await street.open();
  street.core.engine.nudge();
  const { fill } = street.core;
  await begunWith(street);
  expect(fill.report()?.of).toBe(CASES + 1);
  expect(street.core.engine.status().behind).toBeGreaterThan(0);
  // Between two pages, as a kill may come; in the middle of one SQLite answers for.
  await fill.stop();
  await street.crash();
  const there = await chunks(made);
  expect(there.length).toBeGreaterThanOrEqual(5);

  // What has come already is nowhere to be had again; meanwhile a case moves away, and one is changed.
  const name = (await readdir(made)).find((one) => one.endsWith('.json')) ?? '';
  const text = await readFile(join(made, name), 'utf8');
  const manifest = must(readFillManifest(JSON.parse(text)), 'the district wrote one');
  await writeFile(join(made, `${manifest.chunks[0]?.sha256 ?? ''}.br`), 'nothing');
  for (const sha256 of await chunks(join(street.folder, 'fill'))) {
    await writeFile(join(made, `${sha256}.br`), 'nothing');
  }
  const note = author.make({
    kind: 'case.note',
    caseId: ids[7] ?? '',
    args: { text: '其间写的', public: false },
    by: 'dia',
    seen: [1, 0],
  });
  await town.running.district.core.push(author.batch([note]));
  await hall.does('case.locate', moved, {
    ...creation().place,
    point: { lonE6: 116_400_000, latE6: 39_900_000 },
    street: STREET_B,
  });

  await street.open();
  await town.settles();
  await street.login();
  await town.settles();
  expect((await town.doc(moved)).left).toHaveProperty(SCOPE);
  expect((await town.doc(moved)).members).not.toHaveProperty(SCOPE);
  expect(await town.converged()).toEqual([]);
  await expect.poll(() => ends(street)).toEqual(['done']);
  expect(street.core.fill.report()).toBeNull();
  expect(await chunks(join(street.folder, 'fill'))).toEqual([]);
});

it('goes on by pages from where it was when the district has the snapshot no more', async () => {
  town = await Town.start([HALL, STREET], SMALL_CHUNKS);
  await withHistory(new Author('author', SCOPE, town.clock));
  const street = town.desk('street');
  await town.settles();
  await loseReplica(street);
  await street.open();
  street.core.engine.nudge();
  await begunWith(street);
  await street.core.fill.stop();
  await street.crash();
  await rm(join(town.place.folder, 'fill'), { recursive: true });
  await town.restartDistrict();
  await street.open();
  await town.settles();
  expect(await town.converged()).toEqual([]);
  await expect.poll(() => ends(street)).toEqual(['pages']);
});
