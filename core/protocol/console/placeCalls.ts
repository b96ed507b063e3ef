import * as v from 'valibot';
import { EXCHANGE_TEXT_MAX } from '../sync/exchange.ts';
import { WireId } from '../wireId.ts';

const Text = (max: number) => v.pipe(v.string(), v.maxLength(max));

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
