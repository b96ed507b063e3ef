import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** What stands between a street and the district: it lets HTTP through, and sockets only when it is told to. */
export class Gateway {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  letsSockets = false;
  /** One answer of so many is cut off in the middle. */
  losesEvery = 0;
  upgrades = 0;
  #answers = 0;

  constructor(far: () => number) {
    this.#server = createServer((request, response) => {
      const { method, url: path, headers } = request;
      const init = { port: far(), host: '127.0.0.1', method, path, headers };
      const passed = connect(init.port, init.host);
      this.#keep(passed);
      passed.on('error', () => response.destroy());
      const lines = Object.entries(headers).map(([key, value]) => `${key}: ${String(value)}`);
      passed.write(`${method ?? ''} ${path ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      request.pipe(passed, { end: false });
      const near = response.socket;
      this.#answers += 1;
      const isLost = this.losesEvery > 0 && this.#answers % this.losesEvery === 0;
      if (isLost) passed.once('data', () => near?.destroy());
      else if (near !== null) passed.pipe(near);
    });
    this.#server.on('upgrade', (request, near: Socket) => {
      this.upgrades += 1;
      this.#keep(near);
      near.on('error', () => undefined);
      if (!this.letsSockets) {
        near.destroy();
        return;
      }
      const passed = connect(far(), '127.0.0.1');
      this.#keep(passed);
      passed.on('error', () => near.destroy());
      const { rawHeaders } = request;
      const lines = rawHeaders.flatMap((key, i) =>
        i % 2 === 0 ? [`${key}: ${rawHeaders[i + 1] ?? ''}`] : [],
      );
      passed.write(`GET ${request.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      passed.pipe(near);
      near.pipe(passed);
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
