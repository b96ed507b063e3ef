import { ENDED_STAGES, type Stage } from '../case/caseDoc.ts';
import type { OpKind } from './args.ts';
import type { Role } from './identity.ts';

/** F fact, R request, D decision of the holder, X decision of the district alone. */
export type OpClass = 'F' | 'R' | 'D' | 'X';

/** Y always; H the own scope holds, else a proposal; P pending until the district decides; N not. */
export type CutOffRule = 'Y' | 'H' | 'P' | 'N';

export type Axis = 'supervision' | 'command' | 'none';

/** What is known of a kind without looking at its arguments. One row a kind of model.md section 1. */
export type KindSpec = {
  readonly cls: OpClass;
  readonly subject: 'case' | 'record';
  readonly who: readonly Role[];
  /** Roles that count only with a grant for the district. */
  readonly districtOnly: readonly Role[];
  readonly cutOff: CutOffRule;
  readonly stages: readonly Stage[] | 'open' | 'any';
  readonly axis: Axis;
  /** Made by the district's own program; a push that carries it is refused there. */
  readonly byProgram: boolean;
};

const WRITERS: readonly Role[] = [
  'operator',
  'dispatcher',
  'dutyChief',
  'unit',
  'inspector',
  'supervisor',
  'callbackClerk',
];
/** Who writes down what a unit or an inspector did. */
export const RECORDERS: readonly Role[] = ['operator', 'dispatcher'];
const EDITORS: readonly Role[] = ['operator', 'dispatcher', 'dutyChief'];
const EVERYONE: readonly Role[] = [...WRITERS, 'leader', 'quality', 'administrator'];
const WITH_UNITS: readonly Stage[] = ['dispatched', 'handling'];

/** Filed, and not over. */
const WHISTLED: readonly Stage[] = ['to_dispatch', ...WITH_UNITS, 'handled', 'to_close'];

const CHIEFS_DESK: readonly Role[] = ['dispatcher', 'dutyChief'];
const OVERSEERS: readonly Role[] = ['dutyChief', 'supervisor'];
const BY_DISTRICT_CHIEF = {
  cls: 'X',
  who: ['dutyChief'],
  districtOnly: ['dutyChief'],
  cutOff: 'N',
} as const;

type Given = Partial<KindSpec> & Pick<KindSpec, 'cls' | 'who' | 'cutOff'>;

function spec(given: Given): KindSpec {
  return {
    subject: 'case',
    districtOnly: [],
    stages: 'any',
    axis: 'none',
    byProgram: false,
    ...given,
  };
}

function record(given: Given): KindSpec {
  return spec({ ...given, subject: 'record' });
}

