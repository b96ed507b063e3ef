import { AppError } from '#core/protocol/errors.ts';

/**
 * A command that says one JSON object on its last line. Null is a wrong use of it: status 2; what the world
 * refused is told by its code: status 1.
 */
export async function runCommand(run: () => Promise<object | null>): Promise<void> {
  // Whatever these commands write is for the account that runs them alone.
  process.umask(0o077);
  try {
    const said = await run();
    if (said === null) {
      process.stderr.write('what it takes stands at the top of its file and in docs/programs.md\n');
      process.exitCode = 2;
      return;
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  } catch (cause) {
    process.exitCode = isWrongUse(cause) ? 2 : 1;
    tellFailure(cause);
  }
}

/** One JSON line on the error output. */
export function tellFailure(cause: unknown): void {
  const told =
    cause instanceof AppError ? { failed: cause.code, ...cause.details } : { failed: why(cause) };
  process.stderr.write(`${JSON.stringify(told)}\n`);
}

function why(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function isWrongUse(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}
