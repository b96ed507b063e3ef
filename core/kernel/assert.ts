/** A broken claim of our own. Never caught to go on: the process that throws it stops and is restarted. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

export function assert(claim: boolean, message: string): asserts claim {
  if (!claim) throw new BugError(message);
}

/** Ends an exhaustive switch: compiles only when every case was handled. */
export function unreachable(value: never): never {
  throw new BugError(`unreachable: ${JSON.stringify(value)}`);
}

/** Narrows away undefined where the absence would be our own mistake. */
export function must<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new BugError(message);
  return value;
}
