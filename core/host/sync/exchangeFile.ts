import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { deviceSigner, deviceVerifier } from '../../node/deviceKey.ts';
import { isSignedBy, openExchange, sealExchange } from '../../node/exchangeSeal.ts';
import type { FailureCode } from '../../protocol/errors.ts';
import {
  EXCHANGE_RAW_MAX,
  EXCHANGE_TEXT_MAX,
  parseExchangeAnswer,
  parseExchangeFile,
} from '../../protocol/sync/exchange.ts';
import type { ExchangeActs, ExchangeAnswer, ExchangeFile } from '../../protocol/sync/exchange.ts';
import type { Identity } from '../identity.ts';

export type ExchangeCode = Extract<FailureCode, `exchange/${string}`>;

type Sealed<T> = { readonly text: string; readonly packed: readonly T[] };
type Carried = { readonly ops: readonly object[] };

/**
 * What waits, as one file that its device has sealed and signed: a console's and a station's alike (docs/adr/0028).
 * As much of `waiting`, from the front, as goes through every door: how long a file gets is known only when it is
 * sealed, for not every text presses. What alone is too long for one is passed over.
 */
export async function sealFitting<T extends Carried>(
  identity: Identity,
  waiting: readonly T[],
  say: (packed: readonly T[]) => ExchangeActs,
): Promise<Sealed<T>> {
  let rest = waiting;
  let room = EXCHANGE_RAW_MAX;
  for (;;) {
    const packed = front(rest, room);
    const text = await sealActs(identity, say(packed));
    if (text.length <= EXCHANGE_TEXT_MAX) return { text, packed };
    if (packed.length > 1) room /= 2;
    else [rest, room] = [rest.slice(1), EXCHANGE_RAW_MAX];
  }
}

/** At least one: the first may fill a file alone. */
function front<T extends Carried>(waiting: readonly T[], room: number): readonly T[] {
  let size = 0;
  const over = waiting.findIndex((one) => (size += rawSize(one)) > room);
  return over < 0 ? waiting : waiting.slice(0, Math.max(1, over));
}

/** Bytes of what a batch carries, before it is pressed. */
export function rawSize({ ops }: Carried): number {
  return Buffer.byteLength(JSON.stringify(ops));
}

function sealActs(identity: Identity, said: ExchangeActs): Promise<string> {
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
