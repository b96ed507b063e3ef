import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';

/** What the sentences of a timeline need beyond the operation's arguments. */
export type TimelineNames = {
  /** Name of a person or unit; the id itself when unknown. */
  readonly name: (id: string) => string;
  /** Name of a scope: the district, a street, an intake center. */
  readonly scope: (scope: string) => string;
  /** Time of day in the profile's zone. */
  readonly time: (at: number) => string;
  /** Day in the profile's zone. */
  readonly day: (at: number) => string;
  /** What an earlier step of the case was, or null when it is not here. */
  readonly stepOf?: (opId: string) => string | null;
  /** Unit of an assignment, or null when the document no longer has it. */
  readonly unitOf: (assignment: string) => string | null;
};

/**
 * One sentence for every kind of operation, without its verb (that stands in `operations.names`) and without
 * its author. Empty where the verb says it all. A missing kind does not compile.
 */
export type TimelineText = {
  readonly [K in OpKind]: (args: ArgsOf[K], names: TimelineNames) => string;
};

export type OperationNames = { readonly [K in OpKind]: string };

/** Joins what is there: empty parts make no separators. */
export function facts(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part.trim() !== '').join(' · ');
}
