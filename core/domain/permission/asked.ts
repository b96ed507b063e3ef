import type { OpKind } from '../operation/args.ts';
import type { PersonId, ReplicaId, Scope, UnitId } from '../operation/identity.ts';

/** What rights are judged by: of an act, or of the question whether somebody could do it. */
export type Asked = {
  readonly kind: OpKind;
  readonly actor: PersonId;
  readonly scope: Scope;
  readonly onBehalf?: UnitId | PersonId;
  readonly soleHand?: true;
  readonly caretaker?: true;
  /** Absent until it was acknowledged: while somebody looks at what he could do, and when he asks for it. */
  readonly replica?: ReplicaId;
  readonly args: object;
};

/** The assignment that it is about; null where it names none. */
export function assignmentNamed({ args }: Asked): string | null {
  return textIn(args, 'assignment');
}

/** The unit that a fact about a whistle is of; null for every other act. */
export function whistledUnit({ kind, args }: Asked): UnitId | null {
  return isAboutWhistle(kind) ? textIn(args, 'unit') : null;
}

export function isAboutWhistle(kind: OpKind): boolean {
  return kind === 'whistle.respond' || kind === 'whistle.result';
}

export function textIn(args: object, name: string): string | null {
  const value: unknown = Reflect.get(args, name);
  return typeof value === 'string' ? value : null;
}
