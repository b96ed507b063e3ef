import { DAY_MS } from '#core/kernel/time.ts';
import type { ArgsOf } from '#core/domain/operation/args.ts';
import type { MatterRow, UnitRow } from '#core/protocol/console/rows.ts';
import { limitText } from '#renderer/i18n/limitText.ts';
import { proposalText } from '#renderer/i18n/proposalText.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { Filled, Values } from './actArgs.ts';
import {
  type ActContext,
  choice,
  type Field,
  LINE_MOST,
  lines,
  type Option,
  optionsOf,
  text,
} from './actFields.ts';

/** Acts beside the daily round: what puts the record in order, and what is asked of another. */
type LaterKind = Extract<
  CaseActKind,
  | 'case.reclassify'
  | 'case.reopen'
  | 'ask.extension'
  | 'ask.suspension'
  | 'ask.units'
  | 'ask.send'
  | 'case.take'
  | 'ask.void'
  | 'ask.forcedClose'
  | 'case.void'
  | 'case.forceClose'
  | 'case.archive'
  | 'case.redact'
  | 'case.supervise'
  | 'supervise.end'
  | 'proposal.decline'
  | 'undo'
  | 'case.link'
  | 'case.merge'
>;

/** A reason as long as its schema lets it be. */
const REASON_MOST = 1_000;
const SEND_MOST = 2_000;

export const laterForms: Readonly<Record<LaterKind, (c: ActContext) => readonly Field[]>> = {
  'case.reclassify': (c) => [
    text('matter', { control: 'matter' }),
    ...conditionWanted(c),
    lines('reason', { max: LINE_MOST }),
  ],
  'case.reopen': () => [lines('reason', { max: REASON_MOST })],
  'ask.extension': () => [lines('reason', { max: REASON_MOST })],
  'ask.suspension': (c) => [
    lines('plan'),
    choice('span', days(c, SPANS), { initial: '30' }),
    choice('checkIn', days(c, CHECKS), { initial: '7' }),
  ],
  'ask.units': () => [
    text('leadUnit', { control: 'unit' }),
    text('assistUnits', { control: 'units', required: false }),
    lines('reason'),
  ],
  'ask.send': (c) => [
    choice('handTo', sendTargets(c), { initial: upwards(c) }),
    lines('reason', { max: SEND_MOST }),
    lines('tried', { required: false, max: SEND_MOST }),
  ],
  'case.take': (c) => [choice('takeWhy', optionsOf(c.m.operations.takeReasons))],
  'case.supervise': (c) => [
    choice('supervision', optionsOf(c.m.operations.supervisions)),
    choice('within', days(c, CHECKS), { initial: '7' }),
    lines('text'),
  ],
  'supervise.end': () => [lines('result')],
  'proposal.decline': (c) => [
    choice('proposal', proposalOptions(c), { initial: proposalOptions(c)[0]?.value ?? '' }),
    lines('reason', { max: REASON_MOST }),
  ],
  'case.link': (c) => [
    text('other', { control: 'case' }),
    choice('linkAs', optionsOf(c.m.operations.links), { initial: 'repeat' }),
  ],
  'case.merge': (c) => [text('other', { control: 'case', note: c.m.dispatch.mergeNote })],
  undo: (c) => [choice('undoOp', c.undoable, { initial: c.undoable[0]?.value ?? '' })],
  'ask.void': () => [lines('reason', { max: REASON_MOST })],
  'ask.forcedClose': (c) => forced(c),
  'case.void': () => [lines('reason', { max: REASON_MOST })],
  'case.forceClose': (c) => forced(c),
  'case.archive': (c) => [
    choice('archiveType', optionsOf(c.m.operations.archives), { initial: 'normal' }),
  ],
  'case.redact': (c) => [
    choice('redactWhy', optionsOf(c.m.operations.redactions), { note: c.m.dispatch.redactNote }),
    lines('note', { required: false, max: LINE_MOST }),
  ],
};

