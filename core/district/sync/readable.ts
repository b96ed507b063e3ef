import type { ClientFrame } from '../../protocol/sync/frames.ts';
import type { PersonId, Scope } from '../../domain/operation/identity.ts';

/** Who greeted on a line, and what he is told there. */
export type Identity = {
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
  readonly scope: Scope;
  readonly scopes: readonly Scope[];
  /** Nobody sits there: no sign of life of its street, and no numbers to tell. */
  readonly isStation: boolean;
};

/**
 * Which feeds a device reads: its own scope, reference data, and the inbox of who is logged in there. The
 * district's consoles read the district's feed, of which every case is a member; no device reads a street
 * that it does not stand in.
 */
export function mayRead(
  scope: string,
  device: { readonly scope: Scope },
  person: PersonId | null,
): scope is Scope {
  if (scope === device.scope || scope === 'ref') return true;
  if (scope === `inbox:${device.scope}`) return true;
  return person !== null && scope === `inbox:${person}`;
}

/** An inbox has notices and no cases: it is told from its newest, never filled. */
export function isInbox(scope: string): boolean {
  return scope.startsWith('inbox:');
}

/** What a station's own line is for: own acts it has none, and those of others it brings by asking. */
export function isOfStation({ f }: ClientFrame): boolean {
  return f === 'ask' || f === 'clock';
}
