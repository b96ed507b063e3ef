import { whistleRecordOf } from '../domain/case/tellTwin.ts';
import type { LocalFacts } from '../domain/operation/decision.ts';
import type { Scope } from '../domain/operation/identity.ts';
import type { Base } from '../domain/operation/operation.ts';

type Meant = { readonly kind: string; readonly args: unknown };

/** What the author had seen beside the case: where its exclusive units are, and his street's last whistle. */
export function recordBases(act: Meant, facts: LocalFacts, scope: Scope): Base[] {
  const units = unitsNamed(act)
    .filter((unit) => facts.reference.unit(unit)?.exclusive === true)
    .map((unit) => ({ of: `unit:${unit}`, ver: facts.record('unit', unit)?.ver ?? 0, own: 0 }));
  const whistle =
    act.kind === 'whistle.open' && facts.doc !== null ? whistleRecordOf(facts.doc, scope) : null;
  if (whistle === null) return units;
  const ver = facts.record('whistle', whistle)?.ver ?? 0;
  return [...units, { of: `whistle:${whistle}`, ver, own: 0 }];
}

function unitsNamed({ kind, args }: Meant): readonly string[] {
  // Checked against the kind's schema before.
  const { units = [], unit } = args as {
    readonly units?: readonly { readonly unit: string }[];
    readonly unit?: string;
  };
  if (kind === 'case.dispatch') return units.map((one) => one.unit);
  return kind === 'assign.add' && unit !== undefined ? [unit] : [];
}
