import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { fingerprintOf } from '../../node/certificate.ts';
import { isPinned } from './districtLink.ts';

const CERTIFICATE = Buffer.from('certificate');
const PIN = fingerprintOf(CERTIFICATE);

const plain = (from: string): Socket => answering(new Socket(), from);
const secured = (from: string, raw: Buffer): Socket =>
  Object.assign(answering(new TLSSocket(new Socket()), from), {
    getPeerCertificate: () => ({ raw }),
  });
function answering<S extends Socket>(socket: S, from: string): S {
  return Object.defineProperty(socket, 'remoteAddress', { value: from });
}

it('speaks in clear on this machine alone, and elsewhere to the pinned certificate alone', () => {
  for (const here of ['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1']) {
    expect(isPinned(plain(here), null)).toBe(true);
  }
  for (const away of ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::7']) {
    expect(isPinned(plain(away), null)).toBe(false);
    expect(isPinned(plain(away), PIN)).toBe(false);
    expect(isPinned(secured(away, CERTIFICATE), null)).toBe(false);
    expect(isPinned(secured(away, CERTIFICATE), PIN)).toBe(true);
    expect(isPinned(secured(away, Buffer.from('another')), PIN)).toBe(false);
  }
  expect(isPinned(plain('127.0.0.1'), PIN)).toBe(false);
});
