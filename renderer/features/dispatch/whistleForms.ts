import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { Mark } from '#core/domain/operation/whistleArgs.ts';
import type { Named } from '#core/domain/case/whistles.ts';
import { isWhistleOver, openWhistle, unitsOf, whistleToMark } from '#core/domain/case/whistles.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { Filled, Values } from './actArgs.ts';
import {
  type ActContext,
  choice,
  type Field,
  type FormValues,
  lines,
  type Option,
  optionsOf,
  text,
} from './actFields.ts';

type WhistleKind = Extract<CaseActKind, `whistle.${string}`>;
export type WhistleChoice = NonNullable<ActContext['whistles']>[number];

const REASON_MOST = 1_000;

export const whistleForms: Readonly<Record<WhistleKind, (c: ActContext) => readonly Field[]>> = {
  'whistle.open': (c) => [
    choice('whistleItem', itemOptions(c)),
    ticks('standards', {
      optionsBy: (v) => same(itemOf(c, v)?.standards ?? []),
      when: (v) => itemOf(c, v) !== null,
    }),
    ticks('called', {
      optionsBy: (v) => named(itemOf(c, v)?.units ?? []),
      when: (v) => itemOf(c, v) !== null,
    }),
    text('moreUnits', { control: 'units', required: false }),
  ],
  'whistle.file': (c) => [
    choice('grant', filings(c), { initial: 'yes' }),
    ticks('called', {
      options: waiting(c),
      initial: waiting(c).map(({ value }) => value),
      required: false,
      when: (v) => v.grant === 'yes' && waiting(c).length > 0,
    }),
    text('moreUnits', { control: 'units', required: false, when: (v) => v.grant === 'yes' }),
    lines('reason', { max: REASON_MOST, when: (v) => v.grant === 'no' }),
  ],
  'whistle.respond': (c) => [
    whistled(c, ({ respondedAt }) => respondedAt === undefined),
    text('person', { max: 60 }),
    text('at', { control: 'time', required: false }),
  ],
  'whistle.result': (c) => [whistled(c, ({ resultAt }) => resultAt === undefined), lines('result')],
  'whistle.check': (c) => [
    choice('pass', checks(c)),
    lines('reason', { max: REASON_MOST, when: (v) => v.pass === 'no' }),
  ],
  'whistle.score': (c) => [
    marked(c, 'score'),
    choice('efficiency', marks(c)),
    choice('cooperation', marks(c)),
    choice('skill', marks(c)),
    choice('ownership', marks(c)),
    lines('comment', { required: false, max: REASON_MOST }),
  ],
  'whistle.scoreResponse': (c) => [marked(c, 'degree'), choice('degree', marks(c))],
};

export const whistleBuilders: {
  readonly [K in WhistleKind]: (f: Filled, v: Values) => ArgsOf[K];
} = {
  'whistle.open': (f, v) => ({
    item: v.text('whistleItem'),
    dictVersion: f.context.doc.dictVersion,
    standards: v.list('standards'),
    units: calledIn(f, v),
    kind: itemOf(f.context, f.values)?.situation ?? 'backstop',
  }),
  'whistle.file': (f, v) => {
    const accept = v.text('grant') === 'yes';
    const reason = accept ? '' : v.text('reason');
    return { accept, units: accept ? calledIn(f, v) : [], reason };
  },
  'whistle.respond': (_, v) => ({
    unit: v.text('whistled'),
    person: v.text('person'),
    at: v.at,
    point: null,
  }),
  'whistle.result': (_, v) => ({ unit: v.text('whistled'), text: v.text('result'), files: [] }),
  'whistle.check': (_, v) => {
    const pass = v.text('pass') === 'yes';
    return { pass, reason: pass ? '' : v.text('reason') };
  },
  'whistle.score': (_, v) => ({
    unit: v.text('whistled'),
    efficiency: markIn(v, 'efficiency'),
    cooperation: markIn(v, 'cooperation'),
    skill: markIn(v, 'skill'),
    ownership: markIn(v, 'ownership'),
    comment: v.text('comment'),
  }),
  'whistle.scoreResponse': (_, v) => ({ unit: v.text('whistled'), degree: markIn(v, 'degree') }),
};

/** Another item brings its own standards, none of them ticked, and its own units. */
export function ofItem(c: Pick<ActContext, 'whistles'>, values: FormValues): FormValues {
  const units = itemOf(c, values)?.units ?? [];
  return { ...values, standards: [], called: units.map(({ unit }) => unit) };
}

export function itemOf(
  c: Pick<ActContext, 'whistles'>,
  { whistleItem }: FormValues,
): WhistleChoice | null {
  return c.whistles?.find(({ id }) => id === whistleItem) ?? null;
}

function itemOptions(c: ActContext): readonly Option[] {
  return (c.whistles ?? []).map(({ id, situation, name }) => ({
    value: id,
    label: `${c.m.operations.whistleKinds[situation]} · ${name}`,
  }));
}

function ticks(name: 'standards' | 'called', given: Partial<Field>): Field {
  return text(name, { control: 'ticks', initial: [], ...given });
}

function same(words: readonly string[]): readonly Option[] {
  return words.map((word) => ({ value: word, label: word }));
}

function named(units: WhistleChoice['units']): readonly Option[] {
  return units.map(({ unit, name }) => ({ value: unit, label: name }));
}

function calledIn(f: Filled, v: Values): string[] {
  const added = f.picks.assistUnits ?? [];
  return [...new Set([...v.list('called'), ...added.map(({ unit }) => unit)])];
}

function waiting(c: ActContext): readonly Option[] {
  const whistle = openWhistle(c.doc);
  const units = whistle === null ? [] : unitsOf(whistle);
  return unitOptions(
    c,
    units.filter(({ calledAt }) => calledAt === undefined),
  );
}

function whistled(c: ActContext, lacks: (unit: Named) => boolean): Field {
  const whistle = openWhistle(c.doc);
  const options = unitOptions(c, whistle === null ? [] : unitsOf(whistle).filter(lacks));
  return choice('whistled', options, { initial: options[0]?.value ?? '' });
}

/** Units that the whistle called and that are not marked by this one yet. */
function marked(c: ActContext, what: 'score' | 'degree'): Field {
  const all = Object.values(c.doc.whistles ?? {}).filter((one) => isWhistleOver(c.doc, one));
  const open = all.flatMap((one) =>
    unitsOf(one).filter(
      ({ unit }) => whistleToMark(c.doc, unit, what)?.units[unit]?.[what] === undefined,
    ),
  );
  const options = unitOptions(
    c,
    open.filter(({ calledAt }) => calledAt !== undefined),
  );
  return choice('whistled', options, { initial: options[0]?.value ?? '' });
}

function unitOptions(c: ActContext, units: readonly Named[]): readonly Option[] {
  return [...new Set(units.map(({ unit }) => unit))].map((unit) => ({
    value: unit,
    label: c.names[unit] ?? unit,
  }));
}

const filings = (c: ActContext): readonly Option[] =>
  optionsOf({ yes: c.m.dispatch.options.filed, no: c.m.dispatch.options.notFiled });
const checks = (c: ActContext): readonly Option[] =>
  optionsOf({ yes: c.m.dispatch.options.pass, no: c.m.dispatch.options.sentBack });
const marks = (c: ActContext): readonly Option[] =>
  [5, 4, 3, 2, 1].map((mark) => ({ value: String(mark), label: c.m.dispatch.options.mark(mark) }));

function markIn(
  v: Values,
  name: 'efficiency' | 'cooperation' | 'skill' | 'ownership' | 'degree',
): Mark {
  return Number(v.text(name)) as Mark;
}
