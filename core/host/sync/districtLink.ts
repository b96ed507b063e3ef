import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../protocol/sync/frames.ts';
import { fingerprintOf } from '../../node/certificate.ts';
import type { FramePort, HeardEvent, LinkPort } from '../../sync/syncPorts.ts';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

const FRAME_BYTES_MAX = 32 * 1024 * 1024;

export type DistrictAddress = {
  readonly url: string;
  /** SHA-256 of the district's certificate, pinned at enrolment; null only on loopback. */
  readonly fingerprint: string | null;
};

/** WebSocket to the district. Nobody's certificate counts but the pinned one. */
export function districtLink(address: () => DistrictAddress): LinkPort {
  return pinnedLink<ClientFrame, ServerFrame>(address, SYNC_DOOR);
}

export const SYNC_DOOR = '/sync';

/** Frames over a WebSocket on a door of whoever has this address and shows the certificate that goes with it. */
export function pinnedLink<Said, Heard>(
  address: () => DistrictAddress,
  door: string,
): FramePort<Said, Heard> {
  return { open: (onEvent) => pinnedSocket(address(), door, onEvent) };
}

function pinnedSocket<Said, Heard>(
  { url, fingerprint }: DistrictAddress,
  door: string,
  onEvent: (event: HeardEvent<Heard>) => void,
): { readonly send: (frame: Said) => void; readonly close: () => void } {
  const socket = new WebSocket(socketUrl(url, door), {
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES_MAX,
    // The pin below is the check: the district's certificate is its own.
    rejectUnauthorized: false,
  });
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    socket.terminate();
    onEvent({ type: 'closed' });
  };
  socket.on('upgrade', (response) => {
    if (!isPinned(response.socket, fingerprint)) end();
  });
  socket.on('open', () => {
    onEvent({ type: 'open' });
  });
  socket.on('message', (data) => {
    const frame = parsedFrame<Heard>((data as Buffer).toString('utf8'));
    if (frame === null) end();
    else onEvent({ type: 'frame', frame });
  });
  socket.on('close', end);
  socket.on('error', end);
  return {
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    close() {
      isOver = true;
      socket.terminate();
    },
  };
}

/** An address may name the door of the operations already, as one in a shell's flag does. */
export function socketUrl(url: string, door: string): string {
  const base = url.replace(/\/+$/, '').replace(/^http/, 'ws');
  return `${base.endsWith(SYNC_DOOR) ? base.slice(0, -SYNC_DOOR.length) : base}${door}`;
}

/** Nothing is said or believed in clear but on this machine itself; elsewhere by the pinned certificate alone. */
export function isPinned(socket: Socket, fingerprint: string | null): boolean {
  const tls = socket instanceof TLSSocket ? socket : null;
  if (tls === null) return fingerprint === null && isLoopback(socket.remoteAddress);
  if (fingerprint === null) return isLoopback(socket.remoteAddress);
  return fingerprintOf(tls.getPeerCertificate().raw) === fingerprint;
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address ?? '');
}

/** Shape is checked by `f` alone: what the fields hold is proven by hashes, versions and cursors. */
export function parsedFrame<Heard>(text: string): Heard | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'f' in value ? (value as Heard) : null;
  } catch {
    // Not a frame of ours: the connection is worth nothing.
    return null;
  }
}
