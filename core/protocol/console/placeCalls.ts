import * as v from 'valibot';
import { EXCHANGE_TEXT_MAX } from '../sync/exchange.ts';
import { WireId } from '../wireId.ts';

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));

const Address = v.object({ of: v.picklist(['district', 'station']), address: Text(400) });

/** Where this console stands: who it is, to the district and on this machine, and by which ways its acts get there. */
export const placeCalls = {
  'setup.enrol': {
    input: v.object({
      address: Text(300),
      code: Text(80),
      name: Text(60),
      scope: WireId,
      /** `wss://HOST:PORT#FINGERPRINT` of the street's station, where there is one. */
      station: v.optional(Text(400)),
    }),
    output: v.object({ device: v.string(), fingerprint: v.nullable(v.string()) }),
  },
  /** For a console that a restored district does not know: it stays who it is. */
  'setup.enrolAgain': { input: v.object({ code: Text(80) }), output: v.object({}) },
  /**
   * For a stick, when there is no line at all: what waits here as a file for the district; its answer; and, where
   * there is a line, an administrator who brings such files and carries the answers back.
   */
  'exchange.write': {
    /** `station`: what the station of this street keeps of all its consoles, in place of this one's own. */
    input: v.object({ of: v.optional(v.picklist(['console', 'station'])) }),
    output: v.object({
      name: v.string(),
      base64: v.string(),
      acts: v.number(),
      /** What did not fit into one file: to be written when this one's answer has been taken in. */
      left: v.number(),
    }),
  },
  'exchange.take': {
    input: v.object({ text: Text(EXCHANGE_TEXT_MAX * 2) }),
    output: v.object({ decisions: v.number(), entries: v.number(), isMore: v.boolean() }),
  },
  'exchange.bring': {
    input: v.object({ text: Text(EXCHANGE_TEXT_MAX) }),
    output: v.object({
      name: v.string(),
      base64: v.string(),
      decided: v.number(),
      waiting: v.number(),
      isMore: v.boolean(),
    }),
  },
  /** Where this console finds its district and its station; an administrator's business. */
  'address.get': {
    input: v.object({}),
    output: v.object({
      district: v.string(),
      /** Empty where there is none. */
      station: v.string(),
      mayHaveStation: v.boolean(),
      /** Named by the start of the program, which counts before what is kept. */
      saidAtStart: v.array(v.picklist(['district', 'station'])),
    }),
  },
  'address.try': {
    input: Address,
    output: v.object({
      answer: v.picklist(['district', 'station', 'other', 'none']),
      /**
       * - `plain`: this very machine, in clear; `missing`: another one in clear, which is never believed.
       * - `unasked`: a certificate, and none was said to compare it with.
       */
      certificate: v.nullable(v.picklist(['same', 'other', 'plain', 'missing', 'unasked'])),
      fingerprint: v.nullable(v.string()),
      /** Of the program there, beside this one. */
      version: v.nullable(v.picklist(['agreed', 'older', 'newer'])),
      /** Of a station: whether it lets this console in, as one of its street. */
      letsIn: v.nullable(v.boolean()),
    }),
  },
  /** An empty station is none. */
  'address.keep': {
    input: Address,
    output: v.object({ counts: v.picklist(['now', 'nextStart']) }),
  },
  'about.get': {
    input: v.object({}),
    output: v.object({
      version: v.string(),
      dataFolder: v.string(),
      sqlite: v.string(),
      node: v.string(),
    }),
  },
} as const;
