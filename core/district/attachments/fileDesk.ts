import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { PersonId } from '../../domain/operation/identity.ts';
import { mayRead, type Reader } from '../../domain/permission/reading.ts';
import type { FileFolder } from '../../node/files/fileFolder.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { ATTACHMENT_BYTES_MAX } from '../../protocol/console/attachments.ts';
import type { Asker, AskRefusal } from '../sync/asks.ts';
import type { FileTickets } from './fileTickets.ts';

type FilePorts = {
  readonly files: FileFolder;
  readonly tickets: FileTickets;
  readonly caseOf: (caseId: string) => Promise<CaseDoc | null>;
  readonly readerOf: (person: PersonId) => Reader;
};

/** `have`: the district has the file already, nothing is to be sent. */
export type FileAnswer = { readonly ticket: string | null; readonly have: boolean };

/**
 * Who may bring or take which file. Only what a decided act names on a case is taken in; a scope that was
 * a member once may still bring what it attached then. Something is given to a member of now alone, and
 * there to whoever is logged in and reads the case.
 */
export async function openFile(
  input: Readonly<Record<string, unknown>>,
  asker: Asker,
  ports: FilePorts,
): Promise<Result<FileAnswer, AskRefusal>> {
  const { way } = input;
  const [caseId, sha256] = [textOf(input['caseId']), textOf(input['sha256'])];
  const doc = await ports.caseOf(caseId);
  if (doc === null || !isNamedOn(doc, sha256)) return err({ code: 'file/unknown' });
  if (way === 'fetch' && isMember(doc, asker) && reads(doc, asker, ports))
    return giveOut(sha256, asker, ports);
  if (way === 'send' && (isMember(doc, asker) || doc.left?.[asker.scope] !== undefined)) {
    // The length is the bringer's word: whether it is the file that the case names, its hash decides.
    return takeIn({ sha256, bytes: Number(input['bytes']) }, asker, ports);
  }
  return err({ code: 'file/unknown' });
}

/** What is no text names nothing. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isMember(doc: CaseDoc, { scope }: Asker): boolean {
  return doc.members[scope] === true;
}

function isNamedOn(doc: CaseDoc, sha256: string): boolean {
  return Object.hasOwn(doc.attachments ?? {}, sha256);
}

function reads(doc: CaseDoc, { person }: Asker, { readerOf }: FilePorts): boolean {
  return person !== null && mayRead(readerOf(person), doc);
}

async function giveOut(
  sha256: string,
  asker: Asker,
  { files, tickets }: FilePorts,
): Promise<Result<FileAnswer, AskRefusal>> {
  const { whole, offset } = await files.state(sha256);
  if (!whole) return err({ code: 'file/not-yet' });
  return ok({ ticket: tickets.give(asker, { sha256, way: 'fetch', bytes: offset }), have: true });
}

async function takeIn(
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
  asker: Asker,
  { files, tickets }: FilePorts,
): Promise<Result<FileAnswer, AskRefusal>> {
  if ((await files.state(sha256)).whole) return ok({ ticket: null, have: true });
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > ATTACHMENT_BYTES_MAX) {
    return err({ code: 'file/too-large' });
  }
  return ok({ ticket: tickets.give(asker, { sha256, way: 'send', bytes }), have: false });
}
