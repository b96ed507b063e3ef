import type { AddressInfo, Server } from 'node:net';
import { AppError } from '../protocol/errors.ts';

/**
 * Listens on a port, 0 for any, and says which it became.
 * @throws AppError link/port-taken where another program has it.
 */
export async function listenOn(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const isTaken = cause.code === 'EADDRINUSE';
      reject(isTaken ? new AppError('link/port-taken', { details: { port, host }, cause }) : cause);
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
