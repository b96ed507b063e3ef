import type { ViewName } from '../../protocol/console/views.ts';
import type { Log } from '../../node/logFile.ts';
import type { ViewFrame } from '../../node/serveLink.ts';

/** Views of the contract, and the map of a wall's window, which is nobody's. */
export type HostView = ViewName | 'wallMarkers';

/** What may change under a view. A view names those it is made of. */
export type Topic =
  | 'cases'
  | 'records'
  | 'session'
  | 'sync'
  | 'outbox'
  | 'calls'
  | 'seats'
  | 'streets'
  | 'silence'
  | 'settings'
  | 'alarms'
  | 'notices'
  | 'time';

export type ViewSource = {
  readonly topics: readonly Topic[];
  readonly snapshot: (params: never) => Promise<unknown>;
  /** Only when it returns something else than the last value is a frame sent. */
  readonly delta?: (before: unknown, now: unknown) => unknown;
  /** True while nobody who may see it sits here: nothing is told until that changes. */
  readonly isHeld?: () => boolean;
  /** Cases whose change matters with these params; absent: all. */
  readonly concerns?: (params: never, cases: ReadonlySet<string>) => boolean;
  /** Told which cases changed, or that any may have, whether somebody looks or not. */
  readonly heard?: (cases: ReadonlySet<string> | undefined) => void;
};

type Watcher = {
  readonly name: HostView;
  readonly source: ViewSource;
  readonly onFrame: (frame: ViewFrame) => void;
  params: unknown;
  isDirty: boolean;
  isBusy: boolean;
  /** Runs while the view rests after it was computed. */
  rest: NodeJS.Timeout | null;
  isOpen: boolean;
  isFresh: boolean;
  sent: string | null;
  value: unknown;
};

const COALESCE_MS = 25;
/** A view that is dear to compute is computed at most a third of the time. */
const REST_FACTOR = 2;

/**
 * Open views and what makes them stale. Changes are gathered for a moment and answered with one snapshot;
 * a view is computed once at a time, and a frame equal to the last one is not sent.
 */
export class ViewHub {
  readonly #sources: Readonly<Record<HostView, ViewSource>>;
  readonly #log: Log;
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | null = null;

  constructor(sources: Readonly<Record<HostView, ViewSource>>, log: Log) {
    this.#sources = sources;
    this.#log = log;
  }

  watch(
    name: HostView,
    params: unknown,
    onFrame: (frame: ViewFrame) => void,
  ): { readonly rewatch: (params: unknown) => void; readonly close: () => void } {
    const watcher: Watcher = {
      name,
      source: this.#sources[name],
      onFrame,
      params,
      isDirty: true,
      isBusy: false,
      rest: null,
      isOpen: true,
      isFresh: true,
      sent: null,
      value: null,
    };
    this.#watchers.add(watcher);
    void this.#turn(watcher);
    return {
      rewatch: (next) => {
        watcher.params = next;
        watcher.isDirty = true;
        watcher.isFresh = true;
        // Only what comes by itself rests. A person who asks for something else waits for nothing.
        stopRest(watcher);
        void this.#turn(watcher);
      },
      close: () => {
        watcher.isOpen = false;
        stopRest(watcher);
        this.#watchers.delete(watcher);
      },
    };
  }

  /** Something of these topics changed; `cases` narrows it to those. */
  touch(topics: readonly Topic[], cases?: ReadonlySet<string>): void {
    if (topics.length === 0) return;
    if (topics.includes('cases')) {
      for (const source of Object.values(this.#sources)) source.heard?.(cases);
    }
    for (const watcher of this.#watchers) {
      if (isTouched(watcher, topics, cases)) watcher.isDirty = true;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const watcher of this.#watchers) void this.#turn(watcher);
    }, COALESCE_MS);
  }

  size(): number {
    return this.#watchers.size;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const watcher of this.#watchers) {
      watcher.isOpen = false;
      stopRest(watcher);
    }
    this.#watchers.clear();
  }

  async #turn(watcher: Watcher): Promise<void> {
    const isWaiting = watcher.isBusy || watcher.rest !== null;
    if (!watcher.isDirty || isWaiting || !watcher.isOpen) return;
    if (watcher.source.isHeld?.() === true) return;
    watcher.isBusy = true;
    watcher.isDirty = false;
    const began = performance.now();
    const { isFresh } = watcher;
    watcher.isFresh = false;
    await this.#compute(watcher, isFresh);
    watcher.isBusy = false;
    this.#rest(watcher, isFresh ? 0 : performance.now() - began);
  }

  async #compute(watcher: Watcher, isFresh: boolean): Promise<void> {
    const { params } = watcher;
    try {
      const value = await watcher.source.snapshot(params as never);
      // Whoever looked may have left while it was computed: then it is computed anew for the next one.
      if (watcher.source.isHeld?.() === true) watcher.isDirty = watcher.isFresh = true;
      else if (this.#isCurrent(watcher, params)) this.#send(watcher, value, isFresh);
    } catch (cause) {
      // Nothing was sent: what is sent next is whole again, and no delta of something unknown.
      if (isFresh) watcher.isFresh = true;
      const why = cause instanceof Error ? cause.message : '';
      this.#log.write('error', 'view/failed', { view: watcher.name, why });
    }
  }

  #rest(watcher: Watcher, tookMs: number): void {
    if (!watcher.isOpen) return;
    // Asked for something else meanwhile: at once, not after a rest.
    const isAtOnce = tookMs === 0 || watcher.isFresh;
    watcher.rest = setTimeout(
      () => {
        watcher.rest = null;
        void this.#turn(watcher);
      },
      isAtOnce ? 0 : Math.max(COALESCE_MS / 2, tookMs * REST_FACTOR),
    );
  }

  /** Neither closed nor asked for something else while it was computed. */
  #isCurrent(watcher: Watcher, params: unknown): boolean {
    return watcher.isOpen && watcher.params === params;
  }

  #send(watcher: Watcher, value: unknown, isFresh: boolean): void {
    const before = watcher.value;
    watcher.value = value;
    if (!isFresh && watcher.source.delta !== undefined) {
      const delta = watcher.source.delta(before, value);
      if (delta !== null) watcher.onFrame({ kind: 'delta', value: delta });
      return;
    }
    const text = JSON.stringify(value, withoutAge);
    if (!isFresh && text === watcher.sent) return;
    watcher.sent = text;
    watcher.onFrame({ kind: 'snapshot', value });
  }
}

function isTouched(
  { source, params }: Watcher,
  topics: readonly Topic[],
  cases: ReadonlySet<string> | undefined,
): boolean {
  if (!source.topics.some((topic) => topics.includes(topic))) return false;
  const isOnlyCases = topics.length === 1 && topics[0] === 'cases';
  const isFar =
    isOnlyCases && cases !== undefined && source.concerns?.(params as never, cases) === false;
  return !isFar;
}

function stopRest(watcher: Watcher): void {
  if (watcher.rest !== null) clearTimeout(watcher.rest);
  watcher.rest = null;
}

/** The moment of looking alone is no change. */
function withoutAge(key: string, value: unknown): unknown {
  return key === 'asOf' ? 0 : value;
}
