import { computed, type ComputedRef } from 'vue';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { MatterRow } from '#core/protocol/console/rows.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import { useNamesStore } from '#renderer/client/namesStore.ts';
import { scopeNameOf } from '#renderer/client/scopeNameOf.ts';
import { limitText } from '#renderer/i18n/limitText.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { facts } from '#renderer/i18n/timelineText.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';

export type PaperProps = {
  readonly doc: CaseDoc;
  readonly file: CaseFile;
  readonly matter: MatterRow | null;
};

/** What both papers say about a case. */
export function usePaper(props: PaperProps): {
  readonly nameOf: (id: string) => string;
  readonly scope: (scope: string) => string;
  readonly place: ComputedRef<string>;
  readonly matterText: ComputedRef<string>;
  readonly condition: ComputedRef<string>;
  /** What the standard demands before closing, so that the crew brings it back. */
  readonly closing: ComputedRef<string>;
  readonly units: ComputedRef<readonly { readonly id: string; readonly text: string }[]>;
} {
  const m = useMessages();
  const names = useNamesStore();
  const locale = useLocaleStore();
  const nameOf = (id: string): string => props.file.names[id] ?? id;
  const scope = (of: string): string =>
    scopeNameOf(of, { names: names.names, m: m.value, language: locale.language });
  return {
    nameOf,
    scope,
    place: computed(() => {
      const { street, text, cell } = props.doc.place;
      return facts(
        text,
        street === undefined ? '' : scope(`street:${street}`),
        cell === undefined ? '' : m.value.caseFile.cell(cell),
      );
    }),
    matterText: computed(() =>
      props.matter === null ? '' : `${props.matter.code} ${props.matter.path}`,
    ),
    condition: computed(() => {
      const found = props.matter?.conditions.find((each) => each.id === props.doc.condition);
      return found === undefined ? '' : `${found.text} → ${limitText(found.limitText, m.value)}`;
    }),
    closing: computed(() =>
      facts(...(props.matter?.closing ?? []).map((item) => m.value.dispatch.items[item] ?? item)),
    ),
    units: computed(() =>
      Object.values(props.doc.assignments ?? {})
        .filter((each) => each.round === props.doc.round)
        .map((each) => ({
          id: each.id,
          text: facts(
            nameOf(each.unit),
            each.lead ? m.value.caseFile.lead : m.value.caseFile.assist,
            m.value.caseFile.assignmentState[each.state],
          ),
        })),
    ),
  };
}
