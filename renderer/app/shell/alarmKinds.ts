import type { AlarmsView } from '#core/protocol/console/views.ts';

type Alarm = AlarmsView['alarms'][number];
export type AlarmKind = {
  readonly level: Alarm['level'];
  readonly code: string;
  readonly count: number;
  /** Of the oldest. */
  readonly since: number;
};

/** Alarms that nobody acknowledged, by their kind: the gravest first, then the oldest. Names no case. */
export function alarmKinds(alarms: readonly Alarm[]): readonly AlarmKind[] {
  const kinds = new Map<string, AlarmKind>();
  for (const { level, code, since, acknowledged } of alarms) {
    if (acknowledged || level === 'A3') continue;
    const known = kinds.get(code);
    kinds.set(code, {
      level,
      code,
      count: (known?.count ?? 0) + 1,
      since: Math.min(known?.since ?? since, since),
    });
  }
  return [...kinds.values()].toSorted(
    (a, b) => a.level.localeCompare(b.level) || a.since - b.since,
  );
}
