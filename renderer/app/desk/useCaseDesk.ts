import { computed } from 'vue';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { useMatter } from '#renderer/client/useMatter.ts';
import { useView } from '#renderer/client/useView.ts';
import { boardCaseActions, caseCaseActions } from '#renderer/features/dispatch/dispatch.actions.ts';
import {
  boardEvidenceActions,
  caseEvidenceActions,
} from '#renderer/features/caseFile/evidence.actions.ts';
import {
  boardCallerActions,
  caseCallerActions,
} from '#renderer/features/caseFile/caller.actions.ts';
import { useEvidenceStore } from '#renderer/features/caseFile/evidenceStore.ts';
import { ACT_KINDS } from '#renderer/features/dispatch/actsAtStage.ts';
import { useCaseActs } from '#renderer/features/dispatch/useCaseActs.ts';
import {
  boardPrintActions,
  casePrintActions,
} from '#renderer/features/printing/printing.actions.ts';
import type { ActionHandler } from '../actions/action.ts';
import { useActions } from '../actions/useActions.ts';
import { callerHandlers } from './callerHandlers.ts';

/** One case with its acts bound to their keys, for the board and for the case's own page. */
export function useCaseDesk(
  screen: 'board' | 'case',
  ports: { readonly caseId: () => string | null; readonly giveBackFocus: () => void },
) {
  const view = useView('caseFile', () => {
    const caseId = ports.caseId();
    return caseId === null ? null : { caseId };
  });
  // Never another case's file under this case's number while the right one is on its way.
  const file = computed(() => {
    const data = view.data.value;
    const doc = caseDocOf(data);
    return doc === null || doc.caseId === ports.caseId() ? data : null;
  });
  const matter = useMatter(() => caseDocOf(file.value)?.matter ?? null);
  const acts = useCaseActs({
    file: () => file.value,
    matter: () => matter.value,
    giveBackFocus: ports.giveBackFocus,
  });
  const handlers: Record<string, ActionHandler> = {};
  for (const kind of ACT_KINDS) {
    handlers[`${screen}.act.${kind}`] = {
      run: () => acts.start(kind),
      when: () => acts.doc.value !== null,
      // Pressed all the same, it says why not; but nothing is offered that is refused.
      isHinted: () => acts.states.value.get(kind)?.allowed === true,
    };
  }
  const isOpen = (): boolean => acts.form.open.value !== null;
  handlers[`${screen}.form.send`] = { run: acts.send, when: isOpen };
  handlers[`${screen}.form.close`] = {
    run: acts.back,
    when: () => isOpen() || acts.isMenuOpen.value,
  };
  handlers[`${screen}.acts.all`] = {
    run: acts.openMenu,
    when: () => acts.doc.value !== null,
  };
  handlers[`${screen}.proposal.adopt`] = {
    run: () => acts.wishes.adopt(),
    when: () => acts.wishes.next.value !== null && !isOpen(),
  };
  for (const n of [1, 2, 3]) {
    const unit = (): string | undefined => acts.proposals.shown.value[n - 1]?.unit;
    handlers[`${screen}.unit.${n}`] = {
      run: () => acts.proposals.choose(unit() ?? ''),
      when: () => unit() !== undefined && !isOpen(),
    };
  }
  const isShown = (): boolean => acts.doc.value !== null;
  Object.assign(handlers, callerHandlers(screen, { file: () => file.value, isShown }));
  const evidence = useEvidenceStore();
  handlers[`${screen}.evidence`] = {
    run: () => evidence.show(null),
    when: () => Object.keys(acts.doc.value?.attachments ?? {}).length > 0,
  };
  useActions(
    screen === 'board'
      ? [...boardCaseActions, ...boardPrintActions, ...boardEvidenceActions, ...boardCallerActions]
      : [...caseCaseActions, ...casePrintActions, ...caseEvidenceActions, ...caseCallerActions],
    handlers,
  );
  return { view: { ...view, data: file }, file, matter, acts };
}
