import type { WallView } from '#core/protocol/console/views.ts';

export type LatestCase = WallView['latest'][number];
export type LatestSlots = {
  readonly slots: readonly LatestCase[];
  readonly swappedAt: number;
};

export const SWAP_EVERY_MS = 3_000;
export const NO_SLOTS: LatestSlots = { slots: [], swappedAt: 0 };

const keyOf = (item: LatestCase): string => `${item.at}/${item.street}/${item.title}`;

/**
 * The latest cases, newest first. Free slots are filled at once; then the newest case that is not shown comes in
 * for the oldest one, at most one every three seconds.
 */
export function nextSlots(
  before: LatestSlots,
  latest: readonly LatestCase[],
  { size, now }: { readonly size: number; readonly now: number },
): LatestSlots {
  const kept = before.slots.slice(0, size);
  const newest = [...latest].sort((a, b) => b.at - a.at).slice(0, size);
  const shown = new Set(kept.map(keyOf));
  const waiting = newest.filter((item) => !shown.has(keyOf(item)));
  if (waiting.length === 0) return { slots: kept, swappedAt: before.swappedAt };
  if (kept.length < size) {
    const filled = [...kept, ...waiting.slice(0, size - kept.length)];
    return { slots: inOrder(filled), swappedAt: before.swappedAt };
  }
  if (now - before.swappedAt < SWAP_EVERY_MS) return { slots: kept, swappedAt: before.swappedAt };
  const next = waiting[0];
  const oldest = kept.at(-1);
  if (next === undefined || next.at < (oldest?.at ?? 0)) {
    return { slots: kept, swappedAt: before.swappedAt };
  }
  return { slots: inOrder([...kept.slice(0, -1), next]), swappedAt: now };
}

function inOrder(items: readonly LatestCase[]): readonly LatestCase[] {
  return [...items].sort((a, b) => b.at - a.at);
}
