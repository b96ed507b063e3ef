import { openAsks } from '#core/domain/case/asks.ts';
import type { Ask } from '#core/domain/case/caseDoc.ts';
import type { ActContext, FieldValue, Option } from './actFields.ts';

const SHOWN_MOST = 60;

/** What waits to be judged, by who asked and for what. */
export function askOptions(c: ActContext): readonly Option[] {
  return openAsks(c.doc).map((ask) => ({ value: ask.id, label: withReason(ask, c) }));
}

/** Whether the ask chosen gives an assignment back, so that another unit may be named. */
export function isReturn(c: Pick<ActContext, 'doc'>, id: FieldValue | undefined): boolean {
  return openAsks(c.doc).some((ask) => ask.id === id && ask.kind === 'return');
}

/** Who judges reads why it was asked, not only what. */
function withReason(ask: Ask, c: ActContext): string {
  const reason = ask.text.length > SHOWN_MOST ? `${ask.text.slice(0, SHOWN_MOST)}…` : ask.text;
  return [wordsOf(ask, c), reason.trim()].filter((part) => part !== '').join(' · ');
}

function wordsOf(ask: Ask, c: ActContext): string {
  const { acts } = c.m.dispatch;
  const nameOf = (id: string): string => c.names[id] ?? id;
  switch (ask.kind) {
    case 'suspension':
      return `${acts['ask.suspension']} ${c.m.dispatch.until(c.day(ask.until))}`;
    case 'return': {
      const unit = c.doc.assignments?.[ask.assignment]?.unit;
      const who = unit === undefined ? '' : nameOf(unit);
      return `${who} ${c.m.operations.returnReasons[ask.reasonCode]}`.trim();
    }
    case 'send': {
      const to = c.scopes.find(({ value }) => value === ask.to)?.label;
      return `${acts['ask.send']} ${to ?? c.m.common.scope.district}`;
    }
    case 'units':
      return `${acts['ask.units']} ${ask.units.map(nameOf).join(' · ')}`;
    default:
      return acts[`ask.${ask.kind}`];
  }
}
