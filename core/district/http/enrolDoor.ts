import type { IncomingMessage, ServerResponse } from 'node:http';
import { MINUTE_MS } from '../../kernel/time.ts';
import { bytesWithin } from '../../node/bytesWithin.ts';
import { parseEnrolRequest } from '../../protocol/sync/parseFrames.ts';
import type { Enrolment } from '../sync/enrolment.ts';

const BODY_MAX = 4_096;
const TRIES_A_MINUTE = 10;

/** POST /enrol. Codes are short, so guessing is slow: ten tries a minute from one address. */
export function enrolDoor(
  enrolment: Enrolment,
  mono: () => number,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const tries = new Map<string, { since: number; count: number }>();
  const mayTry = (address: string): boolean => {
    const now = mono();
    for (const [known, { since }] of tries) if (now - since > MINUTE_MS) tries.delete(known);
    const one = tries.get(address) ?? { since: now, count: 0 };
    one.count += 1;
    tries.set(address, one);
    return one.count <= TRIES_A_MINUTE;
  };
  return async (request, response) => {
    if (!mayTry(request.socket.remoteAddress ?? '')) {
      return answer(response, 429, { code: 'session/too-many-tries' });
    }
    const body = await bytesWithin(request, BODY_MAX);
    const parsed = body === null ? null : parseEnrolRequest(body.toString('utf8'));
    if (parsed === null) return answer(response, 400, { code: 'op/schema' });
    const enrolled = await enrolment.enrol(parsed);
    if (enrolled.ok) answer(response, 200, enrolled.value);
    else answer(response, 403, { code: enrolled.error });
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
