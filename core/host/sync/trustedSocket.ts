import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AppError } from '../../protocol/errors.ts';
import { isPinned, type DistrictAddress } from './districtLink.ts';

/** A line on which nothing moves for so long is lost. */
const IDLE_MS = 20_000;

export const lineLost = (): AppError => new AppError('file/line-cut', { retry: 'backoff' });

/** The address of one of the district's doors beside the socket of the operations. */
export function doorUrl({ url }: DistrictAddress, path: string): URL {
  return new URL(path, url.replace(/^ws/, 'http'));
}

/**
 * A connection to the district for one request. Not a byte of the request, and no ticket, leaves before the
 * certificate is seen to be the pinned one.
 */
export function trustedSocket(
  url: URL,
  fingerprint: string | null,
  signal?: AbortSignal,
): Promise<Socket> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return new Promise((resolve, reject) => {
    // The pin is the check: the district's certificate is its own.
    const socket = isTls
      ? connectTls({ host, port, rejectUnauthorized: false })
      : connectPlain({ host, port });
    const fail = (): void => {
      clearTimeout(bound);
      socket.destroy();
      reject(lineLost());
    };
    const bound = setTimeout(fail, IDLE_MS);
    signal?.addEventListener('abort', fail, { once: true });
    socket.once('error', fail);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(bound);
      signal?.removeEventListener('abort', fail);
      socket.off('error', fail);
      if (isPinned(socket, fingerprint)) resolve(socket);
      else fail();
    });
  });
}
