import { readFile, rename, writeFile } from 'node:fs/promises';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { createSealing } from '../node/sealing.ts';
import { AppError } from '../protocol/errors.ts';

/** Who this console is: made at enrolment, kept beside its files, readable by this account only. */
export type Identity = {
  readonly device: string;
  readonly replica: string;
  /** Ed25519, base64 of the raw 32 bytes. */
  readonly publicKey: string;
  readonly privateKey: string;
  /** AES key for callers; sealed by the system's key store where there is one. */
  readonly dataKey: string;
  readonly scope: string;
  readonly district: string | null;
  /** SHA-256 of the district's certificate, or null on loopback. */
  readonly fingerprint: string | null;
  readonly isDemo: boolean;
};

type Given = Partial<Identity> & Pick<Identity, 'device' | 'replica' | 'privateKey' | 'scope'>;

const SECRETS = ['privateKey', 'dataKey'] as const;

/** Null when there is none, or when the system's key store has another key than it was written with. */
export async function readIdentity(
  folder: string,
  systemKey: string | null,
): Promise<Identity | null> {
  const text = await readFile(join(folder, 'identity.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { sealed, ...identity } = JSON.parse(text) as Identity & { readonly sealed?: true };
  if (sealed !== true) return identity;
  const sealing = systemKey === null ? null : createSealing(systemKey);
  const opened = SECRETS.map((name) => [name, sealing?.open(identity[name]) ?? null] as const);
  if (opened.some(([, value]) => value === null)) throw new AppError('sync/not-enrolled');
  return { ...identity, ...(Object.fromEntries(opened) as Pick<Identity, 'dataKey'>) };
}

export async function writeIdentity(
  folder: string,
  identity: Identity,
  systemKey: string | null,
): Promise<void> {
  const file = join(folder, 'identity.json');
  const sealing = systemKey === null ? null : createSealing(systemKey);
  const kept =
    sealing === null
      ? identity
      : {
          ...identity,
          sealed: true,
          ...Object.fromEntries(SECRETS.map((name) => [name, sealing.seal(identity[name])])),
        };
  await writeFile(`${file}.part`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

export type DemoDevice = Given & { readonly dataKey: string };

/** Ready-made devices of a demo data folder. */
export async function readDemoDevices(folders: readonly string[]): Promise<readonly DemoDevice[]> {
  for (const folder of folders) {
    const text = await readFile(join(folder, 'devices.json'), 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as DemoDevice[];
  }
  return [];
}

export function identityOfDemo(device: DemoDevice): Identity {
  return {
    publicKey: publicOf(device.privateKey),
    district: null,
    fingerprint: null,
    ...device,
    isDemo: true,
  };
}

function publicOf(privateKey: string): string {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(privateKey, 'base64'),
  ]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url').toString('base64');
}
