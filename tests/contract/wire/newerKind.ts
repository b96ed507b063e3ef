import type { DecideFacts, Decision } from '#core/domain/operation/decision.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import type { Clock } from '#core/kernel/time.ts';
import { systemRandom } from '#core/node/systemClock.ts';
import { OWN_RULES, type Rules } from '#core/district/openDistrict.ts';

/** A kind of a later release, which no released program knows. */
export const NEWER_KIND = 'case.invented';

const isNewer = (op: { readonly kind: string }): boolean => op.kind === NEWER_KIND;

/** What that release decides: it adds a word to the case that today's document does not have. */
export const rulesOfNewer: Rules = {
  check: (op) => (isNewer(op) ? 'ok' : OWN_RULES.check(op)),
  decide: (op, facts) => (isNewer(op) ? invented(op, facts) : OWN_RULES.decide(op, facts)),
};

function invented(op: AnyOperation, { doc, at }: DecideFacts): Decision {
  const nothing = { casePatch: null, records: [], notices: [], followUps: [] };
  if (doc === null) return { outcome: 'superseded', rule: null, reason: null, effects: nothing };
  const word = { by: op.actor, at, deep: [{ of: { the: 'next release' } }] };
  const casePatch = { ver: doc.ver + 1, updatedAt: at, invention: { [op.opId]: word } };
  return { outcome: 'applied', rule: null, reason: null, effects: { ...nothing, casePatch } };
}

/** Said by a person, with a field beside it that only the later release reads. */
export function inventedBy(
  actor: string,
  on: { readonly caseId: string; readonly ver: number; readonly own: number },
  at: { readonly scope: string; readonly clock: Clock },
): AnyBody {
  const wall = at.clock.wall();
  return {
    opId: uuidV7(wall, systemRandom),
    kind: NEWER_KIND,
    v: 1,
    caseId: on.caseId,
    args: { what: { nobody: ['has', 1, 'schema'] } },
    bases: [{ of: `case:${on.caseId}`, ver: on.ver, own: on.own }],
    actor,
    seat: 's1',
    scope: at.scope,
    how: 'self',
    t: { wall, mono: at.clock.mono(), boot: 'boot', off: 0, err: 10 },
    aside: { added: 'later' },
  } as unknown as AnyBody;
}
