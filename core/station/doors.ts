import type { Routes } from '../district/http/districtServer.ts';
import { overSocket } from '../district/http/overSocket.ts';
import { PollDoor } from '../district/http/pollDoor.ts';
import type { CarriedLine, FrameSocket } from '../district/sync/frameSocket.ts';
import type { Clock } from '../kernel/time.ts';
import { PAGE_HEADERS } from '../protocol/console/contentPolicy.ts';
import { pollDoorOf } from '../protocol/sync/poll.ts';

type Accept = (line: FrameSocket) => CarriedLine;

/** The station's doors, each for sockets and, beside it, for the same frames over plain HTTP. */
export class Doors {
  readonly #accepts: Readonly<Record<string, Accept>>;
  readonly #polls: ReadonlyMap<string, PollDoor>;

  constructor(clock: Clock, accepts: Readonly<Record<string, Accept>>) {
    this.#accepts = accepts;
    const mono = (): number => clock.mono();
    this.#polls = new Map(
      Object.entries(accepts).map(([door, accept]) => [
        pollDoorOf(door),
        new PollDoor({ accept, mono }),
      ]),
    );
  }

  routes(): Routes {
    const sockets = Object.entries(this.#accepts).map(([door, accept]) => {
      const route = {
        from: 'programs' as const,
        mayEnter: () => true,
        accept: (socket: Parameters<typeof overSocket>[0]) => {
          overSocket(socket, accept);
        },
      };
      return [door, route] as const;
    });
    return {
      sockets: Object.fromEntries(sockets),
      request: async (request, response, url) => {
        const door = this.#polls.get(url.pathname);
        // Files and reference data have doors at the district alone.
        if (door === undefined) response.writeHead(404, PAGE_HEADERS).end();
        else await door.request(request, response, url);
      },
    };
  }

  close(): void {
    for (const door of this.#polls.values()) door.close();
  }
}
