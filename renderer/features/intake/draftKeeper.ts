/** Writes a draft at most this long after a change, however fast somebody types. */
export const DRAFT_WAIT_MS = 300;
export const DRAFT_MOST_MS = 800;

export type DraftPorts<T> = {
  readonly save: (value: T) => Promise<boolean>;
  readonly now: () => number;
  readonly schedule: (run: () => void, ms: number) => () => void;
};

/**
 * Saves the newest value soon after it changed: after a pause in typing, at the latest DRAFT_MOST_MS
 * after the first change that is not saved yet. One write at a time; a failed one is tried again.
 */
export function createDraftKeeper<T>(ports: DraftPorts<T>) {
  let newest: T | null = null;
  let firstChange: number | null = null;
  let isWriting = false;
  let isClosed = false;
  let cancel: () => void = () => undefined;

  const write = async (): Promise<void> => {
    if (isWriting || newest === null || isClosed) return;
    const value = newest;
    newest = null;
    firstChange = null;
    isWriting = true;
    const isKept = await ports.save(value);
    isWriting = false;
    if (!isKept) newest ??= value;
    if (newest !== null) plan();
  };
  const plan = (): void => {
    cancel();
    firstChange ??= ports.now();
    const left = Math.max(0, firstChange + DRAFT_MOST_MS - ports.now());
    cancel = ports.schedule(() => void write(), Math.min(DRAFT_WAIT_MS, left));
  };
  return {
    changed(value: T): void {
      if (isClosed) return;
      newest = value;
      plan();
    },
    /** The form was sent or thrown away: nothing more is written. */
    close(): void {
      isClosed = true;
      newest = null;
      cancel();
    },
  };
}
