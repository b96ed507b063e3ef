import { compareUrgency } from '#core/domain/case/urgencyOrder.ts';
import type { Urgency } from '#core/domain/operation/args.ts';
import { type ActContext, choice, type Field, optionsOf } from './actFields.ts';

/** To lower is a decision of the duty chief: nobody else fills a form that is then refused. */
export function urgencyField(c: ActContext): Field {
  const all = optionsOf(c.m.common.urgency);
  const offered = all.filter(
    ({ value }) => c.mayLower || compareUrgency(value as Urgency, c.doc.urgency) >= 0,
  );
  const note = c.m.dispatch.lowerBy(c.m.common.role.dutyChief);
  return choice('level', offered, {
    initial: c.doc.urgency,
    ...(offered.length < all.length ? { note } : {}),
  });
}
