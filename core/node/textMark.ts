import { createHmac, hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/** Tells a text again without keeping it: what is typed into a wrong field may be a secret. */
export function createTextMark(dataKey: string): (text: string) => string {
  const secret = Buffer.from(dataKey, 'base64');
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'shaotai/text/mark/1', KEY_BYTES));
  return (text) => `mark:${createHmac('sha256', key).update(text, 'utf8').digest('hex')}`;
}
