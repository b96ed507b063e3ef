import type { OpKind } from '../operation/args.ts';
import { caller, createArgs, EAST, type Hub, OTHER_ID, type Saying, WEST } from './caseBuilders.ts';

export type AnySaying = { readonly [K in OpKind]: Saying<K> }[OpKind];
export type Say = (hub: Hub, who: 1 | 2) => AnySaying;

const send =
  (to: 'street:110101002' | 'street:110101001' | 'district'): Say =>
  (_hub, who) => ({
    by: `dispatcher${who}@district`,
    from: EAST,
    kind: 'case.send',
    args: { to, note: '' },
  });

const edit =
  (field: 'title' | 'people', to: string): Say =>
  (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.edit',
    args: { field, from: '', to },
  });

const urgency =
  (level: 'ordinary' | 'urgent' | 'critical', from: 'ordinary' | 'urgent' | 'critical'): Say =>
  (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.urgency',
    args: { level, reason: '', from },
  });

const locate =
  (lonE6: number, by: 'map' | 'on_site'): Say =>
  (_hub, who) => ({
    by: `${by === 'map' ? 'operator' : 'dispatcher'}${who}@${EAST}`,
    kind: 'case.locate',
    args: {
      point: { lonE6, latE6: 39_930_000 },
      text: `at ${lonE6}`,
      by,
      cell: '110101001001001',
      street: '110101001',
      confidence: 1,
    },
  });

const tag =
  (add: readonly string[], remove: readonly string[]): Say =>
  (_hub, who) => ({ by: `operator${who}@${EAST}`, kind: 'case.tag', args: { add, remove } });

const file =
  (condition: string): Say =>
  (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.file',
    args: { condition, standardVersion: 'v1' },
  });

const reclassify =
  (matter: string, condition: string | null): Say =>
  (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.reclassify',
    args: { matter, condition, dictVersion: 'v2', reason: 'seen better' },
  });

/** What is said at a desk about the record itself, by name. */
export const deskSayings = {
  'send west': send(WEST),
  'send to district': send('district'),
  'title to A': edit('title', 'A'),
  'title to B': edit('title', 'B'),
  'title to P': edit('title', 'P'),
  'people to 3': edit('people', '3'),
  'it is a kerb': reclassify('m-kerb', null),
  'it is a deep kerb': reclassify('m-kerb', 'c-deep'),
  'it is a kerb stone': reclassify('m-kerb-stone', null),
  'it is a tree': reclassify('m-tree', null),
  'it is a fallen tree': reclassify('m-tree', 'c-fallen'),
  'raise to urgent': urgency('urgent', 'ordinary'),
  'raise to critical': urgency('critical', 'urgent'),
  'raise from ordinary to critical': urgency('critical', 'ordinary'),
  'lower to ordinary': urgency('ordinary', 'urgent'),
  'locate here': locate(116_417_100, 'map'),
  'locate there': locate(116_417_200, 'map'),
  'measure on site': locate(116_417_300, 'on_site'),
  'tag noise': tag(['noise'], []),
  'tag night': tag(['night'], []),
  'untag noise': tag([], ['noise']),
  note: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.note',
    args: { text: 'n', public: false },
  }),
  attach: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.attach',
    args: {
      sha256: `${who}`.repeat(64),
      name: 'p.jpg',
      bytes: 1,
      use: 'near',
      takenAt: null,
      point: null,
    },
  }),
  'another caller': (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'caller.add',
    args: { caller: { ...caller, numberHmac: `${who}`.repeat(64) } },
  }),
  'file as deep': file('c-deep'),
  'file as other': file('c-other'),
  answer: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.answer',
    args: { text: 'It is open from 9.', basis: '', knowledgeId: null },
  }),
  refuse: (_hub, who) => ({
    by: `dutyChief${who}@${EAST}`,
    kind: 'case.refuse',
    args: { reason: 'not_in_scope', text: '' },
  }),
  link: (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.link',
    args: { other: OTHER_ID, as: 'repeat', score: null, reasons: [] },
  }),
  merge: (_hub, who) => ({
    by: `dispatcher${who}@${EAST}`,
    kind: 'case.merge',
    args: { into: OTHER_ID },
  }),
  'another was merged into it': () => ({
    by: 'program',
    kind: 'case.mirror',
    args: { of: OTHER_ID, did: 'absorbed', by: `dispatcher3@${EAST}`, callers: [], files: [] },
  }),
  'the other was linked': () => ({
    by: 'program',
    kind: 'case.mirror',
    args: { of: OTHER_ID, did: 'linked', by: `operator3@${EAST}`, as: 'repeat' },
  }),
  'create again': (_hub, who) => ({
    by: `operator${who}@${EAST}`,
    kind: 'case.create',
    args: createArgs(),
  }),
} satisfies Readonly<Record<string, Say>>;
