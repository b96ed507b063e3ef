import type { ConsoleCore } from './consoleCore.ts';
import { emptyJournal, redactedAmong, type RedactedCases } from './store/redactedRows.ts';

type Forgetting = Pick<ConsoleCore, 'outbox' | 'drafts' | 'attachments' | 'replica' | 'files'>;

/**
 * I-28: what this console keeps of redacted cases beside their rows goes: decided acts, half-typed forms, files. Then the
 * journals are emptied, so that no page of before lies in them; where somebody reads at that moment, the next
 * checkpoint does it.
 */
export async function forgetCases(core: Forgetting, redacted: RedactedCases): Promise<void> {
  if (redacted.size === 0) return;
  await core.outbox.forget(redacted);
  for (const caseId of redacted.keys()) {
    await core.drafts.dropOf(caseId);
    await core.attachments.forget(caseId);
  }
  await core.replica.wipe();
  for (const file of [core.files.outbox, core.files.desk]) await emptyJournal(file);
}

/** What could not go then: the last act of the chain, one whose case was not shown yet, or the program was killed. */
export async function forgetLate(core: Forgetting): Promise<void> {
  const cases = await core.outbox.decidedCases();
  const redacted = await core.replica.read((reader) => redactedAmong(reader, cases));
  if (redacted.size > 0) await core.outbox.forget(redacted);
}
