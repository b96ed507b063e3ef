import type { Assignment, AssignmentState } from '#core/domain/case/caseDoc.ts';
import { missingForClosing } from '#core/domain/case/closingItems.ts';
import type { ClosingItem } from '#core/domain/catalogue/matter.ts';
import type { EditableField } from '#core/domain/operation/args.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import {
  choice,
  type ActContext,
  type Field,
  LINE_MOST,
  lines,
  type Option,
  optionsOf,
  text,
} from './actFields.ts';
import { askOptions, isReturn } from './openAsks.ts';
import { conditionsOf, laterForms } from './laterForms.ts';
import { urgencyField } from './urgencyField.ts';
import { whistleForms } from './whistleForms.ts';

/** As long as the words of a case may be: what is corrected stands there whole. */
const WORDS_MOST = 10_000;
/** As at the seat: a title is read in a row of the list. */
const TITLE_MOST = 200;

/** Facts of a unit that operators and dispatchers record for it, with how they came to know. */
export const UNIT_FACTS: readonly CaseActKind[] = [
  'assign.sign',
  'assign.respond',
  'contact.first',
  'assign.progress',
  'assign.done',
  'reply.citizen',
  'ask.return',
  'verify.report',
  'whistle.respond',
  'whistle.result',
];

/** Every act's form, as it is filled; the catalogue's words. No default for what others said or found. */
const forms: Readonly<Record<CaseActKind, (c: ActContext) => readonly Field[]>> = {
  ...laterForms,
  ...whistleForms,
  'case.file': (c) => [
    choice('condition', conditionsOf(c, c.matter), {
      initial: conditionsOf(c, c.matter)[0]?.value ?? '',
    }),
  ],
  'case.answer': () => [lines('text'), text('basis', { required: false })],
  'case.refuse': (c) => [choice('reason', optionsOf(c.m.operations.refuseReasons)), lines('text')],
  'case.edit': (c) => [
    choice('field', optionsOf(c.m.operations.fields), { initial: 'title' }),
    lines('to', {
      when: (v) => v.field !== 'type' && v.field !== 'publish',
      initial: currentValue(c, 'title'),
      max: WORDS_MOST,
      maxBy: (v) => ((v.field ?? 'title') === 'title' ? TITLE_MOST : WORDS_MOST),
    }),
    choice('kind', optionsOf(c.m.common.appealType), {
      when: (v) => v.field === 'type',
      initial: c.doc.type,
    }),
    choice('public', yesNo(c), { when: (v) => v.field === 'publish', initial: 'no' }),
  ],
  'case.locate': (c) => [
    text('place', { control: 'place' }),
    choice('by', placeSources(c), { initial: 'caller' }),
  ],
  'case.urgency': (c) => [urgencyField(c), text('reason')],
  'case.tag': (c) => [
    text('add', { required: false }),
    text('remove', {
      control: 'ticks',
      required: false,
      initial: [],
      options: Object.keys(c.doc.tags ?? {}).map((tag) => ({ value: tag, label: tag })),
    }),
  ],
  'case.note': () => [
    lines('text'),
    text('public', { control: 'flag', initial: false, required: false }),
  ],
  'case.attach': (c) => [
    text('file', { control: 'file' }),
    choice('use', optionsOf(c.m.operations.uses), { initial: 'document' }),
  ],
  'caller.add': (c) => [
    text('number', { max: 40 }),
    text('name', { required: false, max: 60 }),
    choice('kind', callerKinds(c), { initial: 'person' }),
    text('confidential', { control: 'flag', initial: false, required: false }),
  ],
  'case.send': (c) => [choice('scope', c.scopes), lines('note', { required: false })],
  'case.dispatch': () => [
    text('unit', { control: 'unit' }),
    text('assistUnits', { control: 'units', required: false }),
    text('limitNote', { required: false }),
    lines('note', { required: false }),
  ],
  'assign.add': () => [text('unit', { control: 'unit' }), text('reason')],
  'assign.recall': (c) => [assignment(c, OPEN_STATES), text('reason')],
  'assign.waive': (c) => [assignment(c, OPEN_STATES), text('reason')],
  'assign.sign': (c) => [assignment(c, ['offered']), time()],
  'assign.respond': (c) => [
    assignment(c, ['signed', 'responded', 'offered']),
    choice('step', optionsOf(c.m.operations.steps), { initial: 'arrived' }),
    time(),
    text('person', { required: false, max: 60 }),
  ],
  'contact.first': (c) => [
    time(),
    text('person', { max: 60 }),
    choice('how', ways(c).slice(0, 3), { initial: 'phone' }),
    lines('result'),
    text('whyNot', { required: false }),
  ],
  'assign.progress': (c) => [assignment(c, WORKING_STATES), lines('text')],
  'assign.done': (c) => [
    assignment(c, [...WORKING_STATES, 'offered']),
    lines('result'),
    choice('solved', yesNo(c)),
    lines('measures', { required: false }),
    text('basis', { required: false }),
    choice('metCaller', yesNoUnknown(c), { initial: 'unknown' }),
  ],
  'reply.citizen': (c) => [
    choice('audience', audiences(c), { initial: 'caller' }),
    choice('how', ways(c), { initial: 'phone' }),
    lines('text'),
    time(),
  ],
  'ask.return': (c) => [
    assignment(c, ['offered', ...WORKING_STATES]),
    choice('reasonCode', optionsOf(c.m.operations.returnReasons), { initial: 'not_competent' }),
    lines('text'),
    text('proposedUnit', { control: 'unit', required: false }),
  ],
  judge: (c) => [
    choice('ask', askOptions(c), { initial: askOptions(c)[0]?.value ?? '' }),
    // Nobody's wish is granted by a hand that was too quick.
    choice('grant', grants(c)),
    text('newUnit', {
      control: 'unit',
      required: false,
      when: (v) => v.grant === 'yes' && isReturn(c, v.ask),
    }),
    lines('reason'),
  ],
  'verify.order': () => [text('inspector', { max: 60 })],
  'verify.report': (c) => [choice('pass', findings(c)), lines('note')],
  'case.close': (c) => [
    text('items', {
      control: 'ticks',
      required: false,
      initial: shownForClosing(c),
      options: closingItems(c).map((item) => ({
        value: item,
        label: c.m.dispatch.items[item] ?? item,
      })),
    }),
    choice('closeKind', optionsOf(c.m.operations.closeKinds), { initial: proposedCloseKind(c) }),
    lines('publicText', { initial: c.doc.publicText ?? '' }),
  ],
  'callback.try': (c) => [
    choice('reached', reached(c)),
    choice('solved', yesNo(c), { when: (v) => v.reached === 'yes' }),
    choice('satisfied', grades(c), { when: (v) => v.reached === 'yes' }),
    text('reason', { required: false }),
    time(),
  ],
  'case.urge': (c) => [
    choice('urgeTo', urgeTargets(c), { initial: urgeTargets(c)[0]?.value ?? '' }),
    lines('text'),
  ],
};

