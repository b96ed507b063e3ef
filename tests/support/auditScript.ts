import { DAY_MS, HOUR_MS, MINUTE_MS } from '#core/kernel/time.ts';
import type { CallOutput } from '#core/protocol/console/calls.ts';
import type { Script } from '#tests/support/scriptedLink.ts';

const WHAT = ['number', 'print', 'confidential', 'recording', 'number'] as const;
const WHO = ['李静', '王建国', '赵敏', '周立'] as const;

type Verification = CallOutput<'audit.state'>['verification'];
export type AuditScript = {
  readonly now: number;
  readonly isEmpty: boolean;
  /** Sees that somebody looked, and not at which case. */
  readonly isAdministrator: boolean;
  readonly verification?: Partial<Verification>;
};

/** Looks of a morning, hourly heads, and the chains of a hall and two streets. */
export function auditScript({
  now,
  isEmpty,
  isAdministrator,
  verification = {},
}: AuditScript): Script['calls'] {
  const never: Verification = {
    state: 'never',
    done: 0,
    of: 0,
    firstBad: null,
    redacted: 0,
    at: null,
  };
  const heads = Array.from({ length: isEmpty ? 0 : 9 }, (_, i) => ({
    epoch: 'e1',
    size: 521_400 - i * 1_312,
    root: (97_531 + i * 7_919).toString(16).padStart(8, '3').repeat(8),
    at: now - i * HOUR_MS - 24 * MINUTE_MS,
  }));
  return {
    'audit.state': () => ({
      size: isEmpty ? 0 : 521_733,
      chains: Array.from({ length: isEmpty ? 0 : 14 }, (_, i) => ({
        replica: i === 0 ? 'district' : `console-${i}`,
        incarnation: i === 3 ? 2 : 1,
        rseq: 1_200 - i * 71,
        at: now - i * 7 * MINUTE_MS,
        quarantinedAt: i === 5 ? now - HOUR_MS : null,
        name: i === 0 ? null : i > 11 ? `东直门 ${i - 11} 台` : `受理厅 ${i} 席`,
        scope: i === 0 ? null : i > 11 ? 'street:110101009' : 'district',
      })),
      heads,
      verification: { ...never, ...verification },
      witnessed: heads.slice(1).map(({ size }) => size),
    }),
    'audit.verify': () => ({}),
    'audit.looks': () => ({
      looks: Array.from({ length: isEmpty ? 0 : 38 }, (_, i) => ({
        seq: 521_000 - i,
        at: now - i * 9 * MINUTE_MS,
        person: `p${i % 4}`,
        name: WHO[i % 4] ?? '',
        scope: i % 3 === 0 ? 'street:110101009' : 'district',
        seat: 'S23',
        what: WHAT[i % 5] ?? 'number',
        caseId: isAdministrator ? null : `c${i}`,
        caseNo: isAdministrator ? null : `DC261121-${String(1_066 - i).padStart(4, '0')}`,
        why: '',
      })),
      next: isEmpty ? null : { at: now - HOUR_MS, seq: 520_962 },
    }),
    'forgetting.due': () => dueScript(now, isEmpty),
    'numbers.report': () => ({
      lines: isEmpty
        ? []
        : [1, 101, 201].map((from, i) => ({
            of: 'console' as const,
            name: `受理厅 ${i + 1} 席`,
            origin: 'DC',
            from,
            to: from + 99,
            used: [67, 100, 12][i] ?? 0,
            gaps: i === 0 ? [[from + 30, from + 32] as [number, number]] : [],
            unused: i === 1 ? null : ([from + 70, from + 99] as [number, number]),
          })),
    }),
  };
}

const MATTERS = ['路面坑洼', '暴露垃圾', '井盖破损', '供暖不热', '违规停车'] as const;

/** Cases of a district that were archived more than five years ago, and two that somebody forgot by number. */
function dueScript(now: number, isEmpty: boolean): CallOutput<'forgetting.due'> {
  const years = 5;
  return {
    ...{ years, set: null, total: isEmpty ? 0 : 10_000, isMore: !isEmpty },
    rows: Array.from({ length: isEmpty ? 0 : 42 }, (_, i) => {
      const dueAt = now - (90 - i) * DAY_MS;
      return {
        caseId: `due${i}`,
        caseNo: i === 7 ? null : `DC2008${String(10 + (i % 20))}-${String(1_012 + i * 17)}`,
        ver: 12 + (i % 9),
        archivedAt: dueAt - years * 366 * DAY_MS,
        street: i % 3 === 0 ? '110101009' : '110101001',
        matter: MATTERS[i % 5] ?? null,
        dueAt,
        redacted: i > 1 ? null : { at: now - HOUR_MS, by: '王建国', reason: 'retention' as const },
      };
    }),
    next: isEmpty ? null : { at: now, seq: 42 },
  };
}
