import type { EpochMs } from '../kernel/time.ts';

export type LineState = 'online' | 'connecting' | 'cut' | 'refused';

/** What the console shows about its line, all of it measured, nothing assumed. */
export type SyncStatus = {
  readonly line: LineState;
  readonly since: EpochMs;
  readonly lastHeard: EpochMs | null;
  readonly refusedWith: string | null;
  /** Why the district takes no acts at the moment although the line is up. */
  readonly heldBack: string | null;
  /** Highest committed and highest gapless decided rseq. */
  readonly last: number;
  readonly watermark: number;
  /** Feed entries known to exist and not yet here. */
  readonly behind: number;
  readonly off: number;
  readonly err: number;
};

/** Who sits at a seat, and whether it takes calls. */
export type SeatNews = {
  readonly seat: string;
  readonly state: string;
  readonly person: string | null;
};
