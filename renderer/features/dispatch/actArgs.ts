import { err, ok, type Result } from '#core/kernel/result.ts';
import { isPhoneNumber } from '#core/domain/operation/phoneNumber.ts';
import type { CallInput } from '#core/protocol/console/calls.ts';
import type { ArgsOf, CallerRef, EditableField, PlaceBy } from '#core/domain/operation/args.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { ActContext, Field, FieldName, FieldValue, FormValues, Picks } from './actFields.ts';
import { currentValue, fieldsOf, nextAttempt, UNIT_FACTS } from './actForms.ts';
import { laterBuilders, leadFirst } from './laterForms.ts';
import { whistleBuilders } from './whistleForms.ts';

export type FieldTrouble = 'required' | 'unpicked' | 'badTime' | 'tooLong' | 'badNumber';
export type FormTrouble = Readonly<Partial<Record<FieldName, FieldTrouble>>>;

/** Everything that a filled form is turned into an operation from. */
export type Filled = {
  readonly context: ActContext;
  readonly values: FormValues;
  readonly picks: Picks;
  /** The time field as an instant, or null where it is no time of day. */
  readonly at: number | null;
  /** Made by `caller.seal` before `caller.add`. */
  readonly caller?: CallerRef;
};

export type Submission = Pick<
  CallInput<'op.submit'>,
  'kind' | 'caseId' | 'args' | 'onBehalf' | 'how' | 'said'
>;

/** What is missing or wrong, by field; empty when the form can be sent. */
export function troubleOf(kind: CaseActKind, filled: Filled): FormTrouble {
  const trouble: Partial<Record<FieldName, FieldTrouble>> = {};
  for (const field of visibleFields(kind, filled)) {
    const found = troubleIn(field, filled);
    if (found !== null) trouble[field.name] = found;
  }
  return trouble;
}

export function visibleFields(
  kind: CaseActKind,
  filled: Pick<Filled, 'context' | 'values'>,
): readonly Field[] {
  const { values } = filled;
  return fieldsOf(kind, filled.context)
    .filter((field) => field.when === undefined || field.when(values))
    .map((field) => ({
      ...field,
      ...(field.maxBy === undefined ? {} : { max: field.maxBy(values) }),
      ...(field.optionsBy === undefined ? {} : { options: field.optionsBy(values) }),
    }));
}

export function submissionOf(kind: CaseActKind, filled: Filled): Result<Submission, FormTrouble> {
  const trouble = troubleOf(kind, filled);
  if (Object.keys(trouble).length > 0) return err(trouble);
  const base = {
    kind,
    caseId: filled.context.doc.caseId as string,
    args: builders[kind](filled, values(filled)),
  };
  return ok({ ...base, ...recorded(kind, filled) });
}

export type Values = {
  readonly text: (name: FieldName) => string;
  readonly flag: (name: FieldName) => boolean;
  readonly list: (name: FieldName) => readonly string[];
  readonly at: number;
};

type Builders = { readonly [K in CaseActKind]: (f: Filled, v: Values) => ArgsOf[K] };

