import { HOUR_MS } from '#core/kernel/time.ts';
import type { PaperCardRow } from '#core/protocol/console/rows.ts';
import type { Script } from '#tests/support/scriptedLink.ts';

/** A sheet of blank cards, some of them entered, and one card that stands half typed on disk. */
export function paperScript(now: number, isEmpty: boolean): Script['calls'] {
  const cards: PaperCardRow[] = Array.from({ length: isEmpty ? 0 : 14 }, (_, i) => ({
    caseNo: `DC261121-${String(1_031 + i).padStart(4, '0')}`,
    printedAt: now - 9 * HOUR_MS,
    printedBy: 'p1',
    state: i < 4 ? 'entered' : i === 13 ? 'released' : 'blank',
    caseId: i < 4 ? `c${i}` : null,
  }));
  return {
    'cards.list': () => ({ cards }),
    'cards.print': () => ({ caseNos: [], printedAt: now }),
    'cards.release': () => ({}),
    'cards.find': ({ card }) => {
      const known = cards.find(({ caseNo }) => caseNo === card);
      const caseNo = known?.state === 'entered' ? known.caseNo : null;
      return { state: known?.state ?? null, caseId: known?.caseId ?? null, caseNo };
    },
  };
}

/** As it was left on disk. */
export const HALF_TYPED = {
  once: 'o1',
  path: 'closed',
  card: 'DC261121-1032',
  at: '02:40',
  until: '02:10',
  number: '13800002206',
  name: '陈女士',
  type: 'help',
  title: '新中西里 11 号楼暖气不热',
  text: '从昨晚八点起暖气不热，现在室内只有 14 度，家中老人独自在家',
  matter: { matter: 'm1', name: '供暖不足', path: '公用事业 / 供热' },
  place: null,
  end: 'selfHandled',
  result: '',
  steps: '02:55 电话联系供热单位\n03:20 维修二队到场',
};
