import type { IncomingMessage } from 'node:http';

/** The ticket that a console shows at a door; in a header, where no log of addresses keeps it. */
export function bearerOf(request: IncomingMessage): string {
  return /^Bearer (\S{1,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
