import type { Stage } from '#core/domain/case/caseDoc.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';

/** The key of each act, by its place on the keyboard; the same on the board and on the case's own page. */
export const ACT_CHORDS: Readonly<Record<CaseActKind, string>> = {
  'case.dispatch': 'D',
  'assign.add': 'Shift+D',
  'assign.sign': 'S',
  'case.send': 'Shift+S',
  'assign.respond': 'A',
  'case.answer': 'Shift+A',
  'assign.done': 'H',
  'assign.progress': 'Shift+H',
  'case.close': 'E',
  'case.refuse': 'Shift+E',
  'case.urge': 'U',
  'case.urgency': 'Shift+U',
  'ask.return': 'R',
  'assign.recall': 'Shift+R',
  'case.note': 'N',
  'case.attach': 'Shift+N',
  'verify.report': 'V',
  'verify.order': 'Shift+V',
  'case.file': 'F',
  'caller.add': 'Shift+F',
  'case.locate': 'L',
  'case.edit': 'I',
  'case.reclassify': 'Shift+I',
  'case.reopen': 'Shift+Y',
  'case.tag': 'T',
  'ask.extension': 'Shift+T',
  'ask.suspension': 'Shift+P',
  'ask.units': 'Shift+O',
  'ask.send': 'Shift+K',
  'case.take': 'Shift+G',
  'ask.void': 'Shift+X',
  'ask.forcedClose': 'Shift+Q',
  'case.void': 'Ctrl+Shift+X',
  'case.forceClose': 'Ctrl+Shift+E',
  'case.archive': 'Shift+Z',
  'case.redact': 'Ctrl+Shift+D',
  'case.supervise': 'Shift+B',
  'supervise.end': 'Ctrl+Shift+B',
  'whistle.open': 'Ctrl+Shift+H',
  'whistle.file': 'Ctrl+Shift+F',
  'whistle.respond': 'Ctrl+Shift+Y',
  'whistle.result': 'Shift+J',
  'whistle.check': 'Ctrl+Shift+K',
  'whistle.score': 'Ctrl+Shift+G',
  'whistle.scoreResponse': 'Ctrl+Shift+U',
  'contact.first': 'C',
  'callback.try': 'Shift+C',
  'reply.citizen': 'Y',
  judge: 'Q',
  'assign.waive': 'Shift+W',
  'proposal.decline': 'X',
  undo: 'Ctrl+Shift+Z',
  'case.link': 'Shift+L',
  'case.merge': 'Shift+M',
};
/** Adopting is no act of its own: it is what was proposed, done by the holder. */
export const ADOPT_CHORD = 'B';
export const ACT_KINDS = Object.keys(ACT_CHORDS) as readonly CaseActKind[];

/** What comes next at each stage, the likeliest first. An open request to return comes before all. */
const NEXT: Readonly<Record<Stage, readonly CaseActKind[]>> = {
  reported: [
    'case.file',
    'case.answer',
    'case.refuse',
    'case.send',
    'case.reclassify',
    'case.locate',
    'case.note',
  ],
  precheck: ['case.refuse', 'case.edit', 'case.note'],
  to_dispatch: [
    'case.dispatch',
    'whistle.open',
    'case.send',
    'case.urge',
    'case.locate',
    'case.edit',
    'case.note',
  ],
  dispatched: [
    'assign.sign',
    'case.urge',
    'ask.return',
    'assign.add',
    'assign.recall',
    'case.note',
  ],
  handling: [
    'assign.done',
    'assign.respond',
    'assign.progress',
    'ask.return',
    'assign.add',
    'case.urge',
  ],
  handled: ['verify.report', 'case.close', 'verify.order', 'reply.citizen', 'case.note'],
  to_close: ['case.close', 'reply.citizen', 'case.note'],
  closed: ['callback.try', 'case.reopen', 'case.note', 'case.attach'],
  refused: ['case.note'],
  voided: ['case.note'],
  merged: ['case.note'],
};

type Reason = NonNullable<CaseFile['acts'][number]['reason']>;
export type ActState = {
  readonly kind: CaseActKind;
  readonly allowed: boolean;
  /** Works now, is delivered or decided when the line is back. */
  readonly later: boolean;
  readonly reason: Reason | null;
};

/** While a whistle is open, and until its units are marked. */
const WHISTLE: readonly CaseActKind[] = [
  'whistle.file',
  'whistle.check',
  'whistle.respond',
  'whistle.result',
  'whistle.score',
  'whistle.scoreResponse',
];

/** State of every act as the host says it; what the host does not name is not this person's. */
export function actStates(acts: CaseFile['acts']): ReadonlyMap<CaseActKind, ActState> {
  const known = new Set<string>(ACT_KINDS);
  return new Map(
    acts
      .filter((act) => known.has(act.kind))
      .map((act) => [act.kind as CaseActKind, { ...act, kind: act.kind as CaseActKind }]),
  );
}

/** Refusals that a person should see on the bar: it works again when the line is back, or elsewhere. */
const SHOWN_REFUSALS: ReadonlySet<string> = new Set([
  'case/needs-district',
  'unit/other-street',
  'ask/needs-district',
  'case/closing-item-missing',
  'case/needs-matter',
]);

/** Possible everywhere: they are never what the case waits for. */
const NEVER_FIRST: ReadonlySet<CaseActKind> = new Set(['case.note', 'case.attach', 'case.urge']);

export type ActBar = { readonly primary: ActState | null; readonly others: readonly ActState[] };

/** Nothing goes on before somebody says what the case is about. */
function lacksMatter(states: ReadonlyMap<CaseActKind, ActState>): boolean {
  return (['case.file', 'case.dispatch'] as const).some(
    (kind) => states.get(kind)?.reason?.code === 'case/needs-matter',
  );
}

/** The acts of the bar: one primary act, then what else is likely here, then what must say why not. */
export function actBar(
  stage: Stage,
  states: ReadonlyMap<CaseActKind, ActState>,
  hasOpenAsk: boolean,
): ActBar {
  const first: readonly CaseActKind[] = [
    ...(hasOpenAsk ? (['judge'] as const) : []),
    ...(lacksMatter(states) ? (['case.reclassify'] as const) : []),
  ];
  const order = [...new Set([...first, ...NEXT[stage], ...WHISTLE])];
  const here = order.flatMap((kind) => states.get(kind) ?? []);
  const undo = states.get('undo');
  const last = undo?.allowed === true ? [undo] : [];
  const primary = here.find((act) => act.allowed && !NEVER_FIRST.has(act.kind)) ?? null;
  const others = here.filter(
    (act) => act !== primary && (act.allowed || SHOWN_REFUSALS.has(act.reason?.code ?? '')),
  );
  return { primary, others: [...others, ...last] };
}
