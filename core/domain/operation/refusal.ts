/**
 * Why a rule says no. One literal union, append-only: texts in both languages are typed from it.
 * `detail` carries what the sentence needs (a stage, a unit name, a date), never a sentence.
 */
export type RefusalCode =
  | 'case/not-found'
  | 'case/exists'
  | 'case/wrong-stage'
  | 'case/not-held'
  | 'case/needs-district'
  | 'case/field-unchanged'
  | 'case/needs-answer'
  | 'case/needs-condition'
  | 'case/needs-place'
  | 'case/closing-item-missing'
  | 'case/unit-still-working'
  | 'assignment/not-found'
  | 'assignment/wrong-state'
  | 'unit/not-found'
  | 'unit/already-on-case'
  | 'unit/busy'
  | 'unit/other-street'
  | 'unit/no-lead'
  | 'ask/not-found'
  | 'ask/already-judged'
  | 'ask/open-already'
  | 'ask/third-hand-out-needs-unit'
  | 'ask/needs-district'
  | 'conflict/not-found'
  | 'conflict/not-yours'
  | 'conflict/resolved'
  | 'conflict/unknown-option'
  | 'grant/none'
  | 'grant/revoked'
  | 'grant/other-scope'
  | 'axis/both'
  | 'axis/reporter-handles'
  | 'callback/not-due'
  | 'callback/attempt-taken'
  | 'callback/needs-result'
  | 'device/unknown'
  | 'device/exists'
  | 'person/unknown'
  | 'lease/overlap'
  | 'op/overtaken'
  | 'op/schema'
  | 'ask/bound'
  | 'case/ended'
  | 'case/stranger'
  | 'unit/not-yours'
  | 'person/not-here';

export type DomainRefusal = {
  readonly code: RefusalCode;
  readonly detail?: Readonly<Record<string, string | number>>;
};
