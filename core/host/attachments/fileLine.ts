import { request as plainRequest, type IncomingMessage } from 'node:http';
import { bytesWithin } from '../../node/bytesWithin.ts';
import { AppError } from '../../protocol/errors.ts';
import type { DistrictAddress } from '../sync/districtLink.ts';
import { doorUrl, lineLost, trustedSocket } from '../sync/trustedSocket.ts';

/** One answer of the district's door for files. */
export type FileReply = {
  readonly status: number;
  readonly offset: number | null;
  readonly isComplete: boolean;
  readonly body: Buffer;
};

export type FileRequest = {
  readonly method: 'HEAD' | 'PATCH' | 'GET';
  readonly sha256: string;
  /** Which of the district's doors; that of attachments unless said. */
  readonly door?: string;
  readonly ticket: string;
  readonly offset?: number;
  readonly piece?: Buffer;
  /** Never more than this is read. */
  readonly bytesMax: number;
};

/** A line on which nothing moves for so long is lost. */
const IDLE_MS = 20_000;

/**
 * Speaks with the district's door for files: beside the socket of the operations, so that a picture never
 * holds up an act. Not a byte leaves before the certificate is seen to be the pinned one.
 */
export async function askFileDoor(
  address: DistrictAddress,
  asked: FileRequest,
  signal: AbortSignal,
): Promise<FileReply> {
  const url = doorUrl(address, `${asked.door ?? '/files/'}${asked.sha256}`);
  const socket = await trustedSocket(url, address.fingerprint, signal);
  return new Promise((resolve, reject) => {
    const { piece, offset } = asked;
    const sent = plainRequest(
      url.href.replace(/^https/, 'http'),
      {
        method: asked.method,
        signal,
        timeout: IDLE_MS,
        createConnection: () => socket,
        headers: {
          authorization: `Bearer ${asked.ticket}`,
          connection: 'close',
          ...(offset === undefined ? {} : { 'upload-offset': offset }),
          ...(piece === undefined ? {} : { 'content-length': piece.length }),
        },
      },
      (response) => void read(response, asked.bytesMax).then(resolve, reject),
    );
    sent.on('timeout', () => sent.destroy(lineLost()));
    sent.on('error', reject);
    sent.end(piece);
  });
}

async function read(response: IncomingMessage, bytesMax: number): Promise<FileReply> {
  const body = await bytesWithin(response, bytesMax);
  if (body === null) throw new AppError('file/too-large', { retry: 'backoff' });
  const offset = Number(response.headers['upload-offset'] ?? NaN);
  return {
    status: response.statusCode ?? 0,
    offset: Number.isSafeInteger(offset) ? offset : null,
    isComplete: response.headers['upload-complete'] === '?1',
    body,
  };
}
