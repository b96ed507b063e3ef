import * as v from 'valibot';
import { Stage } from './rows.ts';

/** Another case that a case names: how, and what of it this person may read. */
export const RelatedCase = v.object({
  caseId: v.string(),
  how: v.picklist([
    'into',
    'absorbed',
    'whistle',
    'unit',
    'child',
    'parent',
    'repeat',
    'many',
    'related',
    'campaign',
  ]),
  caseNo: v.nullable(v.string()),
  /** Null where this desk has its stub alone, or may not read it. */
  title: v.nullable(v.string()),
  /** Its words were taken out. */
  isRedacted: v.boolean(),
  /** Null where it is not this person's to read. */
  stage: v.nullable(Stage),
});
export type RelatedCase = v.InferOutput<typeof RelatedCase>;
