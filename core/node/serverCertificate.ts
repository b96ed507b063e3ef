import { networkInterfaces } from 'node:os';
import { DAY_MS } from '../kernel/time.ts';
import type { Clock } from '../kernel/time.ts';
import { createCertificate } from './certificate.ts';
import type { TlsIdentity } from './certificate.ts';

const SERVER_DAYS = 3_650;

/**
 * What a program serves with on every address of this machine, for ten years: whoever dials pins it, so no
 * authority has to renew it. It begins a day early, for consoles whose clocks are behind.
 */
export function createServerCertificate(commonName: string, clock: Clock): TlsIdentity {
  const from = clock.wall() - DAY_MS;
  return createCertificate({
    commonName,
    hosts: ['localhost', '127.0.0.1', '::1', ...ownAddresses()],
    from,
    to: from + SERVER_DAYS * DAY_MS,
  });
}

function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter((one) => !one.internal).map((one) => one.address);
}
