import { computed, ref } from 'vue';
import type { CaseFile } from '#core/protocol/console/views.ts';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { type Proposal, proposalText } from '#renderer/i18n/proposalText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import type { CaseActKind } from '#renderer/i18n/zh-CN/dispatch.ts';
import type { Submission } from './actArgs.ts';
import { ACT_KINDS, type ActState } from './actsAtStage.ts';
import type { ActSubmit } from './useActSubmit.ts';

export type ProposalRow = { readonly op: string; readonly text: string } & Pick<
  Proposal,
  'by' | 'scope' | 'at' | 'kind' | 'lapsed'
>;

export type ProposalPorts = {
  readonly file: () => CaseFile | null;
  readonly states: () => ReadonlyMap<CaseActKind, ActState>;
  readonly sender: ActSubmit;
};

/**
 * What others proposed to the holder. To adopt one is to do that very act oneself: its arguments stand in the
 * timeline, and the holder's own rights and rules judge it like any act.
 */
export function useCaseProposals(ports: ProposalPorts) {
  const m = useMessages();
  const { scopeName } = useScopeName();
  const isSending = ref(false);
  const nameOf = (id: string): string => ports.file()?.names[id] ?? id;

  const rows = computed<readonly ProposalRow[]>(() =>
    Object.entries(caseDocOf(ports.file())?.proposals ?? {})
      .map(([op, each]) => ({
        ...each,
        op,
        text: proposalText(each, m.value, { name: nameOf, scope: scopeName }),
      }))
      .toSorted((a, b) => Number(a.lapsed ?? false) - Number(b.lapsed ?? false) || a.at - b.at),
  );
  const mayAnswer = computed(() => ports.states().get('proposal.decline')?.allowed === true);
  /** The one that the key means. */
  const next = computed(() =>
    mayAnswer.value ? (rows.value.find((row) => row.lapsed !== true) ?? null) : null,
  );

  const adopt = async (row: ProposalRow | null = next.value): Promise<void> => {
    const caseId = caseDocOf(ports.file())?.caseId;
    if (row === null || caseId === undefined || isSending.value) return;
    const said = ports.file()?.timeline.find(({ opId }) => opId === row.op);
    const kind = ACT_KINDS.find((each) => each === row.kind);
    if (said === undefined || kind === undefined) {
      return ports.sender.refuse('proposal.decline', m.value.dispatch.proposals.notHere);
    }
    isSending.value = true;
    const act: Submission = { kind, caseId, args: said.args };
    const done = m.value.dispatch.proposals.adopted(row.text);
    const failed = await ports.sender.submit(act, crypto.randomUUID(), done);
    isSending.value = false;
    if (failed !== null) ports.sender.refuse(kind, failed);
  };
  return { rows, mayAnswer, next, nameOf, adopt };
}