export function fieldsOf(kind: CaseActKind, c: ActContext): readonly Field[] {
  const own = forms[kind](c);
  if (c.isUnit || !UNIT_FACTS.includes(kind)) return own;
  return [
    ...own,
    choice('recorded', optionsOf(c.m.dispatch.recorded), { initial: 'phone' }),
    text('card', { when: (v) => v.recorded === 'paper', max: 40 }),
  ];
}

/** Assignments of the present round in any of these states, the lead first. */
export function assignmentsIn(
  c: Pick<ActContext, 'doc'>,
  states: readonly AssignmentState[],
): readonly Assignment[] {
  return Object.values(c.doc.assignments ?? {})
    .filter((each) => each.round === c.doc.round && states.includes(each.state))
    .sort((a, b) => Number(b.lead) - Number(a.lead) || a.offeredAt - b.offeredAt);
}

/** The value that a field of `case.edit` has now. */
export function currentValue(c: Pick<ActContext, 'doc'>, field: EditableField): string {
  if (field === 'title') return c.doc.title;
  if (field === 'text') return c.doc.text;
  if (field === 'type') return c.doc.type;
  if (field === 'publicText') return c.doc.fields?.publicText ?? c.doc.publicText ?? '';
  return c.doc.fields?.[field] ?? '';
}

