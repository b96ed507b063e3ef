import { clockState } from '../domain/case/clockState.ts';
import { type CaseDoc, ENDED_STAGES, type Stage } from '../domain/case/caseDoc.ts';
import type { Wgs84Point } from '../domain/area/point.ts';
import type { EpochMs } from '../kernel/time.ts';

/** What figures that move with the clock need of an open case; nothing that names anyone. */
export type OpenCase = {
  readonly street: string;
  readonly matter: string | null;
  readonly stage: Stage;
  readonly urgency: 0 | 1 | 2;
  readonly point: Wgs84Point | null;
  readonly createdAt: EpochMs;
  readonly startedAt: EpochMs;
  /** When the first of its running clocks ends; null where none runs. */
  readonly dueAt: EpochMs | null;
};

const URGENCY = { ordinary: 0, urgent: 1, critical: 2 } as const;

/** Null once it has ended. */
export function openCase(doc: CaseDoc): OpenCase | null {
  if (ENDED_STAGES.includes(doc.stage)) return null;
  const first = firstToEnd(doc);
  return {
    street: doc.place.street ?? '',
    matter: doc.matter ?? null,
    stage: doc.stage,
    urgency: URGENCY[doc.urgency],
    point: doc.place.point ?? null,
    createdAt: doc.createdAt,
    startedAt: first?.startedAt ?? doc.createdAt,
    dueAt: first?.dueAt ?? null,
  };
}

function firstToEnd(doc: CaseDoc): { readonly startedAt: EpochMs; readonly dueAt: EpochMs } | null {
  let first: { readonly startedAt: EpochMs; readonly dueAt: EpochMs } | null = null;
  for (const clock of Object.values(doc.clocks)) {
    if (clock.endedAt !== undefined) continue;
    if (first === null || clock.dueAt < first.dueAt) first = clock;
  }
  return first;
}

/** 0 in time, 1 near its limit, 2 over it. */
export function lateness(one: OpenCase, now: EpochMs): 0 | 1 | 2 {
  if (one.dueAt === null) return 0;
  const colour = clockState({ startedAt: one.startedAt, dueAt: one.dueAt }, now);
  return colour === 'green' ? 0 : colour === 'yellow' ? 1 : 2;
}
