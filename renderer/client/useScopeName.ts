import { useLocaleStore } from '#renderer/i18n/localeStore.ts';
import { useNamesStore } from './namesStore.ts';
import { profileNameOf } from './profileNameOf.ts';
import { useSessionStore } from './sessionStore.ts';

/** Name of a scope or street code in the language of the screen; the code itself when unknown. */
export function useScopeName(): {
  readonly scopeName: (scope: string | null) => string;
  readonly streetName: (code: string | null) => string;
  /** Of the desk that somebody sits at: the district by its own name, a unit as the host words it. */
  readonly deskName: (scope: string) => string;
} {
  const names = useNamesStore();
  const locale = useLocaleStore();
  const session = useSessionStore();
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
  const deskName = (scope: string): string => {
    const now = session.session;
    if (scope === 'district') return profileNameOf(now, locale.language);
    if (scope.startsWith('street:') && names.streetByCode.has(scope.slice('street:'.length)))
      return scopeName(scope);
    if (scope.startsWith('intake:')) return scopeName(scope);
    return now?.scopeName ?? scope;
  };
  return { scopeName, streetName, deskName };
}
