import { PAPER_SYSTEM, type AnyBody, type Said } from '../domain/operation/operation.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import type { DomainRefusal } from '../domain/operation/refusal.ts';
import type { PaperCards } from './store/paperCards.ts';

/**
 * The number that a card bears stands among the case's numbers from outside: the district makes one case of one
 * card, whoever enters it and wherever.
 */
export function withCard(
  args: Record<string, unknown>,
  said: Pick<Said, 'card'> | undefined,
): void {
  if (said === undefined) return;
  const others: unknown[] = Array.isArray(args['externalNo']) ? args['externalNo'] : [];
  args['externalNo'] = [...others, { system: PAPER_SYSTEM, no: said.card, dueAt: null }];
}

/** What this console knows of its own printed cards, before a case is made of one. */
export async function cardRefusal(body: AnyBody, cards: PaperCards): Promise<DomainRefusal | null> {
  const { kind, said } = body;
  if (said === undefined || kind !== 'case.create') return null;
  const card = await cards.of(said.card);
  if (card === null) return null;
  const detail = { caseNo: card.caseNo };
  if (card.state === 'entered') return { code: 'card/known', detail };
  if (card.state === 'released') return { code: 'card/released', detail };
  // Cards are written to the minute.
  return said.at + MINUTE_MS <= card.printedAt ? { code: 'said/before-sheet', detail } : null;
}
