import { expect, it } from 'vitest';
import { must } from '../kernel/assert.ts';
import { parseExchangeFile } from '../protocol/sync/exchange.ts';
import { createDeviceKey, deviceSigner, deviceVerifier } from './deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from './exchangeSeal.ts';
import { createDataKey } from './sealing.ts';

const key = createDeviceKey();
const dataKey = createDataKey();
const verify = must(deviceVerifier(key.publicKey), 'a key');
const BODY = JSON.stringify({ said: '回电 13912345678' });
const HEADER = { kind: 'acts', device: 'desk-1' } as const;
const write = (): Promise<string> =>
  sealExchange(HEADER, BODY, { dataKey, sign: deviceSigner(key) });

it('opens for the programs of its district and for nobody else', async () => {
  const text = await write();
  expect(text).not.toContain('139');
  const file = must(parseExchangeFile(text), 'a file');
  expect(isSignedBy(file, verify)).toBe(true);
  expect(await openExchange(file, dataKey)).toBe(BODY);
  expect(await openExchange(file, createDataKey())).toBeNull();
  const other = must(deviceVerifier(createDeviceKey().publicKey), 'another key');
  expect(isSignedBy(file, other)).toBe(false);
});

it('is refused with any single letter of it changed, whichever it is', async () => {
  const text = await write();
  const passed: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] === 'A' ? 'B' : 'A';
    const file = parseExchangeFile(text.slice(0, at) + letter + text.slice(at + 1));
    if (file !== null && isSignedBy(file, verify)) passed.push(at);
  }
  expect(passed).toEqual([]);
});
