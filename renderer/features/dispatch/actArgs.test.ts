import { describe, expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { Whistle } from '#core/domain/case/whistleDoc.ts';
import { parseArgs } from '#core/protocol/operation/parseArgs.ts';
import type { CaseRow, UnitRow } from '#core/protocol/console/rows.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { ACT_KINDS } from './actsAtStage.ts';
import { type Filled, submissionOf, tagsIn, troubleOf, visibleFields } from './actArgs.ts';
import { fieldsOf } from './actForms.ts';
import { changed } from './editPrefill.ts';
import { askOptions } from './openAsks.ts';
import type { ActContext, Field, FieldName, FieldValue, FormValues } from './actFields.ts';

const NOW = 1_790_000_000_000;
const PHOTO = 'a'.repeat(64);

function whistle(
  id: string,
  over: Pick<Whistle, 'openedAt' | 'units'> & Partial<Whistle>,
): Whistle {
  return {
    id,
    item: 'W01',
    dictVersion: '2026-09',
    standards: ['tried'],
    kind: 'emergency',
    round: 1,
    by: 'p1',
    street: 'street:110101005',
    filing: 'pending',
    closeAtBefore: 'holder',
    ...over,
  };
}

const doc: CaseDoc = {
  caseId: '0198aaaa-0000-7000-8000-000000000001',
  caseNo: 'DC261121-0001',
  ver: 4,
  stage: 'handling',
  holder: 'district',
  members: { district: true },
  round: 1,
  biz: 'hotline',
  channel: 'phone',
  discovery: 'passive',
  type: 'help',
  dictVersion: '2026-09',
  title: 'Old title',
  text: 'words',
  place: { text: 'here', by: 'map', confidence: 0.9 },
  urgency: 'ordinary',
  tags: { well: true },
  createdAt: NOW,
  createdBy: 'p1',
  createdSeat: 'S01',
  createdScope: 'district',
  updatedAt: NOW,
  closeAt: 'holder',
  clocks: {},
  assignments: {
    a1: { id: 'a1', unit: 'u1', lead: true, round: 1, state: 'signed', offeredAt: NOW, byOp: 'o1' },
    a2: {
      id: 'a2',
      unit: 'u2',
      lead: false,
      round: 1,
      state: 'offered',
      offeredAt: NOW,
      byOp: 'o1',
    },
  },
  asks: {
    k1: {
      id: 'k1',
      kind: 'return',
      assignment: 'a1',
      reasonCode: 'not_found',
      text: '',
      by: 'p2',
      at: NOW,
      state: 'open',
    },
  },
  proposals: {
    o9: { by: 'p2', scope: 'district', kind: 'case.note', text: '', at: NOW, what: {} },
  },
  whistles: {
    w0: whistle('w0', {
      openedAt: NOW - 9,
      endedAt: NOW - 1,
      units: { u1: { calledAt: NOW - 8 } },
    }),
    w1: whistle('w1', { openedAt: NOW, units: { u1: {}, u2: { calledAt: NOW } } }),
  },
  callbacks: {
    '1-1': { at: NOW, by: 'p1', reached: false, reason: '' },
  },
  attachments: { [PHOTO]: { name: 'after.jpg', use: 'after', bytes: 1 } },
  verifyOrdered: 'inspector-7',
  handOuts: 1,
  returns: 0,
  rework: 0,
  urged: 0,
};

const context: ActContext = {
  doc,
  names: { u1: 'Crew one', u2: 'Crew two' },
  matter: {
    matter: 'm1',
    code: '0102',
    name: 'cover',
    path: '',
    sample: true,
    filesAutomatically: true,
    needsCheck: true,
    conditions: [{ id: 'c1', text: 'missing', limitText: '2 urgent_hour' }],
  },
  whistles: [
    {
      id: 'W01',
      situation: 'emergency',
      name: 'burst pipe',
      standards: ['tried', 'beyond the street'],
      units: [{ unit: 'u7', name: 'Water' }],
    },
    { id: 'W02', situation: 'backstop', name: 'ruin', standards: ['tried'], units: [] },
  ],
  scopes: [{ value: 'street:110101005', label: 'Beixinqiao' }],
  scopeName: (scope) => scope,
  undoable: [{ value: 'o1', label: 'Dispatched' }],
  m: zhCN,
  isUnit: false,
  mayLower: true,
  day: (at) => new Date(at).toISOString().slice(5, 10),
  now: NOW,
};

const unit: UnitRow = {
  unit: 'u3',
  name: 'Crew three',
  kind: 'section',
  homeScope: 'district',
  exclusive: false,
  load: 0,
  onCase: null,
  score: 1,
  why: [],
  metres: null,
};
const picks: Filled['picks'] = {
  unit,
  proposedUnit: unit,
  newUnit: unit,
  leadUnit: unit,
  assistUnits: [
    { ...unit, unit: 'u4' },
    { ...unit, unit: 'u3' },
    { ...unit, unit: 'u5' },
  ],
  other: { caseId: 'case-2' } as CaseRow,
  place: {
    name: 'corner',
    kind: 'junction',
    lon: 116_400_000,
    lat: 39_900_000,
    cell: null,
    street: '110101005',
    score: 0.9,
    why: 'exact',
  },
  file: { sha256: PHOTO, name: 'a.jpg', bytes: 10, takenAt: NOW },
  matter: {
    matter: 'm2',
    code: '0203',
    name: 'kerb',
    path: 'roads / kerbs',
    sample: true,
    filesAutomatically: true,
    needsCheck: false,
    conditions: [{ id: 'k2', text: 'loose', limitText: '1 work_day' }],
    score: 1,
    why: 'name',
  },
};
const caller = {
  numberHmac: 'hmac',
  numberSealed: 'sealed',
  tail: '2206',
  kind: 'person' as const,
  confidential: false,
};

function valueFor(field: Field, word: (max: number) => string): FieldValue {
  const { control, options, initial } = field;
  if (control === 'ticks' && field.required) return options.map(({ value }) => value);
  if (field.name === 'number') return '13800005521';
  if (control === 'text' || control === 'lines') return word(field.max);
  return initial === '' ? (options[0]?.value ?? '') : initial;
}

/** What a person would leave in the form: the first option of each choice, a word in each text. */
function filled(
  kind: CaseActKind,
  over: FormValues = {},
  word = (max: number) => 'w'.repeat(Math.min(max, 5)),
): Filled {
  let values: FormValues = over;
  // Fields appear by what was chosen above them: fill until none is new.
  for (let round = 0; round < 3; round += 1) {
    for (const field of visibleFields(kind, { context, values })) {
      if (values[field.name] !== undefined) continue;
      values = { ...values, [field.name]: valueFor(field, word) };
    }
  }
  return { context, values, picks, at: NOW, caller };
}

function argsOf(kind: CaseActKind, given: Filled): unknown {
  const made = submissionOf(kind, given);
  if (!made.ok) throw new Error(`${kind}: ${JSON.stringify(made.error)}`);
  return made.value.args;
}

describe('what a filled form becomes', () => {
  it('fits the schema of its kind, for every act', () => {
    for (const kind of ACT_KINDS) {
      const parsed = parseArgs(kind, 1, argsOf(kind, filled(kind)));
      expect(parsed.ok ? null : { kind, error: parsed.error }).toBeNull();
    }
  });

  it('fits even when every text is as long as its field lets it be', () => {
    for (const kind of ACT_KINDS) {
      const tags: FormValues = kind === 'case.tag' ? { add: '长'.repeat(40) } : {};
      const longest = filled(kind, tags, (max) => '长'.repeat(max));
      const parsed = parseArgs(kind, 1, argsOf(kind, longest));
      expect(parsed.ok ? null : { kind, error: parsed.error }).toBeNull();
    }
  });

  it('refuses a tag that is longer than a tag may be', () => {
    const trouble = troubleOf('case.tag', filled('case.tag', { add: `ok ${'长'.repeat(41)}` }));
    expect(trouble).toEqual({ add: 'tooLong' });
  });

  it('says which field is missing and sends nothing', () => {
    const trouble = troubleOf('case.note', { ...filled('case.note'), values: { text: '  ' } });
    expect(trouble).toEqual({ text: 'required' });
    expect(troubleOf('assign.add', { ...filled('assign.add'), picks: {} })).toEqual({
      unit: 'required',
    });
    expect(troubleOf('assign.sign', { ...filled('assign.sign'), at: null })).toEqual({
      at: 'badTime',
    });
  });

  it('takes one character too many for what it is', () => {
    const field = visibleFields('case.note', { context, values: {} })[0];
    const long = 'x'.repeat((field?.max ?? 0) + 1);
    expect(troubleOf('case.note', filled('case.note', { text: long }))).toEqual({
      text: 'tooLong',
    });
  });

  it('takes no title that is longer than the seat takes, though a text may be', () => {
    const to = 'x'.repeat(201);
    const trouble = (field: string): unknown =>
      troubleOf('case.edit', filled('case.edit', { field, to }));
    expect([trouble('title'), trouble('text')]).toEqual([{ to: 'tooLong' }, {}]);
  });
});

describe('a caller who is added', () => {
  it('has a number under which somebody could be called', () => {
    const trouble = (number: string): unknown =>
      troubleOf('caller.add', filled('caller.add', { number }));
    expect(trouble('abc电话😀')).toEqual({ number: 'badNumber' });
    expect(trouble('010-64012345转802')).toEqual({});
  });
});

describe('what another said or found', () => {
  const opened = (kind: CaseActKind, said: FormValues = {}): Filled => {
    const fields = visibleFields(kind, { context, values: said });
    const initial = Object.fromEntries(fields.map((field) => [field.name, field.initial]));
    return { context, values: { ...initial, ...said }, picks, at: NOW, caller };
  };

  it('is never there before it was said: not the caller’s answer, not a finding', () => {
    const asked = (kind: CaseActKind, said: FormValues = {}) => troubleOf(kind, opened(kind, said));
    expect(asked('callback.try')).toEqual({ reached: 'required' });
    const answers = { solved: 'required', satisfied: 'required' };
    expect(asked('callback.try', { reached: 'yes' })).toEqual(answers);
    expect(asked('callback.try', { reached: 'no' })).toEqual({});
    expect(asked('verify.report', { note: 'seen' })).toEqual({ pass: 'required' });
    expect(asked('assign.done', { result: 'mended' })).toEqual({ solved: 'required' });
  });
});

describe('facts recorded for a unit', () => {
  it('name the unit and how it became known', () => {
    const made = submissionOf('assign.respond', filled('assign.respond', { recorded: 'radio' }));
    expect(made).toMatchObject({ ok: true, value: { onBehalf: 'u1', how: 'radio' } });
  });

  it('from a paper card carry its number and the time it says', () => {
    const made = submissionOf('assign.done', {
      ...filled('assign.done', { recorded: 'paper', card: 'K-17' }),
      at: NOW - 60_000,
    });
    expect(made).toMatchObject({
      ok: true,
      value: { how: 'paper', said: { at: NOW - 60_000, source: 'paper', card: 'K-17' } },
    });
  });

  it('are the person’s own where that is said, and always for the unit itself', () => {
    const own = submissionOf('assign.sign', filled('assign.sign', { recorded: 'self' }));
    expect(own.ok && own.value.onBehalf).toBeUndefined();
    const names = (isUnit: boolean): readonly FieldName[] =>
      visibleFields('assign.sign', { context: { ...context, isUnit }, values: {} }).map(
        (f) => f.name,
      );
    expect(names(false)).toContain('recorded');
    expect(names(true)).not.toContain('recorded');
  });

  it('of a check are the ordered inspector’s', () => {
    const made = submissionOf('verify.report', filled('verify.report'));
    expect(made).toMatchObject({ ok: true, value: { onBehalf: 'inspector-7' } });
  });
});

describe('another matter', () => {
  const asked = (stage: CaseDoc['stage'], over: FormValues = {}): Filled => {
    const chosen = picks.matter ?? null;
    const of = { ...context, doc: { ...doc, stage }, chosen };
    return { context: of, values: { reason: 'seen', ...over }, picks, at: NOW };
  };

  it('brings its own condition to a case that was filed, and none to one that is not yet', () => {
    expect(troubleOf('case.reclassify', asked('handling'))).toEqual({ condition: 'required' });
    const filed = submissionOf('case.reclassify', asked('handling', { condition: 'k2' }));
    expect(filed).toMatchObject({ value: { args: { matter: 'm2', condition: 'k2' } } });
    const reported = submissionOf('case.reclassify', asked('reported'));
    expect(reported).toMatchObject({ value: { args: { matter: 'm2', condition: null } } });
  });

  it('takes no condition along that was chosen for a matter looked up before', () => {
    const filed = submissionOf('case.reclassify', asked('handling', { condition: 'of another' }));
    expect(filed).toMatchObject({ value: { args: { condition: null } } });
  });
});

describe('the levels of urgency', () => {
  const levels = (mayLower: boolean) => {
    const doc = { ...context.doc, urgency: 'urgent' as const };
    const of = { context: { ...context, doc, mayLower }, values: {} };
    const field = visibleFields('case.urgency', of)[0];
    return { offered: field?.options.map((each) => each.value), note: field?.note };
  };
  it('are offered downwards only to whoever may lower them, and who that is stands there', () => {
    expect(levels(true)).toEqual({ offered: ['ordinary', 'urgent', 'critical'], note: undefined });
    const others = levels(false);
    expect(others.offered?.toSorted()).toEqual(['critical', 'urgent']);
    expect(others.note).toBe('降低由值班长定');
  });
});

describe('what follows from the document', () => {
  it('is there to be corrected: the present words, and those of another field once that is chosen', () => {
    const to = fieldsOf('case.edit', context).find((field) => field.name === 'to');
    expect(to?.initial).toBe(doc.title);
    const before = { field: 'title', to: doc.title };
    const form = { kind: 'case.edit', context } as const;
    expect(changed(before, { field: 'text' }, form).to).toBe(doc.text);
    expect(changed({ ...before, to: 'typed' }, { field: 'text' }, form).to).toBe('typed');
    expect(changed(before, { to: 'other' }, form)).toEqual({ field: 'title', to: 'other' });
  });
  it('is the value before in a correction', () => {
    expect(argsOf('case.edit', filled('case.edit', { field: 'title', to: 'New' }))).toEqual({
      field: 'title',
      from: 'Old title',
      to: 'New',
    });
  });

  it('is the number of the next attempt to call back', () => {
    expect(argsOf('callback.try', filled('callback.try'))).toMatchObject({ attempt: 2 });
    const notReached = filled('callback.try', { reached: 'no' });
    expect(argsOf('callback.try', notReached)).toMatchObject({ solved: null, satisfied: null });
  });

  it('is the photos that were taken after', () => {
    expect(argsOf('assign.done', filled('assign.done'))).toMatchObject({ photosAfter: [PHOTO] });
  });

  it('gives a new unit only where a return is granted', () => {
    expect(argsOf('judge', filled('judge', { grant: 'yes' }))).toMatchObject({ newUnit: 'u3' });
    expect(argsOf('judge', filled('judge', { grant: 'no' }))).toMatchObject({ newUnit: null });
  });
});

describe('several units', () => {
  it('are asked for with their lead first, each once, however many assist', () => {
    expect(argsOf('ask.units', filled('ask.units'))).toMatchObject({
      units: ['u3', 'u4', 'u5'],
      lead: 'u3',
    });
  });

  it('are dispatched by name as by the proposals: one leads, the others assist', () => {
    expect(argsOf('case.dispatch', filled('case.dispatch'))).toMatchObject({
      units: [
        { unit: 'u3', lead: true },
        { unit: 'u4', lead: false },
        { unit: 'u5', lead: false },
      ],
    });
  });

  it('need no assisting one', () => {
    const alone = filled('ask.units');
    const { assistUnits: _, ...lead } = alone.picks;
    expect(argsOf('ask.units', { ...alone, picks: lead })).toMatchObject({ units: ['u3'] });
  });
});

describe('a request to judge', () => {
  it('is told with why it was asked, cut where it is long', () => {
    const asks = { k1: { ...doc.asks?.['k1'], text: '很长'.repeat(40) } };
    const [option] = askOptions({ ...context, doc: { ...doc, asks } as CaseDoc });
    expect(option?.label).toMatch(/ · (很长){30}…$/);
  });
});

describe('tags typed in one line', () => {
  it('are split at Chinese and Latin marks, each once', () => {
    expect(tagsIn('井盖、 路灯，井盖 wind;rain')).toEqual(['井盖', '路灯', 'wind', 'rain']);
    expect(tagsIn('  ')).toEqual([]);
  });
});

describe('the forms of a whistle', () => {
  const open = { kind: 'whistle.open', context } as const;

  it('bring with an item its standards, none of them ticked, and its units', () => {
    const first = changed({}, { whistleItem: 'W01' }, open);
    expect(first).toEqual({ whistleItem: 'W01', standards: [], called: ['u7'] });
    const ticked = changed(first, { standards: ['tried'] }, open);
    expect(changed(ticked, { whistleItem: 'W02' }, open)).toEqual({
      whistleItem: 'W02',
      standards: [],
      called: [],
    });
  });

  it('call the units ticked and those looked up, and somebody at least', () => {
    const given = filled('whistle.open');
    expect(argsOf('whistle.open', given)).toMatchObject({
      item: 'W01',
      kind: 'emergency',
      standards: ['tried', 'beyond the street'],
      units: ['u7', 'u4', 'u3', 'u5'],
    });
    const nobody = { ...given, values: { ...given.values, called: [] }, picks: {} };
    expect(troubleOf('whistle.open', nobody)).toEqual({ called: 'required' });
    const unticked = { ...given, values: { ...given.values, standards: [] } };
    expect(troubleOf('whistle.open', unticked)).toEqual({ standards: 'required' });
  });

  it('file what waits, or say why not', () => {
    expect(argsOf('whistle.file', { ...filled('whistle.file'), picks: {} })).toEqual({
      accept: true,
      units: ['u1'],
      reason: '',
    });
    const refused = filled('whistle.file', { grant: 'no' });
    expect(argsOf('whistle.file', refused)).toMatchObject({ accept: false, units: [] });
  });

  it('record for the unit that is chosen', () => {
    const made = submissionOf('whistle.respond', filled('whistle.respond', { whistled: 'u2' }));
    expect(made).toMatchObject({
      ok: true,
      value: { onBehalf: 'u2', how: 'phone', args: { unit: 'u2', at: NOW } },
    });
  });

  it('mark only who was called by a whistle that is over', () => {
    const [units] = visibleFields('whistle.score', { context, values: {} });
    expect(units?.options.map(({ value }) => value)).toEqual(['u1']);
  });
});
