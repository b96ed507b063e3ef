import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { deviceSigner, deviceVerifier } from '../../node/deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from '../../node/exchangeSeal.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import { parseExchangeAnswer, parseExchangeFile } from '../../protocol/sync/exchange.ts';
import type { ExchangeActs, ExchangeAnswer, ExchangeFile } from '../../protocol/sync/exchange.ts';
import type { Identity } from '../identity.ts';

export type ExchangeCode = Extract<FailureCode, `exchange/${string}`>;

/** What waits, as one file that its device has sealed and signed: a console's and a station's alike (docs/adr/0028). */
export function sealActs(identity: Identity, said: ExchangeActs): Promise<string> {
  const { device, dataKey } = identity;
  const header = { kind: 'acts', device } as const;
  return sealExchange(header, JSON.stringify(said), { dataKey, sign: deviceSigner(identity) });
}

/** An answer's outside; null for whatever else somebody took for one. */
export function answerFile(text: string): ExchangeFile | null {
  const file = parseExchangeFile(text);
  return file?.kind === 'answer' ? file : null;
}

/**
 * Signature before anything else: a byte that was bent on the way is no question of keys or of consoles.
 * `headKey` is what the district signs with, null where it is not known.
 */
export async function openAnswer(
  file: ExchangeFile,
  { device, dataKey }: Identity,
  headKey: string | null,
): Promise<Result<ExchangeAnswer, ExchangeCode>> {
  const verify = headKey === null ? null : deviceVerifier(headKey);
  if (verify === null) return err('exchange/no-key');
  if (!isSignedBy(file, verify)) return err('exchange/bent');
  if (file.device !== device) return err('exchange/other-console');
  const plain = await openExchange(file, dataKey);
  const answer = plain === null ? null : parseExchangeAnswer(plain);
  return answer === null ? err('exchange/other-district') : ok(answer);
}