export const laterBuilders: {
  readonly [K in LaterKind]: (f: Filled, v: Values) => ArgsOf[K];
} = {
  'case.reclassify': (f, v) => {
    const condition = v.text('condition');
    const fits = f.picks.matter?.conditions.some((each) => each.id === condition) ?? false;
    return {
      matter: f.picks.matter?.matter ?? '',
      condition: fits ? condition : null,
      dictVersion: f.context.doc.dictVersion,
      reason: v.text('reason'),
    };
  },
  'case.reopen': (_, v) => ({ reason: v.text('reason') }),
  'ask.extension': (_, v) => ({ reason: v.text('reason') }),
  'ask.suspension': (f, v) => {
    const until = f.context.now + Number(v.text('span')) * DAY_MS;
    const nextCheck = Math.min(until, f.context.now + Number(v.text('checkIn')) * DAY_MS);
    return { plan: v.text('plan'), until, nextCheck };
  },
  'ask.units': (f, v) => {
    const units = leadFirst(f.picks.leadUnit, f.picks.assistUnits);
    return { units, lead: units[0] ?? '', why: v.text('reason') };
  },
  'ask.send': (_, v) => ({
    to: v.text('handTo') as ArgsOf['ask.send']['to'],
    tried: v.text('tried'),
    why: v.text('reason'),
  }),
  'case.take': (_, v) => ({ why: v.text('takeWhy') as ArgsOf['case.take']['why'] }),
  'case.supervise': (f, v) => ({
    kind: v.text('supervision') as ArgsOf['case.supervise']['kind'],
    until: f.context.now + Number(v.text('within')) * DAY_MS,
    text: v.text('text'),
  }),
  'supervise.end': (_, v) => ({ result: v.text('result') }),
  'proposal.decline': (_, v) => ({ proposal: v.text('proposal'), reason: v.text('reason') }),
  'case.link': (f, v) => ({
    other: f.picks.other?.caseId ?? '',
    as: v.text('linkAs') as ArgsOf['case.link']['as'],
    score: null,
    reasons: [],
  }),
  'case.merge': (f) => ({ into: f.picks.other?.caseId ?? '' }),
  undo: (_, v) => ({ op: v.text('undoOp') }),
  'ask.void': (_, v) => ({ reason: v.text('reason') }),
  'ask.forcedClose': (_, v) => ({ ledger: ledgerOf(v), reason: v.text('reason') }),
  'case.void': (_, v) => ({ reason: v.text('reason') }),
  'case.forceClose': (_, v) => ({ ledger: ledgerOf(v), reason: v.text('reason') }),
  'case.archive': (_, v) => ({ type: v.text('archiveType') as ArgsOf['case.archive']['type'] }),
  'case.redact': (_, v) => {
    const note = v.text('note');
    const reason = v.text('redactWhy') as ArgsOf['case.redact']['reason'];
    return note === '' ? { reason } : { reason, note };
  },
};

/** A unit that leads does not assist as well. */
export function leadFirst(lead: UnitRow | undefined, assists: readonly UnitRow[] = []): string[] {
  return [...new Set([...(lead === undefined ? [] : [lead]), ...assists].map(({ unit }) => unit))];
}

/** What was proposed by others, the oldest first. */
function proposalOptions(c: ActContext): readonly Option[] {
  const names = { name: (id: string) => c.names[id] ?? id, scope: c.scopeName };
  return Object.entries(c.doc.proposals ?? {})
    .toSorted(([, a], [, b]) => a.at - b.at)
    .map(([op, each]) => ({ value: op, label: proposalText(each, c.m, names) }));
}

function forced(c: ActContext): readonly Field[] {
  return [
    choice('ledger', optionsOf(c.m.operations.ledgers), { initial: 'ordinary' }),
    lines('reason', { max: REASON_MOST }),
  ];
}

function ledgerOf(v: Values): ArgsOf['case.forceClose']['ledger'] {
  return v.text('ledger') as ArgsOf['case.forceClose']['ledger'];
}

const SPANS = [7, 15, 30, 90, 180, 365] as const;
const CHECKS = [1, 3, 7, 15, 30] as const;

function days(c: ActContext, spans: readonly number[]): readonly Option[] {
  return spans.map((span) => ({ value: String(span), label: c.m.dispatch.options.days(span) }));
}

/** Upwards first, then the other streets; an intake center takes no case over. */
function sendTargets(c: ActContext): readonly Option[] {
  const up = { value: 'district', label: c.m.common.scope.district };
  const streets = c.scopes.filter(({ value }) => value.startsWith('street:'));
  return [up, ...streets].filter(({ value }) => value !== c.doc.holder);
}

/** Upwards is the usual way; to which street sideways is for a person to say. */
function upwards(c: ActContext): string {
  return c.doc.holder === 'district' ? '' : 'district';
}

export function conditionsOf(c: ActContext, matter: MatterRow | null): readonly Option[] {
  const known = matter?.conditions ?? [];
  return known.map((each) => ({
    value: each.id,
    label: `${each.text} → ${limitText(each.limitText, c.m)}`,
  }));
}

/** Filing chooses it; a case that was filed before needs one of its new matter. */
function conditionWanted(c: ActContext): readonly Field[] {
  const options = conditionsOf(c, c.chosen ?? null);
  if (c.doc.stage === 'reported' || options.length === 0) return [];
  return [choice('condition', options)];
}
