import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeDemoDevice } from '../host/demoDevice.ts';
import { enrol } from '../host/enrol.ts';
import { readIdentity, writeIdentity } from '../host/identity.ts';
import type { Identity } from '../host/identity.ts';
import type { Clock } from '../kernel/time.ts';
import type { TlsIdentity } from '../node/certificate.ts';
import { createDeviceKey } from '../node/deviceKey.ts';
import { isAbsent } from '../node/isAbsent.ts';
import { createServerCertificate } from '../node/serverCertificate.ts';
import { writeSynced } from '../node/writeSynced.ts';
import { AppError } from '../protocol/errors.ts';
import type { StationFlags } from './mainOptions.ts';

/** Who this station is: a device of its street, enrolled like a console, by a code or from a demo folder. */
export async function openIdentity(flags: StationFlags): Promise<Identity> {
  const known = await readIdentity(flags.data, null);
  if (known !== null) return known;
  const made = flags.demo === null ? await enrolled(flags) : await demoDevice(flags.demo, flags);
  if (!made.scope.startsWith('street:')) throw new AppError('setup/bad-code');
  await writeIdentity(flags.data, made, null);
  return made;
}

async function enrolled({ upstream, code }: StationFlags): Promise<Identity> {
  if (upstream === null || code === null) throw new AppError('sync/not-enrolled');
  const input = { address: upstream, code, name: 'station', scope: '' };
  const done = await enrol(input, createDeviceKey());
  if (!done.ok) throw new AppError(done.error);
  return done.value;
}

async function demoDevice(
  { folder, device }: NonNullable<StationFlags['demo']>,
  { data, upstream }: StationFlags,
): Promise<Identity> {
  const wish = { dataFolder: data, wanted: device };
  const taken = await takeDemoDevice([folder, join(folder, 'demo')], wish);
  if (taken === null) throw new AppError('sync/not-enrolled');
  return { ...taken, district: upstream };
}

/** The station's own certificate, made once: consoles are given its fingerprint with the address. */
export async function openTls(folder: string, clock: Clock): Promise<TlsIdentity> {
  const file = join(folder, 'tls.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as TlsIdentity;
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
  }
  const tls = createServerCertificate('shaotai-station', clock);
  await writeSynced(file, JSON.stringify(tls));
  return tls;
}
