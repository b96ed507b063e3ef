import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { useSyncStore } from '#renderer/client/syncStore.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import type { ActState } from './actsAtStage.ts';

export type Later = {
  /** Dashed only while the line is cut; with it the act goes to whoever decides on the case. */
  readonly waitsForLine: (state: ActState | undefined) => boolean;
  readonly laterText: (state: ActState | undefined) => string | null;
};

/** Where an act goes that is not in force at once. */
export function useLater(doc: () => CaseDoc | null): Later {
  const m = useMessages();
  const sync = useSyncStore();
  const { scopeName } = useScopeName();
  const waitsForLine = (state: ActState | undefined): boolean =>
    state?.later === true && sync.sync?.line !== 'online';
  const laterText = (state: ActState | undefined): string | null => {
    if (state?.later !== true) return null;
    const words = m.value.dispatch;
    return waitsForLine(state) ? words.later : words.toHolder(scopeName(doc()?.holder ?? null));
  };
  return { waitsForLine, laterText };
}
