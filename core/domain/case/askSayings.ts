import { DAY_MS } from '../../kernel/time.ts';
import { EAST, type Hub, WEST } from './caseBuilders.ts';
import type { Say } from './deskSayings.ts';
import { UNDO_WITHIN } from './undoWithin.ts';

const openAsk = (hub: Hub): string =>
  Object.values(hub.doc().asks ?? {}).find((ask) => ask.state === 'open')?.id ?? 'none';

const send =
  (to: typeof WEST | 'district'): Say =>
  (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'ask.send',
    args: { to, tried: 'everything', why: 'not ours' },
  });

const judged =
  (grant: boolean): Say =>
  (hub, who) => ({
    by: `dispatcher${who}@district`,
    kind: 'judge',
    args: { ask: openAsk(hub), grant, reason: '', newUnit: null },
  });

/** What is asked of another, and what the district says to it, by name. */
export const askSayings = {
  'ask to send up': send('district'),
  'ask to send west': send(WEST),
  'the district takes it': (_hub, who) => ({
    by: `dispatcher${who}@district`,
    kind: 'case.take',
    args: { why: 'emergency' },
  }),
  'ask for the department': (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'ask.units',
    args: { units: ['d-water', 'e-green'], lead: 'd-water', why: 'a burst main' },
  }),
  'ask for time': (_hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'ask.extension',
    args: { reason: 'waits for a part' },
  }),
  'ask to wait': (hub, who) => ({
    by: `unit${who}@${EAST}`,
    kind: 'ask.suspension',
    args: {
      plan: 'after the frost',
      until: hub.at() + 30 * DAY_MS,
      nextCheck: hub.at() + 10 * DAY_MS,
    },
  }),
  'propose a title': (_hub, who) => ({
    by: `operator${who}@district`,
    kind: 'case.edit',
    args: { field: 'title', from: '', to: 'P' },
  }),
  'undo the last': (hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'undo',
    args: {
      op: hub.log().findLast(({ op }) => UNDO_WITHIN[op.kind] !== undefined)?.op.opId ?? 'none',
    },
  }),
  'decline the proposal': (hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'proposal.decline',
    args: { proposal: Object.keys(hub.doc().proposals ?? {})[0] ?? 'none', reason: 'no' },
  }),
  'ask to void': (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'ask.void',
    args: { reason: 'nobody lives there' },
  }),
  'ask to force it closed': (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'ask.forcedClose',
    args: { ledger: 'ordinary', reason: 'before the court' },
  }),
  void: (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'case.void',
    args: { reason: 'a false report' },
  }),
  'force it closed': (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'case.forceClose',
    args: { ledger: 'many_transfers', reason: 'nobody is competent' },
  }),
  supervise: (hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.supervise',
    args: { kind: 'leader', until: hub.at() + 10 * DAY_MS, text: 'the mayor asks' },
  }),
  'end the supervision': (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'supervise.end',
    args: { result: 'seen to' },
  }),
  archive: (_hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'case.archive',
    args: { type: 'normal' },
  }),
  redact: (_hub, who) => ({
    by: `administrator${who}@district`,
    kind: 'case.redact',
    args: { reason: 'retention' },
  }),
  'the chief grants it': (hub, who) => ({
    by: `dutyChief${who}@district`,
    kind: 'judge',
    args: { ask: openAsk(hub), grant: true, reason: '', newUnit: null },
  }),
  'grant it': judged(true),
  'refuse it': judged(false),
} satisfies Readonly<Record<string, Say>>;
