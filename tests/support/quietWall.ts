import type { WallView } from '#core/protocol/console/views.ts';

/** A wall's picture on which nothing happens yet. */
export function quietWall(asOf: number): WallView {
  const none = { value: null, of: null, compare: null, asOf };
  return {
    asOf,
    profileName: '',
    profileNameEn: '',
    demo: true,
    head: {
      callsToday: none,
      within15: none,
      filedToday: none,
      closedToday: none,
      open: none,
      overdue: none,
      satisfied: none,
      near: 0,
      gridToday: 0,
      hotlineToday: 0,
      toDispatch: 0,
      toSign: 0,
      onTimeClosed: none,
      connected: none,
      solved: none,
    },
    curve: {
      today: Array.from({ length: 24 }, () => null),
      yesterday: Array.from({ length: 24 }, () => 5),
      asOf,
    },
    streets: [],
    channels: [],
    types: [],
    seats: [],
    seatsAsOf: asOf,
    latest: [],
    sync: [],
    points: [],
    alarm: null,
  };
}
