import type { Decision, Notice, Outcome } from './operation/decision.ts';
import { PROGRAM_PERSON, TELEPHONY_PERSON } from './operation/kindSpec.ts';
import type { NoticeCode } from './operation/noticeCode.ts';
import type { AnyBody } from './operation/operation.ts';

const OWN_VOICES: readonly string[] = [PROGRAM_PERSON, TELEPHONY_PERSON];

/** What the author hears when the rule itself had nothing to say to him. */
const CODE_OF: Readonly<Partial<Record<Outcome, NoticeCode>>> = {
  adjusted: 'act-adjusted',
  merged: 'acted-alike',
  superseded: 'overtaken',
  'refused-recorded': 'act-refused',
  deferred: 'act-deferred',
};

/**
 * An act that did not do what was asked never vanishes in silence: its author hears of it, whichever rule
 * judged (I-23). What somebody did without the right to is the district's business, too (rule 28).
 */
export function authorTold(
  op: Pick<AnyBody, 'actor'>,
  decision: Decision,
): Decision['effects']['notices'] {
  const { outcome, rule, reason, effects } = decision;
  const code = CODE_OF[outcome];
  if (code === undefined) return effects.notices;
  const missing: Notice[] = [];
  const isTold = (to: string): boolean => effects.notices.some((one) => one.to === to);
  const isForeign =
    outcome === 'refused-recorded' &&
    reason !== null &&
    (reason.code.startsWith('grant/') || reason.code === 'person/not-here');
  if (isForeign && !isTold('inbox:district')) {
    missing.push({ to: 'inbox:district', code: 'acted-without-grant', rule });
  }
  if (!OWN_VOICES.includes(op.actor) && !isTold(op.actor)) {
    missing.push({ to: op.actor, code, rule });
  }
  return [...effects.notices, ...missing];
}

/** The same of an act that he was told was deferred, and that is decided now: whatever became of it is news. */
export function authorToldAgain(
  op: Pick<AnyBody, 'actor'>,
  decision: Decision,
): Decision['effects']['notices'] {
  const notices = authorTold(op, decision);
  const isTold = notices.some(({ to }) => to === op.actor);
  if (isTold || OWN_VOICES.includes(op.actor)) return notices;
  return [...notices, { to: op.actor, code: 'act-carried-out', rule: decision.rule }];
}
