import type { Clock, EpochMs } from '../../kernel/time.ts';
import type { DeskStore } from '../store/deskStore.ts';

const KEY = 'lineLostAt';

/**
 * When this console's line was there, also over a restart: what somebody did while it seemed up may count on his own
 * line alone, whoever else would carry it (docs/adr/0022, 0028).
 */
export class LineMark {
  readonly #desk: Pick<DeskStore, 'setting' | 'setSetting'>;
  readonly #clock: Pick<Clock, 'wall'>;
  readonly #startedAt: EpochMs;
  #isOnline = false;
  /** Since when the line is lost, once it has been up. */
  lostAt: EpochMs | null = null;

  constructor(desk: Pick<DeskStore, 'setting' | 'setSetting'>, clock: Pick<Clock, 'wall'>) {
    this.#desk = desk;
    this.#clock = clock;
    this.#startedAt = clock.wall();
  }

  async changed(isOnline: boolean): Promise<void> {
    this.#isOnline = isOnline;
    this.lostAt = isOnline ? null : this.#clock.wall();
    await this.#desk.setSetting(KEY, this.lostAt);
  }

  /** Acts from before this moment were made while the line seemed up. Of what was never noticed to end, all of them. */
  async madeOnlineUntil(): Promise<EpochMs> {
    if (this.#isOnline) return Number.POSITIVE_INFINITY;
    if (this.lostAt !== null) return this.lostAt;
    const before = await this.#desk.setting(KEY);
    return typeof before === 'number' ? before : this.#startedAt;
  }
}
