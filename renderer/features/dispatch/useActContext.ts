import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { MatterRow } from '#core/protocol/console/rows.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';
import { caseDocOf } from '#renderer/client/caseDocOf.ts';
import { useNamesStore } from '#renderer/client/namesStore.ts';
import { useScopeName } from '#renderer/client/useScopeName.ts';
import { useSessionStore } from '#renderer/client/sessionStore.ts';
import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { useFormat } from '#renderer/i18n/useFormat.ts';
import { useMessages } from '#renderer/i18n/useMessages.ts';
import type { ActContext } from './actFields.ts';

export type FilePorts = {
  readonly file: () => CaseFile | null;
  readonly matter: () => MatterRow | null;
};

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
      m: m.value,
      isUnit: session.hasRole('unit') && !session.hasRole('operator', 'dispatcher'),
      mayLower: session.hasRole('dutyChief'),
      now: Date.now(),
      scopeName,
      day: format.value.day,
    };
  };
}
