import { PROGRAM_PERSON } from '#core/domain/operation/kindSpec.ts';
import type { TimelineRow } from '#core/protocol/console/rows.ts';
import type { Messages } from './zh-CN/catalogue.ts';

/** Whose step it is; what the district's program does by itself is nobody's. */
export function authorOf({ actor, actorName }: TimelineRow, m: Messages): string {
  return actor === PROGRAM_PERSON ? m.caseFile.byItself : actorName;
}
