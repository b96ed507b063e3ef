import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../node/isAbsent.ts';
import { createSealing } from '../node/sealing.ts';
import { writeSynced } from '../node/writeSynced.ts';
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

const SECRETS = ['privateKey', 'dataKey'] as const;

/** Null when there is none, or when the system's key store has another key than it was written with. */
export async function readIdentity(
  folder: string,
  systemKey: string | null,
): Promise<Identity | null> {
  const text = await readFile(join(folder, 'identity.json'), 'utf8').catch((cause: unknown) => {
    if (isAbsent(cause)) return null;
    // It is there and cannot be read: whoever took this for a new console would lose who it is.
    throw new AppError('storage/io', { cause, details: { file: 'identity.json' } });
  });
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
  await writeSynced(file, JSON.stringify(kept));
}
