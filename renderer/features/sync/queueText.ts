import type { QueueView } from '#core/protocol/console/queue.ts';
import { errorText } from '#renderer/i18n/errorText.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

export type QueueRow = QueueView['rows'][number];

/** What became of an act, in a word. */
export function outcomeWord({ outcome, state }: QueueRow, m: Messages): string {
  if (state === 'street') return m.sync.streetOutcome;
  return outcome === null ? m.sync.waitingOutcome : (m.sync.outcomes[outcome] ?? outcome);
}

/** Why, where something is to be said; whose decision it waits for is told by its outcome. */
export function whyOf({ reason }: QueueRow, m: Messages): string {
  return reason === null ? '' : errorText(m, { code: reason });
}

export function markOf({
  state,
}: QueueRow): 'pending' | 'street' | 'conflict' | 'superseded' | 'confirmed' {
  if (state === 'pending' || state === 'conflict' || state === 'street') return state;
  return state === 'decided' ? 'confirmed' : 'superseded';
}
