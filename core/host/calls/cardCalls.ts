import { PAPER_SYSTEM } from '../../domain/operation/operation.ts';
import { dayNumberAt, formatLocalDay } from '../../domain/calendar/localDay.ts';
import { ok } from '../../kernel/result.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { CallOutput } from '../../protocol/console/calls.ts';
import { andOpenedBy, keysAt } from '../board/boardKeys.ts';
import { matchExpression } from '../board/searchTerms.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { caseFor, readerOf } from '../session/reading.ts';
import { refuse, type CallTable } from './callTable.ts';

type CardCalls = Pick<CallTable, 'cards.list' | 'cards.print' | 'cards.release' | 'cards.find'>;
type Found = CallOutput<'cards.find'>;

const LIKELY_MOST = 20;

/** Blank cards with numbers on them, for hours in which the program itself is down. */
export function cardCalls(core: () => ConsoleCore, touch: () => void): CardCalls {
  return {
    'cards.list': async () => ok({ cards: [...(await core().cards.list())] }),
    'cards.print': async ({ count, day }) => {
      const { numbers, outbox, cards, session, profile } = core();
      const { person } = session;
      if (person === null) return refuse('session/needed');
      const at = core().now();
      const { incarnation } = outbox.identity();
      const number = dayNumberAt(at + (day === 'tomorrow' ? DAY_MS : 0), profile.zoneMinutes);
      const on = formatLocalDay(number);
      const caseNos = await cards.print(count, { person: person.id, at }, (tx) =>
        numbers.take(tx, incarnation, on),
      );
      touch();
      return ok({ caseNos: [...caseNos], printedAt: at });
    },
    'cards.release': async ({ caseNos }) => {
      await core().cards.release(caseNos, core().now());
      return ok({});
    },
    'cards.find': async ({ card }) => ok(await find(core(), card.trim())),
  };
}

/** Another console's card is known as soon as its case is here. */
async function find(core: ConsoleCore, card: string): Promise<Found> {
  await core.bus.settled();
  const own = await core.cards.of(card);
  const state = own?.state ?? null;
  const caseId = own?.caseId ?? (await caseOfCard(core, card));
  if (caseId === null) return { state, caseId: null, caseNo: null };
  const { doc, stub } = await caseFor(core, caseId);
  const caseNo = doc?.caseNo ?? stub?.caseNo ?? null;
  return { state: 'entered', caseId, caseNo };
}

async function caseOfCard(core: ConsoleCore, card: string): Promise<string | null> {
  const match = matchExpression(card);
  if (match === null) return null;
  const own = andOpenedBy(keysAt(readerOf(core), core.scope), '+rowid');
  const rows = await core.replica.read((reader) =>
    reader.all<{ case_id: string }>(
      `SELECT case_id FROM board WHERE id IN (SELECT rowid FROM board_text WHERE board_text MATCH ?${own.sql})
       ORDER BY created_at DESC LIMIT ?`,
      [match, ...own.params, LIKELY_MOST],
    ),
  );
  for (const { case_id: caseId } of rows) {
    const { doc } = await core.shownCase(caseId);
    if (doc?.externalNos?.[`${PAPER_SYSTEM}/${card}`] !== undefined) return caseId;
  }
  return null;
}
