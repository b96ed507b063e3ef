import type { FileFolder } from '../../node/files/fileFolder.ts';
import { ATTACHMENT_BYTES_MAX, FILE_PIECE_BYTES } from '../../protocol/console/attachments.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import type { DistrictAddress } from '../sync/districtLink.ts';
import { askFileDoor, type FileReply, type FileRequest } from './fileLine.ts';

/** What the district says to a question over the line of the operations. */
export type AskDistrict = (
  input: Readonly<Record<string, unknown>>,
) => Promise<{ readonly ok: boolean; readonly value: unknown }>;

export type TransferPorts = {
  readonly files: FileFolder;
  readonly address: () => DistrictAddress;
  readonly ask: AskDistrict;
  /** Ends what is under way when the line is cut. */
  readonly signal: () => AbortSignal;
};

export type Transferred = 'done' | Extract<FailureCode, `file/${string}`>;

const REFUSED: Readonly<Record<number, Transferred>> = {
  404: 'file/not-yet',
  413: 'file/too-large',
  422: 'file/wrong-bytes',
};

/** Brings one file to the district, from wherever it stands there. */
export async function sendFile(
  file: { readonly sha256: string; readonly caseId: string },
  ports: TransferPorts,
): Promise<Transferred> {
  const { sha256 } = file;
  const own = await ports.files.read(sha256);
  if (!own.ok) return 'file/damaged';
  const bytes = own.value;
  const opened = await open({ ...file, way: 'send', bytes: bytes.length }, ports);
  if (typeof opened === 'string') return opened;
  if (opened.have || opened.ticket === null) return 'done';
  return sendFrom({ sha256, ticket: opened.ticket, bytes }, ports);
}

async function sendFrom(
  file: { readonly sha256: string; readonly ticket: string; readonly bytes: Buffer },
  ports: TransferPorts,
): Promise<Transferred> {
  const { sha256, ticket, bytes } = file;
  let reply = await say({ method: 'HEAD', sha256, ticket, bytesMax: 0 }, ports);
  while (reply.status < 300 && !reply.isComplete) {
    const offset = reply.offset ?? 0;
    const piece = bytes.subarray(offset, offset + FILE_PIECE_BYTES);
    reply = await say({ method: 'PATCH', sha256, ticket, offset, piece, bytesMax: 0 }, ports);
    // A door that does not move on is no door: better tried again later than for ever.
    if (reply.status < 300 && !reply.isComplete && (reply.offset ?? 0) <= offset) {
      return 'file/line-cut';
    }
  }
  return reply.isComplete ? 'done' : (REFUSED[reply.status] ?? 'file/line-cut');
}

/** Takes one file from the district; what does not fit its hash is not kept. */
export async function fetchFile(
  file: { readonly sha256: string; readonly caseId: string },
  ports: TransferPorts,
): Promise<Transferred> {
  const { sha256 } = file;
  const opened = await open({ ...file, way: 'fetch' }, ports);
  if (typeof opened === 'string') return opened;
  const { ticket } = opened;
  if (ticket === null) return 'file/not-yet';
  const reply = await say({ method: 'GET', sha256, ticket, bytesMax: ATTACHMENT_BYTES_MAX }, ports);
  if (reply.status !== 200) return REFUSED[reply.status] ?? 'file/line-cut';
  const { body } = reply;
  await ports.files.remove(sha256);
  const put = await ports.files.put({ sha256, bytes: body.length, offset: 0, piece: body });
  if (put.ok) return 'done';
  return put.error === 'file/wrong-bytes' ? put.error : 'file/not-yet';
}

function say(asked: FileRequest, ports: TransferPorts): Promise<FileReply> {
  return askFileDoor(ports.address(), asked, ports.signal());
}

type Opened = { readonly ticket: string | null; readonly have: boolean };

async function open(
  input: Readonly<Record<string, unknown>>,
  ports: TransferPorts,
): Promise<Opened | Exclude<Transferred, 'done'>> {
  const answer = await ports.ask(input);
  if (answer.ok) return answer.value as Opened;
  const code = (answer.value as { readonly code?: string } | null)?.code;
  if (code === 'file/not-yet' || code === 'file/unknown' || code === 'file/too-large') return code;
  return 'file/line-cut';
}
