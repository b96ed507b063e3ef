import type { ConflictRow } from '#core/protocol/console/rows.ts';
import { actName } from '#renderer/i18n/noticeText.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';
import { facts } from '#renderer/i18n/timelineText.ts';

export type Side = ConflictRow['sides'][number];

/** The side that an option puts in force, or null where it is neither one's. */
export function sideOfOption(row: Pick<ConflictRow, 'sides'>, option: string): number | null {
  if (option.startsWith('first')) return 0;
  if (option.startsWith('second')) return 1;
  const at = row.sides.findIndex((side) => MEANT[option]?.(side) ?? false);
  if (at >= 0) return at;
  // The two options of a pair exclude each other: what is not the one side is the other.
  const opposite = OPPOSITE[option];
  const other = row.sides.findIndex(
    (side) => opposite !== undefined && (MEANT[opposite]?.(side) ?? false),
  );
  return other < 0 || row.sides.length < 2 ? null : 1 - other;
}

/** What the chief ends a case by; granted, too, where somebody asked for it. */
const ENDINGS: ReadonlySet<string> = new Set(['case.void', 'case.forceClose', 'judge']);

const MEANT: Readonly<Partial<Record<string, (side: Side) => boolean>>> = {
  closed: (side) => side.kind === 'case.close',
  return: (side) => side.kind === 'ask.return' || side.kind === 'judge',
  respond: (side) => side.kind === 'assign.respond' || side.kind === 'assign.done',
  pass: (side) => side.kind === 'verify.report' && side.what['pass'] === true,
  fail: (side) => side.kind === 'verify.report' && side.what['pass'] === false,
  refuse: (side) => side.kind === 'case.refuse',
  ended: (side) => ENDINGS.has(side.kind),
};
const OPPOSITE: Readonly<Partial<Record<string, string>>> = {
  open: 'closed',
  continue: 'refuse',
  ended: 'open',
  respond: 'return',
  return: 'respond',
};

export type Names = {
  readonly name: (id: string) => string;
  readonly scope: (scope: string) => string;
};

/** What a side did, in one line of 20: the unit, the value, the word of its act. */
export function whatOf(side: Side, m: Messages, names: Names): string {
  const { what } = side;
  const lead = what['lead'];
  if (side.kind === 'case.dispatch' && typeof lead === 'string') {
    return `${names.name(lead)} ${m.caseFile.lead}`;
  }
  if (side.kind === 'verify.report') {
    return what['pass'] === true ? m.dispatch.options.pass : m.dispatch.options.fail;
  }
  const value = what['value'];
  if (typeof value === 'string') return facts(fieldName(what['field'], m), value);
  const unit = what['unit'];
  const act = actName(side.kind, m);
  if (typeof unit === 'string') return facts(act, names.name(unit));
  const to = what['to'];
  if (side.kind === 'case.send' && typeof to === 'string') return facts(act, names.scope(to));
  const solved = what['solved'];
  if (typeof solved === 'boolean') {
    return facts(act, solved ? m.dispatch.options.yes : m.dispatch.options.no);
  }
  return act;
}

/** Smaller words under it: who assists, what was written. */
export function noteOf(side: Side, m: Messages, names: Names): string {
  const { what } = side;
  const units = typeof what['units'] === 'string' ? what['units'].split(',') : [];
  const assists = units
    .filter((unit) => unit !== '' && unit !== what['lead'])
    .map((unit) => `${names.name(unit)} ${m.caseFile.assist}`);
  const texts = ['publicText', 'reason', 'text', 'note', 'result'].flatMap((key) => {
    const value = what[key];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return facts(...assists, ...texts.slice(0, 2));
}

export function optionName(row: Pick<ConflictRow, 'rule'>, option: string, m: Messages): string {
  return m.conflicts.disputes[row.rule]?.options[option] ?? option;
}

export function happened(row: Pick<ConflictRow, 'rule'>, m: Messages): string {
  return m.conflicts.disputes[row.rule]?.happened ?? m.conflicts.unknownDispute;
}

function fieldName(field: unknown, m: Messages): string {
  if (field === 'place') return m.caseFile.place;
  return typeof field === 'string'
    ? ((m.operations.fields as Readonly<Record<string, string>>)[field] ?? field)
    : '';
}

/** Rows of the comparison that differ between the sides: only those are tinted. */
export function differing(
  sides: readonly Side[],
  textOf: (side: Side, row: string) => string,
  rows: readonly string[],
): ReadonlySet<string> {
  return new Set(rows.filter((row) => new Set(sides.map((side) => textOf(side, row))).size > 1));
}
