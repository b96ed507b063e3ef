import { MINUTE_MS } from '#core/kernel/time.ts';
import type { OpKind } from '#core/domain/operation/args.ts';
import type { Outcome } from '#core/domain/operation/decision.ts';
import type { TimelineRow } from '#core/protocol/console/rows.ts';

/** A line of the timeline as it is drawn; a cut of the line stands between the steps as a rule of its own. */
export type TimelineLine =
  | {
      readonly kind: 'step';
      readonly key: string;
      readonly row: TimelineRow;
      /** Only here: not yet decided by the district. */
      readonly isPending: boolean;
      /** Another act stands instead of it; its words are struck through. */
      readonly isStruck: boolean;
      /** A decision rather than a fact: its dot is filled. */
      readonly isKey: boolean;
      /** The author's clock, where it differs from the corrected time by more than two minutes. */
      readonly saidAt: number | null;
    }
  | TimelineMark;

type TimelineMark = {
  readonly kind: 'cut' | 'healed';
  readonly key: string;
  readonly at: number;
};

export type LineMarks = { readonly cutAt: number | null; readonly healedAt: number | null };

const CLOCK_DIFFERENCE_MS = 2 * MINUTE_MS;
const KEY_KINDS: ReadonlySet<string> = new Set<OpKind>([
  'case.create',
  'case.file',
  'case.dispatch',
  'assign.done',
  'case.close',
  'judge',
  'conflict.resolve',
]);

/** Newest first. Steps of one instant keep the order in which they were decided or made. */
export function timelineLines(
  rows: readonly TimelineRow[],
  marks: LineMarks,
): readonly TimelineLine[] {
  const ordered = rows
    .map((row, made) => ({ row, made }))
    .sort((a, b) => b.row.at - a.row.at || rankOf(b) - rankOf(a))
    .map(({ row }) => stepOf(row));
  const result: TimelineLine[] = [...ordered];
  const { cutAt, healedAt } = marks;
  const hasCut = cutAt !== null && insert(result, { kind: 'cut', key: 'cut', at: cutAt });
  if (healedAt === null) return result;
  const healed: TimelineMark = { kind: 'healed', key: 'healed', at: healedAt };
  // A cut that is drawn is not left open: with no step since, the line came back above them all.
  if (!insert(result, healed) && hasCut) result.unshift(healed);
  return result;
}

export function pendingSteps(rows: readonly TimelineRow[]): number {
  return rows.filter((row) => row.serverSeq === null).length;
}

const STRUCK: ReadonlySet<string> = new Set<Outcome>(['superseded', 'refused-recorded']);

function stepOf(row: TimelineRow): TimelineLine {
  return {
    kind: 'step',
    key: row.opId,
    row,
    isPending: row.serverSeq === null,
    isStruck: row.outcome !== null && STRUCK.has(row.outcome),
    isKey: KEY_KINDS.has(row.kind),
    saidAt: Math.abs(row.saidAt - row.at) > CLOCK_DIFFERENCE_MS ? row.saidAt : null,
  };
}

function rankOf(each: { readonly row: TimelineRow; readonly made: number }): number {
  return each.row.ver ?? Number.MAX_SAFE_INTEGER - 1_000_000 + each.made;
}

/**
 * Above the first step that is older. A mark older than every step, or newer than all, says nothing about this
 * case. Whether it was drawn.
 */
function insert(lines: TimelineLine[], mark: TimelineMark): boolean {
  const index = lines.findIndex((line) => timeOf(line) < mark.at);
  if (index > 0) lines.splice(index, 0, mark);
  return index > 0;
}

function timeOf(line: TimelineLine): number {
  return line.kind === 'step' ? line.row.at : line.at;
}
