import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './identity.ts';

type DemoDevice = Partial<Identity> &
  Pick<Identity, 'device' | 'replica' | 'privateKey' | 'scope' | 'dataKey'>;

export type DemoWish = {
  readonly dataFolder: string;
  /** A device, or a scope of which any free device will do. */
  readonly wanted: string;
};

/**
 * A ready-made device of a demo folder. Two data folders never take the same one by scope: they would be
 * two programs with one identity. Whoever names a device gets it.
 */
export async function takeDemoDevice(
  folders: readonly string[],
  wish: DemoWish,
): Promise<Identity | null> {
  for (const folder of folders) {
    const text = await readFile(join(folder, 'devices.json'), 'utf8').catch(() => null);
    if (text === null) continue;
    const devices = JSON.parse(text) as readonly DemoDevice[];
    const named = devices.find((one) => one.device === wish.wanted);
    if (named !== undefined) return identityOf(named);
    for (const device of devices.filter((one) => one.scope === wish.wanted)) {
      if (await isTaken(join(folder, `taken-${device.device}`), wish.dataFolder)) continue;
      return identityOf(device);
    }
  }
  return null;
}

async function isTaken(mark: string, dataFolder: string): Promise<boolean> {
  try {
    await writeFile(mark, dataFolder, { flag: 'wx', mode: 0o600 });
    return false;
  } catch {
    // Somebody has it already; it may have been this folder.
    return (await readFile(mark, 'utf8').catch(() => '')) !== dataFolder;
  }
}

function identityOf(device: DemoDevice): Identity {
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
