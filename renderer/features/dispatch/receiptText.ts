import type { Receipt } from '#core/protocol/console/calls.ts';
import type { Messages } from '#renderer/i18n/useMessages.ts';

export type ReceiptContext = {
  /** Name of the act, and of whoever decides on the case. */
  readonly act: string;
  readonly holder: string;
  readonly isOnline: boolean;
  /** What to say when it is in force: 已派遣 排水养护三队. */
  readonly doneText?: string;
};

/** What became of an act, as the host's rules say it: in force, or somebody else's to decide. */
export function receiptText(
  { becomes }: Pick<Receipt, 'becomes'>,
  m: Messages,
  { act, holder, isOnline, doneText }: ReceiptContext,
): string {
  const words = m.dispatch;
  if (becomes === 'proposal') {
    return isOnline ? words.doneProposal(act, holder) : words.proposalToCome(act, holder);
  }
  const texts = {
    applied: doneText ?? words.done(act),
    request: words.doneRequest(act, holder),
    conflict: words.doneConflict(act),
    kept: words.doneKept(act),
    nothing: words.doneNothing(act),
  };
  return isOnline ? texts[becomes] : words.toCome(texts[becomes]);
}
