import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const COOKIE = 'wall';

/**
 * Who may look at the wall: whoever stands at this machine, and whoever opened the page once with the token
 * in its address. The token is kept in a cookie that no script reads, so it lasts for weeks without a touch
 * and survives restarts of the server.
 */
export type WallDoor = {
  readonly mayEnter: (request: IncomingMessage, url: URL) => boolean;
  readonly remember: (url: URL, response: ServerResponse) => void;
};

const YEAR_S = 365 * 86_400;

export function wallDoor(token: string): WallDoor {
  const isToken = (given: string | null | undefined): boolean => {
    const left = Buffer.from(given ?? '');
    const right = Buffer.from(token);
    return left.length === right.length && timingSafeEqual(left, right);
  };
  return {
    mayEnter(request, url) {
      if (isAtThisMachine(request)) return true;
      return isToken(url.searchParams.get('token')) || isToken(cookieOf(request));
    },
    remember(url, response) {
      const given = url.searchParams.get('token');
      if (!isToken(given)) return;
      const flags = `HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age=${YEAR_S}`;
      response.setHeader('set-cookie', `${COOKIE}=${token}; ${flags}`);
    },
  };
}

function cookieOf(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE && value !== undefined) return value;
  }
  return null;
}

const LOOPBACK_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** A page of a foreign site comes from this machine, too; it says its own name, not ours. */
function isAtThisMachine(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress;
  const isNear = address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
  return isNear && LOOPBACK_NAMES.test(request.headers.host ?? '');
}
