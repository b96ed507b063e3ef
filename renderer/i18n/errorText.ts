import type { WireError } from '#core/protocol/console/envelope.ts';
import type { Messages } from './zh-CN/catalogue.ts';

/** The sentence for a refusal or failure that came over the border, in the language of `m`. */
export function errorText(m: Messages, error: WireError): string {
  const detail = error.details ?? {};
  const words: Readonly<Record<string, (d: typeof detail) => string>> = {
    ...m.errors.refusals,
    ...m.errors.failures,
  };
  return words[error.code]?.(detail) ?? m.errors.unknown(error.code);
}
