import type { ConflictRow } from '#core/protocol/console/rows.ts';

export type AxisAct = {
  readonly at: number;
  readonly kind: string;
  /** Share of the axis, 0 to 1. */
  readonly x: number;
  /** It is one of the acts that met. */
  readonly isSide: boolean;
};

export type OutageAxis = {
  readonly from: number;
  readonly to: number;
  readonly cut: { readonly x: number; readonly at: number } | null;
  readonly healed: { readonly x: number; readonly at: number } | null;
  readonly lanes: readonly { readonly scope: string; readonly acts: readonly AxisAct[] }[];
};

/** The outage drawn to scale with what each side did: one lane a scope, a margin on either end. */
export function outageAxis(
  row: Pick<ConflictRow, 'sides'>,
  healing: { readonly cutAt: number; readonly healedAt: number } | null,
): OutageAxis {
  const acts = row.sides.flatMap((side) => [
    { scope: side.scope, at: side.correctedAt, kind: side.kind, isSide: true },
    ...side.followed.map((each) => ({ scope: side.scope, ...each, isSide: false })),
  ]);
  const first = Math.min(...acts.map((act) => act.at));
  const last = Math.max(...acts.map((act) => act.at));
  // An outage that these acts had nothing to do with explains nothing.
  const near =
    healing !== null && healing.cutAt <= last && healing.healedAt >= first ? healing : null;
  const start = Math.min(first, near?.cutAt ?? first);
  const end = Math.max(last, near?.healedAt ?? last);
  const margin = Math.max(60_000, (end - start) * 0.06);
  const from = start - margin;
  const to = end + margin;
  const x = (at: number): number => (at - from) / (to - from);
  const scopes = [...new Set(acts.map((act) => act.scope))];
  return {
    from,
    to,
    cut: near === null ? null : { x: x(near.cutAt), at: near.cutAt },
    healed: near === null ? null : { x: x(near.healedAt), at: near.healedAt },
    lanes: scopes.map((scope) => ({
      scope,
      acts: acts
        .filter((act) => act.scope === scope)
        .sort((a, b) => a.at - b.at)
        .map(({ at, kind, isSide }) => ({ at, kind, isSide, x: x(at) })),
    })),
  };
}
