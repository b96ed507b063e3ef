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

/**
 * What could not go then: the last act of the chain, one whose case was not shown yet, a file that was to be sent, and
 * what came by another way than a page. At the start of the program everything once more: it may have been killed
 * between the page and the rest.
 */
export async function forgetLate(core: Forgetting, isStart = false): Promise<void> {
  const decided = await core.outbox.decidedCases();
  const begun = (await core.drafts.keys()).flatMap((key) => key.match(CASE_IN_KEY) ?? []);
  const beside = new Set([...begun, ...core.attachments.cases()]);
  const redacted = await core.replica.read((reader) =>
    redactedAmong(reader, [...new Set([...decided, ...beside])]),
  );
  const isMore = isStart || [...redacted.keys()].some((id) => beside.has(id));
  if (isMore) await forgetCases(core, redacted);
  else if (redacted.size > 0) await core.outbox.forget(redacted);
}

/** Names of cases in the key of a form stand between signs that none of them has. */
const CASE_IN_KEY = /[0-9A-Za-z-]{8,}/g;