const builders: Builders = {
  ...laterBuilders,
  ...whistleBuilders,
  'case.file': (f, v) => ({
    condition: v.text('condition'),
    standardVersion: f.context.doc.dictVersion,
  }),
  'case.answer': (_, v) => ({ text: v.text('text'), basis: v.text('basis'), knowledgeId: null }),
  'case.refuse': (_, v) => ({
    reason: v.text('reason') as ArgsOf['case.refuse']['reason'],
    text: v.text('text'),
  }),
  'case.edit': (f, v) => {
    const field = v.text('field') as EditableField;
    const from = currentValue(f.context, field);
    const to =
      field === 'type' ? v.text('kind') : field === 'publish' ? v.text('public') : v.text('to');
    return { field, from, to };
  },
  'case.locate': (f, v) => located(f.picks.place, v.text('by') as PlaceBy),
  'case.urgency': (_, v) => ({
    level: v.text('level') as ArgsOf['case.urgency']['level'],
    reason: v.text('reason'),
  }),
  'case.tag': (_, v) => ({ add: tagsIn(v.text('add')), remove: v.list('remove') }),
  'case.note': (_, v) => ({ text: v.text('text'), public: v.flag('public') }),
  'case.attach': (f, v) => ({
    sha256: f.picks.file?.sha256 ?? '',
    name: f.picks.file?.name ?? '',
    bytes: f.picks.file?.bytes ?? 0,
    use: v.text('use') as ArgsOf['case.attach']['use'],
    takenAt: f.picks.file?.takenAt ?? null,
    point: null,
  }),
  'caller.add': (f) => ({ caller: f.caller ?? EMPTY_CALLER }),
  'case.send': (_, v) => ({
    to: v.text('scope') as ArgsOf['case.send']['to'],
    note: v.text('note'),
  }),
  'case.dispatch': (f, v) => ({
    units: leadFirst(f.picks.unit, f.picks.assistUnits).map((unit, at) => ({
      unit,
      lead: at === 0,
    })),
    condition: f.context.doc.condition ?? null,
    limitNote: v.text('limitNote'),
    note: v.text('note'),
    advice: null,
  }),
  'assign.add': (f, v) => ({ unit: f.picks.unit?.unit ?? '', reason: v.text('reason') }),
  'assign.recall': (_, v) => ({ assignment: v.text('assignment'), reason: v.text('reason') }),
  'assign.waive': (_, v) => ({ assignment: v.text('assignment'), reason: v.text('reason') }),
  'assign.sign': (_, v) => ({ assignment: v.text('assignment'), at: v.at }),
  'assign.respond': (f, v) => ({
    assignment: v.text('assignment'),
    step: v.text('step') as ArgsOf['assign.respond']['step'],
    at: v.at,
    person: v.text('person') === '' ? unitName(f, v) : v.text('person'),
    point: null,
  }),
  'contact.first': (_, v) => ({
    at: v.at,
    person: v.text('person'),
    how: v.text('how') as ArgsOf['contact.first']['how'],
    result: v.text('result'),
    whyNot: v.text('whyNot') === '' ? null : v.text('whyNot'),
  }),
  'assign.progress': (_, v) => ({
    assignment: v.text('assignment'),
    text: v.text('text'),
    photos: [],
  }),
  'assign.done': (f, v) => ({
    assignment: v.text('assignment'),
    result: v.text('result'),
    measures: v.text('measures'),
    basis: v.text('basis'),
    solved: v.text('solved') === 'yes',
    metCaller: v.text('metCaller') === 'unknown' ? null : v.text('metCaller') === 'yes',
    photosAfter: photosAfter(f),
  }),
  'reply.citizen': (_, v) => ({
    to: v.text('audience') as ArgsOf['reply.citizen']['to'],
    how: v.text('how') as ArgsOf['reply.citizen']['how'],
    text: v.text('text'),
    at: v.at,
  }),
  'ask.return': (f, v) => ({
    assignment: v.text('assignment'),
    reasonCode: v.text('reasonCode') as ArgsOf['ask.return']['reasonCode'],
    text: v.text('text'),
    proposedUnit: f.picks.proposedUnit?.unit ?? null,
    proof: [],
  }),
  judge: (f, v) => {
    const grant = v.text('grant') === 'yes';
    const newUnit = grant ? (f.picks.newUnit?.unit ?? null) : null;
    return { ask: v.text('ask'), grant, reason: v.text('reason'), newUnit };
  },
  'verify.order': (_, v) => ({ inspector: v.text('inspector') }),
  'verify.report': (_, v) => ({
    pass: v.text('pass') === 'yes',
    note: v.text('note'),
    photos: [],
    point: null,
  }),
  'case.close': (_, v) => ({
    items: v.list('items'),
    closeKind: v.text('closeKind') as ArgsOf['case.close']['closeKind'],
    publicText: v.text('publicText'),
  }),
  'callback.try': (f, v) => {
    const reached = v.text('reached') === 'yes';
    return {
      attempt: nextAttempt(f.context),
      at: v.at,
      reached,
      solved: reached ? v.text('solved') === 'yes' : null,
      satisfied: reached ? (Number(v.text('satisfied')) as 1 | 2 | 3 | 4 | 5) : null,
      reason: v.text('reason'),
    };
  },
  'case.urge': (_, v) => ({ to: v.text('urgeTo'), text: v.text('text') }),
};

const EMPTY_CALLER: CallerRef = {
  numberHmac: '',
  numberSealed: '',
  tail: '',
  kind: 'person',
  confidential: false,
};

function located(place: Picks['place'], by: PlaceBy): ArgsOf['case.locate'] {
  const nowhere = { name: '', lon: 0, lat: 0, cell: null, street: null, score: 0 };
  const { name, lon, lat, cell, street, score } = place ?? nowhere;
  return { point: { lonE6: lon, latE6: lat }, text: name, by, cell, street, confidence: score };
}

