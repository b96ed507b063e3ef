import * as v from 'valibot';
import { WireId } from '../wireId.ts';
import { FeedEntry, WireDecision } from './frames.ts';
import { BroughtActs } from './street.ts';

/*
 * A file on a stick, for when there is no line at all (docs/adr/0028): a console's undecided acts on their way to
 * the district, and what the district says to them on its way back. Outside it names devices alone; what it
 * carries is sealed for the programs of this district, and signed.
 */

/** A file goes through one message of every door on its way. */
export const EXCHANGE_TEXT_MAX = 1_900_000;
/** What is packed into one, before it is pressed and sealed. */
export const EXCHANGE_RAW_MAX = 3_000_000;

const Int = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const ExchangeFile = v.object({
  format: v.literal('shaotai-exchange/1'),
  kind: v.picklist(['acts', 'answer']),
  /** Device of whom it is from or for; the other end is the district. */
  device: WireId,
  /** base64 of what is sealed. */
  body: v.pipe(v.string(), v.maxLength(4_000_000)),
  /** Ed25519 over `exchangeText`, base64: by the device, or by the key with which the district signs its log. */
  sig: v.pipe(v.string(), v.maxLength(100)),
});
export type ExchangeFile = v.InferOutput<typeof ExchangeFile>;

/** The text that is signed. One way to write it. */
export function exchangeText(
  { format, kind, device }: Pick<ExchangeFile, 'format' | 'kind' | 'device'>,
  bodyHash: string,
): string {
  return [format, kind, device, bodyHash].join('\n');
}

export const ExchangeActs = v.object({
  /** What all consoles of a street said, as a station keeps it; a console's own otherwise. */
  as: v.optional(v.literal('station')),
  replica: WireId,
  incarnation: Int,
  /** The history that its cursors count in. */
  epoch: v.pipe(v.string(), v.maxLength(64)),
  cursors: v.record(v.pipe(v.string(), v.maxLength(120)), Int),
  /** In order, each as it would be pushed. */
  batches: v.array(BroughtActs),
});
export type ExchangeActs = v.InferOutput<typeof ExchangeActs>;

const ExchangePage = v.object({
  scope: v.string(),
  from: Int,
  to: Int,
  head: Int,
  entries: v.array(FeedEntry),
});
export type ExchangePage = v.InferOutput<typeof ExchangePage>;

export const ExchangeAnswer = v.object({
  replica: WireId,
  incarnation: Int,
  epoch: v.string(),
  decisions: v.array(WireDecision),
  /** To a station: acts that the district will never take from there, by id. */
  refused: v.optional(v.array(WireId)),
  /** To a station: acts that wait for something that is not here, or for their author, by id. */
  waiting: v.optional(v.array(WireId)),
  /** Of each scope from the cursor that was told, without a gap. */
  pages: v.array(ExchangePage),
  /** There is more than one file takes: write again after this one is taken in. */
  isMore: v.boolean(),
});
export type ExchangeAnswer = v.InferOutput<typeof ExchangeAnswer>;

function parsed<T>(schema: v.GenericSchema<unknown, T>, text: string): T | null {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    // Not JSON: nothing that a program of ours wrote.
    return null;
  }
}

export const parseExchangeFile = (text: string): ExchangeFile | null => parsed(ExchangeFile, text);
export const parseExchangeActs = (text: string): ExchangeActs | null => parsed(ExchangeActs, text);
export const parseExchangeAnswer = (text: string): ExchangeAnswer | null =>
  parsed(ExchangeAnswer, text);
