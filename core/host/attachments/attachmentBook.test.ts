import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { openMigrated } from '../store/consoleFiles.ts';
import { AttachmentBook, type AttachmentRow, type AttachmentState } from './attachmentBook.ts';

let folder = '';
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-book-'));
  database = await openMigrated(join(folder, 'desk.db'), 'desk', silentLog);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const row = (sha256: string, caseId: string, state: AttachmentState = 'own'): AttachmentRow => ({
  sha256,
  caseId,
  bytes: 10,
  state,
  keptAt: 1,
  usedAt: 2,
});
const said = (book: AttachmentBook): string[] =>
  book
    .all()
    .map(({ sha256, caseId, state }) => `${sha256} ${caseId} ${state}`)
    .sort();

it('tells of one file in which cases it is, after every change and after a restart', async () => {
  const book = await AttachmentBook.open(database);
  await book.keep(row('a', 'one'));
  await book.keep(row('a', 'two', 'fetched'));
  await book.keep(row('b', 'one'));
  await book.keep({ ...row('b', 'one'), usedAt: 9 });
  expect(book.find('b', 'one')?.usedAt).toBe(9);
  expect(book.of('a').map(({ caseId }) => caseId)).toEqual(['one', 'two']);
  await book.sent('a');
  await book.keep(row('c', 'one', 'sent'));
  const all = ['a one sent', 'a two fetched', 'b one own', 'c one sent'];
  expect(said(book)).toEqual(all);
  expect(said(await AttachmentBook.open(database))).toEqual(all);
});

it('owes again what was sent, and forgets one case or the whole file', async () => {
  const book = await AttachmentBook.open(database);
  for (const one of [row('a', 'one', 'sent'), row('a', 'two', 'fetched'), row('b', 'one')]) {
    await book.keep(one);
  }
  await book.owed();
  expect(said(book)).toEqual(['a one own', 'a two fetched', 'b one own']);
  await book.dropOne('a', 'one');
  expect(book.find('a', 'one')).toBeNull();
  await book.dropOne('b', 'one');
  expect(book.of('b')).toEqual([]);
  await book.dropOne('b', 'one');
  expect(said(book)).toEqual(['a two fetched']);
  await book.drop('a');
  expect(book.all()).toEqual([]);
  expect(said(await AttachmentBook.open(database))).toEqual([]);
});
