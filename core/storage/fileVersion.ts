import { AppError } from '../protocol/errors.ts';

/** What a newer program has written is refused and not touched: `file` and `program` are last migrations. */
export function refuseNewer(file: number, program: number): void {
  if (file > program) throw new AppError('storage/from-the-future', { details: { file, program } });
}

/** Read as it is, without its migrations: nothing is guessed of a file that is too old either. */
export function refuseOlder(file: number, program: number, needed = program): void {
  if (file < needed) throw new AppError('storage/from-the-past', { details: { file, program } });
}