/** The table of model.md 1, steps 1 and 2. Where arguments change a row, `classOf` says how. */
export const kindSpecs: { readonly [K in OpKind]: KindSpec } = {
  'call.log': record({ cls: 'F', who: ['telephony'], cutOff: 'Y' }),
  'case.create': spec({
    cls: 'F',
    who: ['operator', 'dispatcher', 'dutyChief', 'unit', 'inspector'],
    cutOff: 'Y',
  }),
  'case.number': spec({ cls: 'X', who: ['program'], cutOff: 'N', byProgram: true }),
  'case.file': spec({
    cls: 'D',
    who: ['dutyChief', 'operator'],
    cutOff: 'H',
    stages: ['reported'],
    axis: 'supervision',
  }),
  'case.answer': spec({ cls: 'D', who: ['operator'], cutOff: 'H', stages: ['reported'] }),
  'case.refuse': spec({
    cls: 'D',
    who: ['operator', 'dutyChief'],
    cutOff: 'H',
    stages: ['reported', 'precheck'],
    axis: 'supervision',
  }),
  'case.edit': spec({ cls: 'D', who: EDITORS, cutOff: 'H', stages: 'open' }),
  'case.locate': spec({ cls: 'D', who: EDITORS, cutOff: 'H', stages: 'open' }),
  'case.reclassify': spec({ cls: 'D', who: EDITORS, cutOff: 'H', stages: 'open' }),
  'case.urgency': spec({ cls: 'F', who: WRITERS, cutOff: 'Y', stages: 'open' }),
  'case.tag': spec({ cls: 'F', who: WRITERS, cutOff: 'Y' }),
  'case.note': spec({ cls: 'F', who: [...WRITERS, 'leader'], cutOff: 'Y' }),
  'case.attach': spec({ cls: 'F', who: WRITERS, cutOff: 'Y' }),
  'caller.add': spec({ cls: 'F', who: ['operator', 'dispatcher', 'callbackClerk'], cutOff: 'Y' }),
  'case.link': spec({
    cls: 'F',
    who: ['operator', 'dispatcher', 'dutyChief', 'supervisor'],
    cutOff: 'Y',
  }),
  'case.merge': spec({
    cls: 'D',
    who: CHIEFS_DESK,
    cutOff: 'H',
    stages: 'open',
  }),
  'case.mirror': spec({ cls: 'X', who: ['program'], cutOff: 'N', byProgram: true }),
  'proposal.decline': spec({ cls: 'D', who: CHIEFS_DESK, cutOff: 'H' }),
  undo: spec({ cls: 'D', who: WRITERS, cutOff: 'H' }),
  'case.send': spec({
    cls: 'D',
    who: ['dispatcher'],
    districtOnly: ['dispatcher'],
    cutOff: 'H',
    stages: ['reported', 'to_dispatch'],
    axis: 'command',
  }),
  'case.dispatch': spec({
    cls: 'D',
    who: ['dispatcher'],
    cutOff: 'H',
    stages: ['to_dispatch'],
    axis: 'command',
  }),
  'assign.add': spec({
    cls: 'D',
    who: ['dispatcher'],
    cutOff: 'H',
    stages: WITH_UNITS,
    axis: 'command',
  }),
  'assign.recall': spec({
    cls: 'D',
    who: ['dispatcher', 'program'],
    cutOff: 'H',
    stages: WITH_UNITS,
    axis: 'command',
  }),
  'assign.waive': spec({
    cls: 'D',
    who: ['dispatcher'],
    cutOff: 'H',
    stages: WITH_UNITS,
    axis: 'command',
  }),
  'assign.sign': spec({ cls: 'F', who: ['unit', ...RECORDERS], cutOff: 'Y', stages: WITH_UNITS }),
  'assign.respond': spec({
    cls: 'F',
    who: ['unit', 'inspector', ...RECORDERS],
    cutOff: 'Y',
    stages: WITH_UNITS,
  }),
  'assign.progress': spec({
    cls: 'F',
    who: ['unit', 'inspector', ...RECORDERS],
    cutOff: 'Y',
    stages: WITH_UNITS,
  }),
  'assign.done': spec({
    cls: 'F',
    who: ['unit', 'inspector', ...RECORDERS],
    cutOff: 'Y',
    stages: WITH_UNITS,
  }),
  'contact.first': spec({ cls: 'F', who: ['unit', ...RECORDERS], cutOff: 'Y' }),
  'reply.citizen': spec({ cls: 'F', who: ['unit', ...RECORDERS], cutOff: 'Y' }),
  'ask.return': spec({
    cls: 'R',
    who: ['unit', ...RECORDERS],
    cutOff: 'P',
    stages: WITH_UNITS,
  }),
  'ask.extension': spec({
    cls: 'R',
    who: ['unit', 'dispatcher'],
    cutOff: 'P',
    stages: WITH_UNITS,
  }),
  'ask.suspension': spec({
    cls: 'R',
    who: ['unit', 'dispatcher'],
    cutOff: 'P',
    stages: WITH_UNITS,
  }),
  'ask.units': spec({
    cls: 'R',
    who: ['dispatcher', 'dutyChief'],
    cutOff: 'P',
    stages: ['to_dispatch', ...WITH_UNITS],
  }),
  'ask.send': spec({ cls: 'R', who: CHIEFS_DESK, cutOff: 'P', stages: 'open' }),
  'case.take': spec({
    cls: 'X',
    who: ['dispatcher', 'dutyChief'],
    districtOnly: ['dispatcher', 'dutyChief'],
    cutOff: 'N',
    stages: 'open',
  }),
  judge: spec({ cls: 'D', who: ['dispatcher'], cutOff: 'H', stages: 'open', axis: 'command' }),
  'verify.order': spec({
    cls: 'D',
    who: ['operator', 'dutyChief'],
    cutOff: 'H',
    stages: ['handled'],
  }),
  'verify.report': spec({
    cls: 'F',
    who: ['inspector', ...RECORDERS],
    cutOff: 'Y',
    stages: ['handled'],
  }),
  'case.close': spec({
    cls: 'D',
    who: ['dutyChief'],
    cutOff: 'H',
    stages: ['handled', 'to_close'],
    axis: 'supervision',
  }),
  'ask.void': spec({ cls: 'R', who: CHIEFS_DESK, cutOff: 'P', stages: 'open' }),
  'ask.forcedClose': spec({ cls: 'R', who: CHIEFS_DESK, cutOff: 'P', stages: 'open' }),
  'case.void': spec({ ...BY_DISTRICT_CHIEF, stages: 'open' }),
  'case.forceClose': spec({ ...BY_DISTRICT_CHIEF, stages: 'open' }),
  'case.archive': spec({ ...BY_DISTRICT_CHIEF, stages: ['closed', 'refused', 'voided', 'merged'] }),
  'case.redact': spec({
    cls: 'X',
    who: ['administrator'],
    districtOnly: ['administrator'],
    cutOff: 'N',
    stages: ENDED_STAGES,
  }),
  'case.supervise': spec({ cls: 'D', who: OVERSEERS, cutOff: 'H', stages: 'open' }),
  'supervise.end': spec({ cls: 'D', who: OVERSEERS, cutOff: 'H' }),
  'case.reopen': spec({
    cls: 'D',
    who: ['dutyChief', 'callbackClerk'],
    cutOff: 'H',
    stages: ['closed'],
    axis: 'supervision',
  }),
  'callback.try': spec({
    cls: 'F',
    who: ['callbackClerk', 'operator', 'unit'],
    cutOff: 'Y',
    stages: ['closed'],
  }),
  'whistle.open': spec({ cls: 'D', who: CHIEFS_DESK, cutOff: 'H', stages: WHISTLED }),
  'whistle.file': spec({ ...BY_DISTRICT_CHIEF, stages: 'open' }),
  'whistle.respond': spec({ cls: 'F', who: ['unit', ...RECORDERS], cutOff: 'Y', stages: 'open' }),
  'whistle.result': spec({ cls: 'F', who: ['unit', ...RECORDERS], cutOff: 'Y', stages: 'open' }),
  'whistle.check': spec({ ...BY_DISTRICT_CHIEF, stages: WHISTLED }),
  'whistle.score': spec({ cls: 'D', who: ['dutyChief'], cutOff: 'H' }),
  'whistle.scoreResponse': spec(BY_DISTRICT_CHIEF),
  'case.urge': spec({
    cls: 'F',
    who: ['operator', 'dispatcher', 'supervisor', 'leader'],
    cutOff: 'Y',
    stages: 'open',
  }),
  'conflict.resolve': spec({ cls: 'D', who: ['dispatcher', 'dutyChief'], cutOff: 'H' }),
  'conflict.refer': spec({ cls: 'D', who: ['dispatcher', 'dutyChief'], cutOff: 'H' }),
  'shift.open': record({ cls: 'F', who: EVERYONE, cutOff: 'Y' }),
  'shift.handOver': record({ cls: 'F', who: EVERYONE, cutOff: 'Y' }),
  'access.note': record({ cls: 'F', who: EVERYONE, cutOff: 'Y' }),
  'grant.give': record({ cls: 'X', who: ['administrator'], cutOff: 'N' }),
  'grant.revoke': record({ cls: 'X', who: ['administrator'], cutOff: 'N' }),
  'device.enrol': record({ cls: 'X', who: ['administrator', 'program'], cutOff: 'N' }),
  'device.revoke': record({ cls: 'X', who: ['administrator'], cutOff: 'N' }),
  'drill.cut': record({ cls: 'X', who: ['administrator'], cutOff: 'N' }),
  'retention.set': record({ cls: 'X', who: ['administrator'], cutOff: 'N' }),
  'numbers.lease': record({ cls: 'X', who: ['program'], cutOff: 'N', byProgram: true }),
  'ref.publish': record({ cls: 'X', who: ['administrator', 'program'], cutOff: 'N' }),
};

/** The district's own program as an author, and the telephone exchange. */
export const PROGRAM_PERSON = 'program';
export const TELEPHONY_PERSON = 'telephony';
