import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { MatterRow } from '#core/protocol/console/rows.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { useNamesStore } from '#renderer/client/namesStore.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { facts } from '#renderer/i18n/timelineText.ts';
import { type Messages, useMessages } from '#renderer/i18n/useMessages.ts';
import type { ActContext } from './actFields.ts';

export type FilePorts = {
  readonly file: () => CaseFile | null;
  readonly matter: () => MatterRow | null;
};

/** Acts that can be taken back, each by what it was, whose and when. */
function undoableOptions(
  file: CaseFile,
  m: Messages,
  clock: (at: number) => string,
): ActContext['undoable'] {
  return (file.undoable ?? []).flatMap(({ opId }) => {
    const row = file.timeline.find((each) => each.opId === opId);
    if (row === undefined) return [];
    const names = m.operations.names as Readonly<Record<string, string>>;
    return [
      { value: opId, label: facts(names[row.kind] ?? row.kind, row.actorName, clock(row.at)) },
    ];
  });
}

/** What a form stands on at this moment, or null while no case is open. */
export function useActContext(ports: FilePorts): () => ActContext | null {
  const session = useSessionStore();
  const names = useNamesStore();
  const locale = useLocaleStore();
  const m = useMessages();
  const format = useFormat();
  const { scopeName } = useScopeName();
  const scopes = (): ActContext['scopes'] => {
    const isChinese = locale.language === 'zh-CN';
    const word = (each: { readonly name: string; readonly nameEn: string }): string =>
      isChinese ? each.name : each.nameEn;
    return [
      ...(names.names?.streets ?? []).map((street) => ({
        value: `street:${street.code}`,
        label: word(street),
      })),
      ...(names.names?.intakes ?? []).map((intake) => ({
        value: intake.scope,
        label: word(intake),
      })),
    ];
  };
  return () => {
    const file = ports.file();
    const doc: CaseDoc | null = caseDocOf(file);
    if (doc === null || file === null) return null;
    return {
      doc,
      names: file.names,
      matter: ports.matter(),
      scopes: scopes(),
      whistles: names.names?.whistles,
      m: m.value,
      isUnit: session.hasRole('unit') && !session.hasRole('operator', 'dispatcher'),
      mayLower: session.hasRole('dutyChief'),
      now: Date.now(),
      scopeName,
      undoable: undoableOptions(file, m.value, format.value.clock),
      day: format.value.day,
    };
  };
}
