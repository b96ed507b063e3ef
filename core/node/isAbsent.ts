/** Was the file simply not there? Anything else that a disk says is a failure. */
export function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
