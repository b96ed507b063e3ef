import type { FeedRow, LogEntry } from './districtStore.ts';
import { type EventTexts, eventEntry, hasExtra, partEntry } from './wireText.ts';

/** An entry is put into text once, however many scopes read it. */
const madeTexts = new WeakMap<LogEntry, EventTexts>();

export function eventTexts(entry: LogEntry): EventTexts {
  const known = madeTexts.get(entry);
  if (known !== undefined) return known;
  const { op, decision } = entry;
  const made = {
    serverSeq: decision.serverSeq,
    hasExtra: hasExtra(decision),
    op: JSON.stringify(op),
    decision: JSON.stringify(decision),
  };
  madeTexts.set(entry, made);
  return made;
}

/** What every reader of a step is told alike. */
const commonTexts = new WeakMap<LogEntry, string>();

/** A row of the feed that tells of one step. */
export function stepText(row: FeedRow, entry: LogEntry): string {
  const texts = eventTexts(entry);
  if (row.type !== 'event') return partEntry(texts, row.scope);
  if (texts.hasExtra) return eventEntry(texts, row.scope);
  const known = commonTexts.get(entry) ?? eventEntry(texts, row.scope);
  commonTexts.set(entry, known);
  return known;
}
