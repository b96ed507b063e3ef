import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { useNamesStore } from './namesStore.ts';

/** Name of a scope or street code in the language of the screen; the code itself when unknown. */
export function useScopeName(): {
  readonly scopeName: (scope: string | null) => string;
  readonly streetName: (code: string | null) => string;
} {
  const names = useNamesStore();
  const locale = useLocaleStore();
  const isChinese = (): boolean => locale.language === 'zh-CN';
  const streetName = (code: string | null): string => {
    if (code === null) return locale.messages.common.unknown;
    const street = names.streetByCode.get(code);
    if (street === undefined) return code;
    return isChinese() ? street.name : street.nameEn;
  };
  const scopeName = (scope: string | null): string => {
    if (scope === null) return locale.messages.common.scope.unknown;
    if (scope === 'district') return locale.messages.common.scope.district;
    const [kind, rest = ''] = scope.split(':');
    if (kind === 'street') return streetName(rest);
    if (kind !== 'intake') return scope;
    const intake = names.names?.intakes.find((each) => each.scope === scope);
    if (intake === undefined) return locale.messages.common.scope.intake(rest);
    return isChinese() ? intake.name : intake.nameEn;
  };
  return { scopeName, streetName };
}
