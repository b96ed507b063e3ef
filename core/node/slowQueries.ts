import type { Log } from './logFile.ts';

const MAX_SQL = 120;

/** Every program says the same of a query that took long: what was asked, without its values. */
export function slowTo(log: Log): (query: { readonly sql: string; readonly ms: number }) => void {
  return ({ sql, ms }) => {
    log.write('warn', 'storage/slow', { sql: sql.slice(0, MAX_SQL), ms: Math.round(ms) });
  };
}
