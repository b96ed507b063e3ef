import { request as plainRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AppError, type FailureCode } from '../../protocol/errors.ts';
import { isPinned, type DistrictAddress } from '../sync/districtLink.ts';

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
  const url = new URL(`/files/${asked.sha256}`, address.url.replace(/^ws/, 'http'));
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
    sent.on('timeout', () => sent.destroy(lost()));
    sent.on('error', reject);
    sent.end(piece);
  });
}

async function read(response: IncomingMessage, bytesMax: number): Promise<FileReply> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > bytesMax) throw lost('file/too-large');
    parts.push(part);
  }
  const offset = Number(response.headers['upload-offset'] ?? NaN);
  return {
    status: response.statusCode ?? 0,
    offset: Number.isSafeInteger(offset) ? offset : null,
    isComplete: response.headers['upload-complete'] === '?1',
    body: Buffer.concat(parts),
  };
}

function trustedSocket(url: URL, fingerprint: string | null, signal: AbortSignal): Promise<Socket> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return new Promise((resolve, reject) => {
    // The pin is the check: the district's certificate is its own.
    const socket = isTls
      ? connectTls({ host, port, rejectUnauthorized: false })
      : connectPlain({ host, port });
    const fail = (): void => {
      socket.destroy();
      reject(lost());
    };
    const bound = setTimeout(fail, IDLE_MS);
    signal.addEventListener('abort', fail, { once: true });
    socket.once('error', fail);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(bound);
      signal.removeEventListener('abort', fail);
      socket.off('error', fail);
      if (isPinned(socket, fingerprint)) resolve(socket);
      else fail();
    });
  });
}

function lost(code: FailureCode = 'file/line-cut'): AppError {
  return new AppError(code, { retry: 'backoff' });
}
