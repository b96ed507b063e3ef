import type { SqlRow } from '../../storage/sqlDatabase.ts';
import type { StoredCase, StoredRecord } from './districtStore.ts';

/** How one kind of thing stands in its table. */
export type Shape<T> = {
  readonly columns: readonly string[];
  readonly row: (one: T) => SqlRow;
  /** So many columns, the last ones, are texts of any length. */
  readonly long: number;
};

/** What the two databases say differently; everything else of the store is said once. */
export type StoreDialect = {
  readonly cases: Shape<StoredCase>;
  readonly records: Shape<StoredRecord>;
  /** Condition: the column is in a list. Its parameter is the list as JSON. */
  readonly among: (column: string) => string;
  /** The rows of a list of pairs. Their parameter is the list as JSON. */
  readonly pairs: string;
  /** What stands in a case number from a position on, as a number. Its parameter is the position. */
  readonly serial: string;
  /** Condition: a call or shift that ended, or began, since a moment. */
  readonly ownRecords: string;
  /** Documents of calls that rang since a moment. */
  readonly recentCalls: string;
  /** Oldest cases without a number, at most so many. */
  readonly numberless: string;
  /** Cases of a scope by their last change: scope, after, up to, ended since, at most so many. */
  readonly fill: string;
};
