import { X509Certificate } from 'node:crypto';
import { createServer, connect } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createCertificate, fingerprintOf } from './certificate.ts';

const options = {
  commonName: 'Shaotai district 东城',
  hosts: ['localhost', '127.0.0.1', 'fd00::1:2'],
  from: Date.UTC(2026, 0, 1),
  to: Date.UTC(2056, 0, 1),
};

it('is read back by a parser that is not ours', () => {
  const { cert } = createCertificate(options);
  const parsed = new X509Certificate(cert);
  expect(parsed.subject).toBe('CN=Shaotai district 东城');
  expect(parsed.checkHost('localhost')).toBe('localhost');
  expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(parsed.checkIP('fd00::1:2')).toBeDefined();
  expect(parsed.checkIP('127.0.0.2')).toBeUndefined();
  expect(new Date(parsed.validTo).getTime()).toBe(options.to);
  expect(parsed.ca).toBe(false);
  expect(parsed.verify(parsed.publicKey)).toBe(true);
  expect(fingerprintOf(cert)).toBe(parsed.fingerprint256.replaceAll(':', '').toLowerCase());
});

it('carries a TLS connection that trusts it alone', async () => {
  const identity = createCertificate(options);
  const server = createServer(identity, (socket) => socket.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const heard = await new Promise<string>((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', ca: [identity.cert] }, () => {
      expect(socket.authorized).toBe(true);
      expect(fingerprintOf(socket.getPeerCertificate().raw)).toBe(fingerprintOf(identity.cert));
    });
    socket.on('data', (data) => {
      resolve(data.toString());
    });
    socket.on('error', reject);
  });
  server.close();
  expect(heard).toBe('hello');
});
