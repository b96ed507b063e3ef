/*
 * The frames of a console's line over plain HTTP, for networks that end WebSockets (docs/protocol.md): beside each
 * door of a socket. One line is:
 *   POST                       → 201, its ticket as text
 *   POST   ?seq=n   frames     → 204; n counts from 1, so that a request said twice is heard once
 *   GET    ?after=n            → 200, frames beyond the n-th and their count in X-Up-To; waits while there are none
 *   DELETE                     → 204, the line is over
 * All but the first with the ticket as bearer. Frames are JSON texts, one a line. 410: there is no such line (any more).
 */
export const pollDoorOf = (door: string): string => `${door}/http`;
export const POLL_DOOR = '/sync/http';
/** So long an empty answer is kept back. */
export const POLL_WAIT_MS = 25_000;
export const POLL_UP_TO = 'x-up-to';

export function linesOf(frames: readonly string[]): string {
  return frames.join('\n');
}

export function framesIn(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}
