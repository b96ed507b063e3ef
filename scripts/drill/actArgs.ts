import { wgs84 } from '#core/domain/area/point.ts';
import type { CaseDoc, Assignment } from '#core/domain/case/caseDoc.ts';
import { missingForClosing } from '#core/domain/case/closingItems.ts';
import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import { pick, type Rng } from '#core/kernel/rng.ts';
import type { EpochMs } from '#core/kernel/time.ts';

/** What a drill worker knows when it fills in a form. */
export type Surroundings = {
  readonly doc: CaseDoc;
  readonly rng: Rng;
  readonly now: EpochMs;
  /** Units proposed for this case, best first. */
  readonly units: readonly string[];
  readonly otherStreet: `street:${string}`;
};

type Filler<K extends OpKind> = (around: Surroundings) => ArgsOf[K] | null;
type Fillers = { readonly [K in OpKind]?: Filler<K> };

/** A plausible form for each act; null where the case gives nothing to fill it with. */
const fillers: Fillers = {
  'case.file': ({ doc }) => ({
    condition: doc.condition ?? 'default',
    standardVersion: doc.dictVersion,
  }),
  'case.refuse': () => ({ reason: 'not_in_scope', text: 'drill: not for the hotline' }),
  'case.edit': ({ doc, rng }) => ({
    field: 'title',
    from: doc.title,
    to: `${doc.title.slice(0, 60)} ${rng.int(1000)}`,
  }),
  'case.urgency': ({ doc, rng }) => ({
    level: doc.urgency === 'ordinary' ? 'urgent' : pick(rng, ['ordinary', 'critical'] as const),
    reason: 'drill: seen again',
  }),
  'case.tag': ({ rng }) => ({ add: [`drill-${rng.int(5)}`], remove: [] }),
  'case.note': ({ rng }) => ({ text: `drill note ${rng.int(1e6)}`, public: false }),
  'case.attach': ({ doc, rng, now }) => {
    const use = missingPhoto(doc);
    if (use === null) return null;
    return { sha256: fileHash(rng), name: 'drill.jpg', bytes: 1, use, takenAt: now, point: null };
  },
  'case.locate': ({ doc: { place }, rng }) =>
    place.point === undefined
      ? null
      : {
          point: wgs84(
            place.point.lonE6 + rng.int(200) - 100,
            place.point.latE6 + rng.int(200) - 100,
          ),
          text: place.text,
          by: 'map',
          cell: place.cell ?? null,
          street: place.street ?? null,
          confidence: 0.9,
        },
  'case.send': ({ otherStreet }) => ({ to: otherStreet, note: 'drill: lies over the border' }),
  'case.dispatch': ({ units, rng }) => {
    const lead = units[rng.int(Math.min(units.length, 4))];
    if (lead === undefined) return null;
    return {
      units: [{ unit: lead, lead: true }],
      condition: null,
      limitNote: '',
      note: 'drill',
      advice: null,
    };
  },
  'assign.add': ({ units, rng }) => {
    const unit = units[rng.int(Math.min(units.length, 6))];
    return unit === undefined ? null : { unit, reason: 'drill: needs a hand' };
  },
  'assign.recall': (around) =>
    onAssignment(around, (assignment) => ({ assignment, reason: 'drill' })),
  'assign.sign': (around) =>
    onAssignment(around, (assignment) => ({ assignment, at: around.now }), ['offered']),
  'assign.respond': (around) =>
    onAssignment(around, (assignment) => ({
      assignment,
      step: pick(around.rng, ['contacted', 'left', 'arrived'] as const),
      at: around.now,
      person: 'drill crew',
      point: null,
    })),
  'assign.progress': (around) =>
    onAssignment(around, (assignment) => ({ assignment, text: 'drill: under way', photos: [] })),
  'assign.done': (around) =>
    onAssignment(around, (assignment) => ({
      assignment,
      result: 'drill: mended',
      measures: 'drill',
      basis: '',
      solved: around.rng.next() < 0.9,
      metCaller: true,
      photosAfter: [fileHash(around.rng)],
    })),
  'contact.first': ({ now }) => ({
    at: now,
    person: 'drill clerk',
    how: 'phone',
    result: 'reached',
    whyNot: null,
  }),
  'reply.citizen': ({ now }) => ({ to: 'caller', how: 'phone', text: 'drill: told so', at: now }),
  'ask.return': (around) =>
    onAssignment(around, (assignment) => ({
      assignment,
      reasonCode: 'not_competent',
      text: 'drill: not ours',
      proposedUnit: null,
      proof: [],
    })),
  judge: ({ doc, rng, units }) => {
    const open = Object.values(doc.asks ?? {}).find((ask) => ask.state === 'open');
    if (open === undefined) return null;
    const grant = rng.next() < 0.7;
    return { ask: open.id, grant, reason: 'drill', newUnit: grant ? (units[1] ?? null) : null };
  },
  'verify.order': () => ({ inspector: 'drill inspector' }),
  'verify.report': ({ rng }) => ({
    pass: rng.next() < 0.8,
    note: 'drill',
    photos: [],
    point: null,
  }),
  'case.close': () => ({
    items: ['photo_after', 'replied'],
    closeKind: 'sub_dispatched',
    publicText: 'drill: done',
  }),
  'callback.try': ({ doc, rng, now }) => ({
    attempt: nextAttempt(doc),
    at: now,
    reached: true,
    solved: rng.next() < 0.85,
    satisfied: pick(rng, [2, 4, 5, 5] as const),
    reason: '',
  }),
  'case.urge': ({ doc }) => ({ to: doc.holder, text: 'drill: the caller asks' }),
  'conflict.resolve': ({ doc }) => {
    const open = Object.values(doc.conflicts ?? {}).find((conflict) => conflict.state === 'open');
    return open === undefined
      ? null
      : { conflict: open.id, option: open.default, note: 'drill: default' };
  },
};

/** What closing demands of a case on the ground and it does not show yet. */
export function missingPhoto(doc: CaseDoc): 'before' | 'after' | null {
  if (!['handling', 'handled', 'to_close'].includes(doc.stage)) return null;
  const [first] = missingForClosing(doc, ['photo_before', 'photo_after']);
  if (first === undefined) return null;
  return first === 'photo_before' ? 'before' : 'after';
}

/** A photo that exists by its name alone: what the drill counts are acts, not bytes. */
function fileHash(rng: Rng): string {
  return Array.from({ length: 64 }, () => rng.int(16).toString(16)).join('');
}

function onAssignment<T>(
  { doc, rng }: Surroundings,
  fill: (assignment: string) => T,
  states: readonly Assignment['state'][] = ['offered', 'signed', 'responded'],
): T | null {
  const open = Object.values(doc.assignments ?? {}).filter((one) => states.includes(one.state));
  return open.length === 0 ? null : fill(pick(rng, open).id);
}

function nextAttempt(doc: CaseDoc): 1 | 2 | 3 {
  const taken = Object.keys(doc.callbacks ?? {}).filter((key) => key.startsWith(`${doc.round}-`));
  return taken.length === 0 ? 1 : taken.length === 1 ? 2 : 3;
}

export function fillArgs(kind: OpKind, around: Surroundings): unknown {
  const filler = fillers[kind] as Filler<OpKind> | undefined;
  return filler === undefined ? null : filler(around);
}

export const DRILL_KINDS = Object.keys(fillers) as readonly OpKind[];
