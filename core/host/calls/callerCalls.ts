import { randomBytes } from 'node:crypto';
import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Looked } from '../../domain/operation/accessArgs.ts';
import { isPhoneNumber } from '../../domain/operation/phoneNumber.ts';
import { callerSight } from '../../domain/permission/reading.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { CallInput } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import type { Look } from '../session/accessNotes.ts';
import { callerOpened, callerShown, type CallerShown } from '../session/callerShown.ts';
import { caseFor, readerOf } from '../session/reading.ts';
import { callerCases } from '../views/callsView.ts';
import { refuse, type CallTable } from './callTable.ts';

type CallerCalls = Pick<CallTable, 'caller.seal' | 'caller.open' | 'caller.cases'>;

/** Who a caller is: sealed as it is typed, opened only past a note of who looked. */
export function callerCalls(core: () => ConsoleCore): CallerCalls {
  return {
    'caller.seal': (input) => Promise.resolve(sealed(core(), input)),
    'caller.open': (input) => opened(core(), input),
    'caller.cases': async ({ number }) => {
      const known = await callerCases(core(), number);
      return ok({
        rows: known
          .filter(({ isOpen }) => isOpen)
          .map(({ row }) => ({ ...row, leadName: leadName(core(), row.leadUnit), mine: false })),
      });
    },
  };
}

function sealed(
  { sealing }: ConsoleCore,
  { number, name, kind, confidential }: CallInput<'caller.seal'>,
): Result<{ caller: unknown }, WireError> {
  if (number.trim() !== '' && !isPhoneNumber(number)) return refuse('caller/bad-number');
  const digits = number.replace(/\D/g, '');
  const caller = {
    // Whoever gave no number is nobody else who gave none.
    numberHmac: digits === '' ? randomBytes(32).toString('hex') : sealing.hmacOf(number),
    numberSealed: sealing.seal(number),
    tail: digits.slice(-4),
    ...(name === null || name === '' ? {} : { nameSealed: sealing.seal(name) }),
    kind,
    confidential,
  };
  return ok({ caller });
}

/** The one door by which a caller's name and number leave for the page unmasked: the note comes first. */
async function opened(
  core: ConsoleCore,
  { caseId, to, why = '' }: CallInput<'caller.open'>,
): Promise<Result<CallerShown, WireError>> {
  const person = core.session.person?.id;
  if (person === undefined) return refuse('session/needed');
  // A case may be looked at with the receipt of its making in the hand.
  await core.bus.settled();
  const { doc } = await caseFor(core, caseId);
  const reader = readerOf(core);
  if (doc === null || reader === null) return refuse('case/not-found');
  const sight = doc.caller === undefined ? 'none' : callerSight(reader, doc, doc.caller);
  if (to === 'look' && sight !== 'open') return refuse('grant/none');
  const looks = lookedAt(doc, to, sight === 'open');
  const noted = await noteLooks(core, looks, { person, caseId, why });
  if (!noted.ok) return noted;
  return ok(
    sight === 'open' ? callerOpened(doc, core.sealing) : callerShown(doc, reader, core.sealing),
  );
}

/** Of a confidential caller nobody is told who does not say what for. */
async function noteLooks(
  { notes }: ConsoleCore,
  looks: readonly Looked[],
  look: Omit<Look, 'what'>,
): Promise<Result<null, WireError>> {
  if (looks.includes('confidential') && look.why.trim() === '')
    return refuse('caller/needs-reason');
  for (const what of looks) {
    const noted = await notes.note({ ...look, what });
    if (!noted.ok) return noted;
  }
  return ok(null);
}

/** A paper of a case is noted, whoever its caller is; a confidential caller on it is one more look at him. */
function lookedAt(doc: CaseDoc, to: 'look' | 'print', isOpen: boolean): readonly Looked[] {
  const isConfidential = doc.confidential === true || doc.caller?.confidential === true;
  if (to === 'look') return [isConfidential ? 'confidential' : 'number'];
  return isOpen && isConfidential ? ['print', 'confidential'] : ['print'];
}

function leadName(core: ConsoleCore, unit: string | null): string | null {
  return unit === null ? null : core.profile.unitName(unit);
}
