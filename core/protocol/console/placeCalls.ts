import * as v from 'valibot';
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
