export type Rounds = { readonly done: number; readonly failed: number };

export type RoundPorts = {
  readonly run: () => Promise<object>;
  /** False when it is to end. */
  readonly isTimeAgain: () => Promise<boolean>;
  readonly onDone: (said: object) => void;
  readonly onFailure: (cause: unknown) => void;
};

/**
 * Again and again until it is told to end. The first failure ends it, for somebody stands before it and may have
 * named a wrong folder; later ones are faults that may pass, such as a disk that is away: said, and tried again.
 */
export async function goOn({ run, isTimeAgain, onDone, onFailure }: RoundPorts): Promise<Rounds> {
  onDone(await run());
  let [done, failed] = [1, 0];
  while (await isTimeAgain()) {
    try {
      onDone(await run());
      done += 1;
    } catch (cause) {
      onFailure(cause);
      failed += 1;
    }
  }
  return { done, failed };
}
