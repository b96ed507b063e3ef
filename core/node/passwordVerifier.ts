import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = 32_768;
const BLOCK = 8;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MEMORY_MAX = 256 * 1024 * 1024;

/** `scrypt$N$r$p$salt$hash`: what the district stores, and what a console keeps for works cut off. */
export async function createVerifier(password: string, cost: number = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, { N: cost, r: BLOCK, p: LANES });
  return ['scrypt', cost, BLOCK, LANES, salt.toString('base64'), hash.toString('base64')].join('$');
}

/** False for a wrong password and for a text that is no verifier. Takes as long either way it can. */
export async function passwordFits(password: string, verifier: string): Promise<boolean> {
  const [scheme, n, r, p, salt, hash] = verifier.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const parameters = { N: Number(n), r: Number(r), p: Number(p) };
  if (!Object.values(parameters).every((value) => Number.isInteger(value) && value > 0))
    return false;
  const expected = Buffer.from(hash, 'base64');
  if (expected.length !== HASH_BYTES) return false;
  const found = await derive(password, Buffer.from(salt, 'base64'), parameters);
  return timingSafeEqual(found, expected);
}

function derive(
  password: string,
  salt: Buffer,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: MEMORY_MAX };
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
