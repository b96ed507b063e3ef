import { WebSocket } from 'ws';
import { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';
import { deviceSigner } from '../../node/deviceKey.ts';
import { fingerprintOf } from '../../node/certificate.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import { STREET_DOOR, STREET_NONCE } from '../../protocol/sync/street.ts';
import { SYNC_NONCE } from '../../protocol/sync/syncNonce.ts';
import { PROTOCOLS, agreement, type Protocols } from '../../protocol/sync/versions.ts';
import type { Identity } from '../identity.ts';
import {
  SYNC_DOOR,
  isPinned,
  parsedFrame,
  socketUrl,
  type DistrictAddress,
} from './districtLink.ts';

/** Whoever has not answered by then is not there, for whoever waits at the page. */
const KNOCK_MS = 5_000;
const FRAME_BYTES_MAX = 64 * 1024;

export type Knocked = CallOutput<'address.try'>;
export type Knocker = {
  readonly identity: Identity;
  readonly incarnation: number;
};

type Frame = Partial<Protocols> & { readonly f: string; readonly nonce?: string };
type Door = {
  readonly isReached: boolean;
  /** Shown by whoever is there; null in clear. */
  readonly fingerprint: string | null;
  readonly isTrusted: boolean;
  readonly challenge: (Frame & Protocols & { readonly nonce: string }) | null;
  /** At a station that is trusted: whether it let this console in as one of its street. */
  readonly letsIn: boolean | null;
};

/**
 * Who is at an address: knocks at a station's door and at the district's, as far as the first word of whoever is
 * there. Nothing is signed for anybody but a station that shows the certificate asked for, and nothing is changed.
 */
export async function knock(address: DistrictAddress, knocker: Knocker): Promise<Knocked> {
  const [street, sync] = await Promise.all([
    atDoor(address, STREET_DOOR, knocker),
    atDoor(address, SYNC_DOOR, null),
  ]);
  const isStation = street.challenge?.nonce.startsWith(STREET_NONCE) === true;
  const isDistrict = sync.challenge?.nonce.startsWith(SYNC_NONCE) === true;
  const there = isStation ? street : sync;
  return {
    answer: isStation ? 'station' : isDistrict ? 'district' : isAnybody(street, sync),
    certificate: certificateOf(there, address),
    fingerprint: there.fingerprint,
    version: isStation || isDistrict ? versionOf(there) : null,
    letsIn: street.letsIn,
  };
}

function isAnybody(street: Door, sync: Door): 'other' | 'none' {
  return street.isReached || sync.isReached ? 'other' : 'none';
}

function certificateOf(door: Door, asked: DistrictAddress): Knocked['certificate'] {
  if (!door.isReached) return null;
  if (door.fingerprint === null) return door.isTrusted ? 'plain' : 'missing';
  if (asked.fingerprint === null) return 'unasked';
  return door.isTrusted ? 'same' : 'other';
}

function versionOf({ challenge }: Door): Knocked['version'] {
  return challenge === null ? null : agreement(PROTOCOLS, challenge).kind;
}

function atDoor(address: DistrictAddress, door: string, knocker: Knocker | null): Promise<Door> {
  const { fingerprint } = address;
  const heard: { -readonly [K in keyof Door]: Door[K] } = {
    isReached: false,
    fingerprint: null,
    isTrusted: false,
    challenge: null,
    letsIn: null,
  };
  return new Promise((resolve) => {
    const socket = new WebSocket(socketUrl(address.url, door), {
      perMessageDeflate: false,
      maxPayload: FRAME_BYTES_MAX,
      // What is shown is compared below, and told.
      rejectUnauthorized: false,
    });
    const end = (): void => {
      clearTimeout(bound);
      socket.terminate();
      // More may have come with it: what was heard by now is the answer.
      resolve({ ...heard });
    };
    const bound = setTimeout(end, KNOCK_MS);
    const see = (line: Socket): void => {
      heard.isReached = true;
      heard.fingerprint = line instanceof TLSSocket ? shownBy(line) : null;
      heard.isTrusted = isPinned(line, fingerprint);
    };
    socket.on('upgrade', ({ socket: line }) => see(line));
    socket.on('unexpected-response', (_, { socket: line }) => {
      see(line);
      end();
    });
    socket.on('message', (data) => {
      const frame = parsedFrame<Frame>((data as Buffer).toString('utf8'));
      if (isChallenge(frame)) {
        heard.challenge = frame;
        const mayGreet = heard.isTrusted && frame.nonce.startsWith(STREET_NONCE);
        if (knocker === null || !mayGreet) return end();
        return socket.send(JSON.stringify(helloOf(knocker, frame.nonce)));
      }
      heard.letsIn = frame === null ? null : frame.f === 'welcome';
      end();
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}

function helloOf({ identity, incarnation }: Knocker, nonce: string): object {
  const { device, replica } = identity;
  const proof = deviceSigner(identity)(nonce);
  return { f: 'hello', ...PROTOCOLS, device, replica, incarnation, proof };
}

function isChallenge(frame: Frame | null): frame is NonNullable<Door['challenge']> {
  return frame?.f === 'challenge' && typeof frame.nonce === 'string';
}

function shownBy(line: TLSSocket): string {
  return fingerprintOf(line.getPeerCertificate().raw);
}