const TAG_MOST = 40;

/** Tags typed in one line, split at the marks that a Chinese or Latin keyboard offers. */
export function tagsIn(typed: string): readonly string[] {
  const parts = typed.split(/[、，,;；\s]+/u).filter((tag) => tag !== '');
  return [...new Set(parts)];
}

function values(filled: Filled): Values {
  const text = (name: FieldName): string => {
    const value = filled.values[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const list = (name: FieldName): readonly string[] => {
    const value = filled.values[name];
    return Array.isArray(value) ? value : [];
  };
  return {
    text,
    list,
    flag: (name) => filled.values[name] === true,
    at: filled.at ?? filled.context.now,
  };
}

/** On whose behalf and how known: operators and dispatchers record a unit's facts for it. */
function recorded(kind: CaseActKind, filled: Filled): Partial<Submission> {
  if (filled.context.isUnit || !UNIT_FACTS.includes(kind)) return {};
  const v = values(filled);
  const how = v.text('recorded') as 'self' | 'phone' | 'radio' | 'paper';
  if (how === 'self') return { how };
  const behalf = actedFor(kind, filled);
  const said =
    how === 'paper' ? { at: v.at, source: 'paper' as const, card: v.text('card') } : undefined;
  return {
    how,
    ...(behalf === null ? {} : { onBehalf: behalf }),
    ...(said === undefined ? {} : { said }),
  };
}

/** The unit of the assignment named, else of the lead; the ordered inspector for a check. */
export function actedFor(
  kind: CaseActKind,
  filled: Pick<Filled, 'context' | 'values'>,
): string | null {
  const { doc } = filled.context;
  if (kind === 'verify.report') return doc.verifyOrdered ?? null;
  const chosen = (name: FieldName): string => {
    const value = filled.values[name];
    return typeof value === 'string' ? value : '';
  };
  if (kind.startsWith('whistle.')) return chosen('whistled') === '' ? null : chosen('whistled');
  const own = doc.assignments?.[chosen('assignment')]?.unit;
  if (own !== undefined) return own;
  const lead = Object.values(doc.assignments ?? {}).find(
    (each) => each.lead && each.round === doc.round,
  );
  return lead?.unit ?? null;
}

function unitName(f: Filled, v: Values): string {
  const unit = f.context.doc.assignments?.[v.text('assignment')]?.unit;
  return unit === undefined ? '' : (f.context.names[unit] ?? unit);
}

function photosAfter(f: Filled): readonly string[] {
  return Object.entries(f.context.doc.attachments ?? {})
    .filter(([, file]) => file.use === 'after')
    .map(([sha256]) => sha256);
}

function troubleIn(field: Field, filled: Filled): FieldTrouble | null {
  const value = filled.values[field.name] ?? field.initial;
  if (field.control === 'time') return filled.at === null ? 'badTime' : null;
  if (filled.picks.loose?.[field.name] === true) return 'unpicked';
  if (field.required && isMissing(field, filled)) return 'required';
  return typeof value === 'string' ? troubleInText(field, value) : null;
}

function troubleInText({ name, max }: Field, value: string): FieldTrouble | null {
  if (value.length > max) return 'tooLong';
  if (name === 'number' && !isPhoneNumber(value)) return 'badNumber';
  const isLongTag = name === 'add' && tagsIn(value).some((tag) => tag.length > TAG_MOST);
  return isLongTag ? 'tooLong' : null;
}

function isMissing(field: Field, filled: Filled): boolean {
  if (field.control === 'unit') {
    const name = field.name as 'unit' | 'proposedUnit' | 'newUnit' | 'leadUnit';
    return filled.picks[name] === undefined;
  }
  if (field.control === 'matter') return filled.picks.matter === undefined;
  if (field.control === 'place') return filled.picks.place === undefined;
  if (field.control === 'case') return filled.picks.other === undefined;
  if (field.control === 'file') return filled.picks.file === undefined;
  const value = filled.values[field.name];
  if (field.name === 'called') return isNobodyCalled(value, filled);
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'string' ? value.trim() === '' : value === undefined;
}

/** Looked up by name is called as well. */
function isNobodyCalled(ticked: FieldValue | undefined, { picks }: Filled): boolean {
  return (
    (Array.isArray(ticked) ? ticked : []).length === 0 && (picks.assistUnits ?? []).length === 0
  );
}
