import type { Json } from '../../kernel/mergePatch.ts';
import { ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import { AppError } from '../../protocol/errors.ts';
import { STICK_ASKS } from '../../protocol/sync/street.ts';
import { refuse } from '../calls/callTable.ts';
import { codeOf } from '../calls/districtCalls.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { answerFile } from './exchangeFile.ts';

/*
 * The station's stick at a console of its street: the station writes the file and takes the answer in, the console
 * carries both between it and whoever stands there (docs/adr/0028).
 */
type Street = Pick<ConsoleCore, 'street'>;

export async function writeStreet(
  core: Street,
): Promise<Result<CallOutput<'exchange.write'>, WireError>> {
  const asked = await askStation(core, STICK_ASKS.write, {});
  if (!asked.ok) return asked;
  const { text, ...written } = asked.value as unknown as StationFile;
  return ok({ ...written, base64: Buffer.from(text, 'utf8').toString('base64') });
}

/** As the station tells it; a page saves bytes. */
type StationFile = Omit<CallOutput<'exchange.write'>, 'base64'> & { readonly text: string };

/** An answer to somebody else, while there is a station that it may be for. */
export function isForStation(
  { street, identity }: Street & Pick<ConsoleCore, 'identity'>,
  text: string,
): boolean {
  const file = answerFile(text);
  return street?.isOpen === true && file !== null && file.device !== identity.device;
}

export async function takeForStation(
  core: Street,
  text: string,
): Promise<Result<CallOutput<'exchange.take'>, WireError>> {
  const asked = await askStation(core, STICK_ASKS.take, { text });
  if (!asked.ok) return asked;
  const { decisions } = asked.value as unknown as { readonly decisions: number };
  return ok({ decisions, entries: 0, isMore: false });
}

async function askStation(
  { street }: Street,
  name: string,
  input: Readonly<Record<string, string>>,
): Promise<Result<Json, WireError>> {
  if (street === null) return refuse('exchange/no-station');
  try {
    const answer = await street.ask(name, input);
    return answer.ok ? ok(answer.value) : refuse(codeOf(answer.value, 'exchange/no-station'));
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    return refuse('exchange/no-station');
  }
}
