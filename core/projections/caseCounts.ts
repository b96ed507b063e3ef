import type { CallbackTry, CaseDoc, Stage } from '../domain/case/caseDoc.ts';
import type { CallRecord } from '../domain/record/records.ts';
import { SECOND_MS } from '../kernel/time.ts';
import type { LocalTime } from './localTime.ts';

/** Answered within this time counts as answered promptly. */
const PROMPT_MS = 15 * SECOND_MS;
/** At or above this the caller is content, on the scale of 1 to 5. */
const CONTENT = 3;

const NOT_COUNTED: readonly Stage[] = ['merged', 'voided', 'refused'];

/** Names under which a case counts: `<day>/<measure>` and `<day>/<measure>/<of what>`. */
export function caseNames(doc: CaseDoc, time: LocalTime): readonly string[] {
  return [...filedNames(doc, time), ...closedNames(doc, time), ...callbackNames(doc, time)];
}

/** Questions answered at once are cases of their own kind and are counted apart. */
function filedNames(doc: CaseDoc, time: LocalTime): string[] {
  if (NOT_COUNTED.includes(doc.stage)) return [];
  const day = time.dayOf(doc.createdAt);
  if (doc.closeKind === 'answered_at_once') return [`${day}/answered`];
  return [
    `${day}/filed`,
    `${day}/filedAt/${time.minuteOf(doc.createdAt)}`,
    `${day}/street/${doc.place.street ?? ''}`,
    `${day}/biz/${doc.biz}`,
    `${day}/channel/${doc.channel}`,
    `${day}/type/${doc.type}`,
  ];
}

function closedNames(doc: CaseDoc, time: LocalTime): string[] {
  const { closedAt } = doc;
  if (doc.stage !== 'closed' || closedAt === undefined) return [];
  if (doc.closeKind === 'answered_at_once') return [];
  const day = time.dayOf(closedAt);
  const street = doc.place.street ?? '';
  const names = [`${day}/closed`, `${day}/closedAt/${time.minuteOf(closedAt)}`];
  names.push(`${day}/closedIn/${street}`);
  const total = doc.clocks.total;
  if (total !== undefined && closedAt <= total.dueAt) {
    names.push(`${day}/onTime`, `${day}/onTimeIn/${street}`);
  }
  return names;
}

function callbackNames(doc: CaseDoc, time: LocalTime): string[] {
  const names: string[] = [];
  for (const key in doc.callbacks) {
    const one = doc.callbacks[key];
    if (one !== undefined) names.push(...triedNames(one, time.dayOf(one.at)));
  }
  return names;
}

function triedNames(one: CallbackTry, day: number): string[] {
  const names = [`${day}/calledBack`];
  if (!one.reached) return names;
  names.push(`${day}/reached`);
  if (one.solved === true) names.push(`${day}/solved`);
  if (one.satisfied !== undefined && one.satisfied >= CONTENT) names.push(`${day}/satisfied`);
  return names;
}

/** Names under which a call counts. */
export function callNames(call: CallRecord, time: LocalTime): readonly string[] {
  const day = time.dayOf(call.rangAt);
  const names = [
    `${day}/calls`,
    `${day}/callsIn/${time.hourOf(call.rangAt)}`,
    `${day}/callsAt/${time.minuteOf(call.rangAt)}`,
  ];
  if (call.answeredAt === undefined) return names;
  names.push(`${day}/callsAnswered`);
  if (call.answeredAt - call.rangAt <= PROMPT_MS) names.push(`${day}/prompt`);
  return names;
}
