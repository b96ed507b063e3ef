import type { Messages } from '#renderer/i18n/useMessages.ts';
import type { RefNames } from './namesStore.ts';

/** Name of a scope in the language shown; its code where the catalogue does not know it. */
export function scopeNameOf(
  scope: string,
  words: {
    readonly names: RefNames | null;
    readonly m: Messages;
    readonly language: string;
  },
): string {
  const { names, m, language } = words;
  const isChinese = language === 'zh-CN';
  if (scope === 'district') return m.common.scope.district;
  if (scope.startsWith('street:')) {
    const street = names?.streets.find((each) => each.code === scope.slice('street:'.length));
    if (street !== undefined) return isChinese ? street.name : street.nameEn;
  }
  if (scope.startsWith('intake:')) {
    const intake = names?.intakes.find((each) => each.scope === scope);
    if (intake !== undefined) return isChinese ? intake.name : intake.nameEn;
    return m.common.scope.intake(scope.slice('intake:'.length));
  }
  return scope;
}
