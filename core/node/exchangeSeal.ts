import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { exchangeText } from '../protocol/sync/exchange.ts';
import type { ExchangeFile } from '../protocol/sync/exchange.ts';

const FORMAT = 'shaotai-exchange/1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Nothing that a program of ours packed is larger. */
const OPENED_MAX = 64 * 1024 * 1024;

const press = promisify(brotliCompress);
const unpress = promisify(brotliDecompress);

type Header = Pick<ExchangeFile, 'kind' | 'device'>;

/** The file as text: pressed, sealed with the district's data key under a key of its own, and signed. */
export async function sealExchange(
  { kind, device }: Header,
  body: string,
  by: { readonly dataKey: string; readonly sign: (text: string) => string },
): Promise<string> {
  const header = { format: FORMAT, kind, device } as const;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(by.dataKey), nonce);
  const plain = await press(Buffer.from(body, 'utf8'), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  });
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const text = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  const sig = by.sign(exchangeText(header, hashOf(text)));
  return JSON.stringify({ ...header, body: text, sig } satisfies ExchangeFile);
}

/** Whether every byte that counts is as whoever signed it left it. */
export function isSignedBy(
  file: ExchangeFile,
  verify: (text: string, signature: string) => boolean,
): boolean {
  const { body, sig } = file;
  // One way to write a signature: no letter of it that could be another.
  const isPlain = Buffer.from(sig, 'base64').toString('base64') === sig;
  return isPlain && verify(exchangeText(file, hashOf(body)), sig);
}

/** Null when it was sealed for another district. */
export async function openExchange(
  { body }: Pick<ExchangeFile, 'body'>,
  dataKey: string,
): Promise<string | null> {
  const bytes = Buffer.from(body, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(dataKey), nonce);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const sealed = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    const plain = Buffer.concat([sealed, decipher.final()]);
    return (await unpress(plain, { maxOutputLength: OPENED_MAX })).toString('utf8');
  } catch {
    // A wrong tag is the answer to the question asked, not a failure.
    return null;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function keyOf(dataKey: string): Buffer {
  const key = Buffer.from(dataKey, 'base64');
  return Buffer.from(
    hkdfSync('sha256', key, Buffer.alloc(0), 'shaotai/exchange/seal/1', KEY_BYTES),
  );
}
