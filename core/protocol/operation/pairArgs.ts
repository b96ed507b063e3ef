import * as v from 'valibot';
import type { PairArgsOf } from '../../domain/operation/pairArgs.ts';
import { Caller, Id, list, Sha256, text, Word } from './fields.ts';
import { TwinWhistle } from './whistleArgs.ts';

type Schemas = { readonly [K in keyof PairArgsOf]: v.GenericSchema<unknown, PairArgsOf[K]> };

const LinkAs = v.picklist(['repeat', 'many', 'related', 'campaign', 'parent']);
const Score = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const FileBrought = v.strictObject({
  sha256: Sha256,
  name: text(200),
  use: text(40),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

export const pairArgs = {
  'case.link': v.strictObject({
    other: Id,
    as: LinkAs,
    score: v.nullable(Score),
    reasons: list(Word, 20),
  }),
  'case.merge': v.strictObject({ into: Id }),
  'case.mirror': v.strictObject({
    of: Id,
    did: v.picklist([
      'linked',
      'unlinked',
      'absorbed',
      'brought',
      'left',
      'revived',
      'closed_along',
      'whistle_asked',
      'whistle',
    ]),
    by: Id,
    as: v.exactOptional(LinkAs),
    wasActive: v.exactOptional(v.boolean()),
    callers: v.exactOptional(list(Caller, 10_000)),
    files: v.exactOptional(list(FileBrought, 10_000)),
    whistle: v.exactOptional(TwinWhistle),
  }),
} satisfies Schemas;