/** Callers reached or given up are over after three tries. */
export function nextAttempt(c: Pick<ActContext, 'doc'>): 1 | 2 | 3 {
  const made = Object.keys(c.doc.callbacks ?? {}).filter((key) =>
    key.startsWith(`${c.doc.round}-`),
  ).length;
  return made >= 2 ? 3 : made === 1 ? 2 : 1;
}

const OPEN_STATES: readonly AssignmentState[] = ['offered', 'signed', 'responded'];
const WORKING_STATES: readonly AssignmentState[] = ['signed', 'responded'];

function assignment(c: ActContext, states: readonly AssignmentState[]): Field {
  const options = assignmentsIn(c, states).map((each) => ({
    value: each.id,
    label: `${c.names[each.unit] ?? each.unit} ${each.lead ? c.m.caseFile.lead : c.m.caseFile.assist}`,
  }));
  return choice('assignment', options, { initial: options[0]?.value ?? '' });
}

function time(): Field {
  return text('at', { control: 'time', required: false, max: LINE_MOST });
}

/** What the matter's standard names; without one, everything that a case may show. */
function closingItems(c: ActContext): readonly ClosingItem[] {
  const demanded = c.matter?.closing ?? [];
  return demanded.length > 0 ? demanded : ALL_ITEMS;
}

/** What the case shows is ticked; the chief who knows better takes a tick away. */
function shownForClosing(c: ActContext): readonly ClosingItem[] {
  const items = closingItems(c);
  const missing = missingForClosing(c.doc, items);
  return items.filter((item) => !missing.includes(item));
}

const ALL_ITEMS: readonly ClosingItem[] = [
  'result',
  'photo_before',
  'photo_after',
  'verified',
  'replied',
  'contacted',
];

function proposedCloseKind(c: ActContext): string {
  return c.doc.holder === 'district' ? 'department' : 'sub_dispatched';
}

function urgeTargets(c: ActContext): readonly Option[] {
  const units = assignmentsIn(c, OPEN_STATES).map((each) => ({
    value: each.unit,
    label: c.names[each.unit] ?? each.unit,
  }));
  return [...units, { value: c.doc.holder, label: c.m.dispatch.options.holder }];
}

const yesNo = (c: ActContext): readonly Option[] => [
  { value: 'yes', label: c.m.dispatch.options.yes },
  { value: 'no', label: c.m.dispatch.options.no },
];
const yesNoUnknown = (c: ActContext): readonly Option[] => [
  ...yesNo(c),
  { value: 'unknown', label: c.m.dispatch.options.unknown },
];
const grants = (c: ActContext): readonly Option[] => [
  { value: 'yes', label: c.m.dispatch.options.grantYes },
  { value: 'no', label: c.m.dispatch.options.grantNo },
];
const findings = (c: ActContext): readonly Option[] => [
  { value: 'yes', label: c.m.dispatch.options.pass },
  { value: 'no', label: c.m.dispatch.options.fail },
];
const reached = (c: ActContext): readonly Option[] => [
  { value: 'yes', label: c.m.dispatch.options.reached },
  { value: 'no', label: c.m.dispatch.options.notReached },
];
const audiences = (c: ActContext): readonly Option[] => [
  { value: 'caller', label: c.m.dispatch.options.caller },
  { value: 'all', label: c.m.dispatch.options.all },
];
const callerKinds = (c: ActContext): readonly Option[] => [
  { value: 'person', label: c.m.dispatch.options.person },
  { value: 'enterprise', label: c.m.dispatch.options.enterprise },
  { value: 'vulnerable', label: c.m.dispatch.options.vulnerable },
];
const ways = (c: ActContext): readonly Option[] => optionsOf(c.m.operations.ways);
const grades = (c: ActContext): readonly Option[] =>
  [5, 4, 3, 2, 1].map((grade) => ({
    value: String(grade),
    label: `${grade} ${c.m.operations.satisfied[grade] ?? ''}`,
  }));
const placeSources = (c: ActContext): readonly Option[] =>
  optionsOf({
    caller: c.m.operations.placeBy.caller,
    map: c.m.operations.placeBy.map,
    on_site: c.m.operations.placeBy.on_site,
  });
